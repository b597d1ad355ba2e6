#!/usr/bin/env python3
"""Private keys as people and programs write them down, and a look whether anything of them is left.

usage: key_spellings.py write FOLDER    FOLDER/*.der, made by openssl, to FOLDER/KEY.SPELLING.log
       key_spellings.py look FOLDER REPORT...    names what of a key stands in a report; status 1 if any
"""
import base64
import pathlib
import re
import sys

WINDOW = 6  # bytes of a key in a row that count as left


def rows(text, width=64):
    return [text[at:at + width] for at in range(0, len(text), width)]


def dump(der, column):
    lines = []
    data = b"AT+S.TLSCERT=key,%d\r\n" % len(der) + der
    for at in range(0, len(data), 16):
        row = data[at:at + 16]
        text = "".join(chr(c) if 32 <= c < 127 else "." for c in row)
        if column == "xxd":
            pairs = " ".join(row[i:i + 2].hex() for i in range(0, len(row), 2))
            lines.append(f"{at:08x}: {pairs:<39}  {text}")
        else:
            halves = " ".join(f"{c:02x}" for c in row[:8]), " ".join(f"{c:02x}" for c in row[8:])
            lines.append(f"{at:08x}  {halves[0]:<23}  {halves[1]:<23}  |{text}|")
    return lines


def socat(der):
    """One direction of `socat -x`: each read is a header and a line of digits."""
    lines = []
    for n, at in enumerate(range(0, len(der), 16)):
        row = der[at:at + 16]
        lines.append(f"> 2024/02/01 10:00:00.{n:06d}  length={len(row)} from={at} to={at + len(row) - 1}")
        lines += [" " + " ".join(f"{c:02x}" for c in row), "--"]
    return lines


def escaped(data):
    """As a recording writes bytes."""
    names = {0x5C: "\\\\", 0x0D: "\\r", 0x0A: "\\n", 0x09: "\\t"}
    return "".join(names.get(c) or (chr(c) if 32 <= c < 127 else f"\\x{c:02x}") for c in data)


def recording(der):
    head = b"AT+S.TLSCERT=key,%d\r" % len(der)
    pieces = [der[at:at + 100] for at in range(0, len(der), 100)]
    lines = ["# spwfdiag-record 1", "0.000000 > " + escaped(head)]
    lines += [f"0.{100 + n:06d} > {escaped(piece)}" for n, piece in enumerate(pieces)]
    return lines + ["0.900000 < " + escaped(b"\r\nAT-S.ERROR:111:Request failed\r\n")]


def recorded_base64(der):
    rows64 = rows(base64.b64encode(der).decode())
    lines = ["# spwfdiag-record 1", "0.000000 > AT+S.TLSCERT=key,%d\\r" % len(der)]
    lines += [f"0.{100 + n:06d} > {row}\\r\\n" for n, row in enumerate(rows64)]
    return lines + ["0.900000 < " + escaped(b"\r\nAT-S.ERROR:111:Request failed\r\n")]


def spellings(der):
    text = base64.b64encode(der).decode()
    begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    pem = [begin] + rows(text) + [end]
    command = f"AT+S.TLSCERT=key,{len(der)}"
    quoted = lambda lines: ['{"key": "' + "\\n".join(lines).replace("/", "\\/") + '"}']
    plain = {
        "hex": [der.hex()],
        "hex-upper": [der.hex().upper()],
        "hex-rows": rows(der.hex()),
        "hex-short-rows": rows(der.hex(), 8),
        "hex-spaced": [" ".join(rows(der.hex(), 2))],
        "hex-colons": [":".join(rows(der[at:at + 15].hex(), 2)) + ":" for at in range(0, len(der), 15)],
        "c-array": [", ".join(f"0x{c:02x}" for c in der[at:at + 12]) + "," for at in range(0, len(der), 12)],
        "c-string": ['"' + "".join(f"\\x{c:02x}" for c in der[at:at + 16]) + '"' for at in range(0, len(der), 16)],
        "percent": ["key=" + "".join(f"%{c:02x}" for c in der)],
        "base64": [text],
        "base64-rows": rows(text),
        "base64-json": quoted(rows(text)),
        "pem": pem,
        "pem-json": quoted(pem),
        "pem-base64": [base64.b64encode("\n".join(pem).encode()).decode()],
        "pem-hex": ["\n".join(pem).encode().hex()],
    }
    lines = {name: [command, *body, "AT-S.ERROR:111:Request failed"] for name, body in plain.items()}
    lines["base64-stamps"] = [f"[10:00:{n % 60:02d}.000] {line}" for n, line in enumerate(lines["base64-rows"])]
    lines["hex-stamps"] = [f"[10:00:{n % 60:02d}.000] {line}" for n, line in enumerate(lines["hex-rows"])]
    lines["xxd"] = dump(der, "xxd")
    lines["hexdump"] = dump(der, "hexdump")
    lines["socat"] = [command] + socat(der) + ["AT-S.ERROR:111:Request failed"]
    lines["recording"] = recording(der)
    lines["recording-base64"] = recorded_base64(der)
    return lines


def write(folder):
    for key in sorted(folder.glob("*.der")):
        der = key.read_bytes()
        for name, lines in spellings(der).items():
            text = "".join(line + "\r\n" for line in lines)
            if name.startswith("recording"):
                text = text.replace("\r\n", "\n")
            (folder / f"{key.stem}.{name}.log").write_bytes(text.encode())
        wide = "".join(line + "\r\n" for line in spellings(der)["pem"]).encode("utf-16")
        (folder / f"{key.stem}.utf-16.log").write_bytes(wide)


def der_value(data, at):
    length, body = data[at + 1], at + 2
    if length >= 0x80:
        more = length & 0x7F
        length, body = int.from_bytes(data[body:body + more], "big"), body + more
    return data[at], body, length


def children(data, at):
    _, body, length = der_value(data, at)
    end = body + length
    while body < end:
        tag, inner, n = der_value(data, body)
        yield tag, body, data[inner:inner + n]
        body = inner + n


def private_parts(der):
    """The numbers that must not be shown: of RSA all behind the public exponent, else the octets."""
    items = list(children(der, 0))
    if items[1][0] == 0x30:  # PKCS#8
        inner = items[2][2]
        return private_parts(inner) if inner[0] == 0x30 else [inner[2:]]
    if items[1][0] == 0x04:
        return [items[1][2]]
    return [value for _, _, value in items[3:]]


def needles(der):
    """Every WINDOW of the private parts in every spelling, letters and digits only."""
    found = {}
    for part in private_parts(der):
        for at in range(1, len(part) - WINDOW):
            piece = part[at:at + WINDOW]
            digits = piece.hex()
            forms = {"hex": digits, "x": "x".join(rows(digits, 2)), "0x": "0x".join(rows(digits, 2))}
            for name, form in forms.items():
                found[form] = name
        for at in range(1, len(part) - 3 * WINDOW, 1):
            text = base64.b64encode(part[at:at + 3 * WINDOW]).decode()
            text = re.sub("[^a-z0-9]", "", text.lower())
            if len(text) > 3 * WINDOW:
                found[text] = "base64"
    return found


def look(folder, reports):
    left = 0
    keys = {key.stem: needles(key.read_bytes()) for key in sorted(folder.glob("*.der"))}
    for report in reports:
        text = pathlib.Path(report).read_text(encoding="utf-8", errors="replace").lower()
        text = re.sub(r"\\[nr]", "", text)
        text = re.sub("[^a-z0-9]", "", text)
        grams = {n: {text[i:i + n] for i in range(len(text) - n + 1)}
                 for n in {len(form) for forms in keys.values() for form in forms}}
        for key, forms in keys.items():
            spelled = sorted({name for form, name in forms.items() if form in grams[len(form)]})
            if spelled:
                left += 1
                print(f"{report}: the key {key} is left, as {', '.join(spelled)}")
    return left


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "write":
        write(where)
    else:
        sys.exit(1 if look(where, sys.argv[3:]) else 0)
