"""Runs the programs that people capture with, against a module played on a pseudo terminal, and has spwfdiag
read what they wrote. A program that is not installed is skipped by name; exit status 77 when all are.

usage: programs.py SPWFDIAG [PROGRAM...]
"""

import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import tty

TIMEOUT = 20  # seconds that a slow machine may take for one step

ANSWERS = {
    "AT": ["AT-S.OK"],
    "AT+S.TLSCERT=content,2": ["AT-S.Clean", "AT-S.OK"],
    "AT+S.MQTTCONN=h,8883,,2,u,p,c,,,,,": [
        "AT-S.Skip CA", "AT-S.Certificate Error:23", "AT-S.ERROR:111:Request failed"],
}
COMMANDS = list(ANSWERS)
LAST = "Request failed"


class Skip(Exception):
    pass


class Module(threading.Thread):
    """The module's end of a line; `port` is the path of the host's end."""

    def __init__(self):
        super().__init__(daemon=True)
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.slave = slave  # kept open: a closed line would end the reader
        self.port = os.ttyname(slave)
        self.done = False
        self.start()

    def run(self):
        pending = b""
        while not self.done:
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            pending += os.read(self.master, 4096)
            while b"\r" in pending:
                command, pending = pending.split(b"\r", 1)
                for line in ANSWERS.get(command.strip().decode(), []):
                    os.write(self.master, b"\r\n" + line.encode() + b"\r\n")

    def close(self):
        self.done = True
        self.join()
        os.close(self.master)
        os.close(self.slave)


def read_until(fd, text, deadline):
    seen = b""
    while text.encode() not in seen:
        if time.monotonic() > deadline:
            raise AssertionError(f"no {text!r} came; so far {seen[-200:]!r}")
        if select.select([fd], [], [], 0.1)[0]:
            seen += os.read(fd, 4096)
    return seen


def type_commands(fd, ready, first):
    """A person at the program's terminal: the first command again and again until the line answers."""
    if ready:
        read_until(fd, ready, time.monotonic() + TIMEOUT)
    deadline = time.monotonic() + TIMEOUT
    while True:
        os.write(fd, first.encode() + b"\r")
        try:
            read_until(fd, ANSWERS[first][-1], time.monotonic() + 1)
            break
        except AssertionError:
            if time.monotonic() > deadline:
                raise
    for command in COMMANDS[1:]:
        os.write(fd, command.encode() + b"\r")
        read_until(fd, ANSWERS[command][-1], time.monotonic() + TIMEOUT)


def end(child, fd, keys):
    """Types what leaves the program, reads on until it has gone."""
    deadline = time.monotonic() + TIMEOUT
    for key in keys:
        os.write(fd, key)
        time.sleep(0.2)
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError("it did not end")
        try:
            if select.select([fd], [], [], 0.1)[0]:
                os.read(fd, 4096)
        except OSError:
            pass


def in_terminal(argv, ready, keys, folder):
    child, fd = pty.fork()
    if child == 0:
        os.environ.update(HOME=folder, SCREENDIR=folder, TERM="xterm", LC_ALL="C.UTF-8")
        os.chmod(folder, 0o700)
        os.execvp(argv[0], argv)
    try:
        type_commands(fd, ready, "AT")
    finally:
        end(child, fd, keys)
        os.close(fd)


HOST = """
import os, select, sys, tty
fd = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
tty.setraw(fd)
for command, last in {pairs!r}:
    os.write(fd, command.encode() + b"\\r")
    print(command, flush=True)
    seen = b""
    while last.encode() + b"\\r\\n" not in seen and select.select([fd], [], [], {timeout})[0]:
        seen += os.read(fd, 4096)
    for line in seen.decode().split("\\r\\n"):
        if line:
            print(line, flush=True)
"""


def host_program(folder):
    path = os.path.join(folder, "host.py")
    with open(path, "w", encoding="ascii") as f:
        f.write(HOST.format(pairs=[(c, a[-1]) for c, a in ANSWERS.items()], timeout=TIMEOUT))
    return path


# ---- the programs; each returns the file that it wrote -------------------------------------------------


def tio(module, folder):
    log = os.path.join(folder, "tio.log")
    in_terminal(["tio", "-e", "-t", "--timestamp-format", "iso8601", "--log", "--log-file", log,
                 module.port], "Connected", [b"\x14q"], folder)
    return log


def picocom(module, folder):
    log = os.path.join(folder, "picocom.log")
    in_terminal(["picocom", "-b", "115200", "-c", "--logfile", log, module.port], "Terminal ready",
                [b"\x01\x18"], folder)
    return log


def minicom(module, folder):
    log = os.path.join(folder, "minicom.log")
    in_terminal(["minicom", "-o", "-D", module.port, "-C", log], "CTRL-A", [b"\x01q", b"\r"], folder)
    return log


def screen(module, folder):
    log = os.path.join(folder, "screen.log")
    in_terminal(["screen", "-L", "-Logfile", log, module.port, "115200"], None, [b"\x01k", b"y"],
                folder)
    return log


def socat(module, folder):
    log, link = os.path.join(folder, "socat.log"), os.path.join(folder, "link")
    with open(log, "wb") as out:
        run = subprocess.Popen(["socat", "-x", "-v", f"PTY,link={link},raw,echo=0",
                                f"{module.port},raw,echo=0"], stderr=out)
    try:
        deadline = time.monotonic() + TIMEOUT
        while not os.path.exists(link):
            assert time.monotonic() < deadline, "no link came"
            time.sleep(0.05)
        subprocess.run([sys.executable, host_program(folder), link], check=True, timeout=TIMEOUT,
                       stdout=subprocess.DEVNULL)
    finally:
        run.terminate()
        run.wait()
    return log


def jpnevulator(module, folder):
    log = os.path.join(folder, "jpnevulator.log")
    taps = [pty.openpty(), pty.openpty()]  # one a direction
    for _, slave in taps:
        tty.setraw(slave)
    names = [os.ttyname(slave) for _, slave in taps]
    run = subprocess.Popen(["jpnevulator", "--ascii", "--timing-print", "--read", "--append",
                            "--file", log, "--tty", f"{names[0]}:host",
                            "--tty", f"{names[1]}:module"])
    try:
        for command, answers in ANSWERS.items():
            for tap, text in [(0, command + "\r")] + [(1, f"\r\n{a}\r\n") for a in answers]:
                before = os.path.getsize(log) if os.path.exists(log) else 0
                deadline = time.monotonic() + TIMEOUT
                os.write(taps[tap][0], text.encode())
                while not os.path.exists(log) or os.path.getsize(log) <= before:
                    assert time.monotonic() < deadline, "nothing was recorded"
                    time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGINT)
        run.wait()
        for master, slave in taps:
            os.close(master)
            os.close(slave)
    return log


def strace(module, folder):
    log = os.path.join(folder, "strace.log")
    run = subprocess.run(["strace", "-f", "-ttt", "-y", "-xx", "-s", "4096", "-o", log, "-e",
                          "trace=openat,read,write", sys.executable, host_program(folder), module.port],
                         timeout=TIMEOUT, capture_output=True, check=False)
    if run.returncode != 0:
        raise Skip("it may not trace here")
    return log


def script(module, folder):
    log = os.path.join(folder, "script.log")
    subprocess.run(["script", "-q", "-c", f"{sys.executable} {host_program(folder)} {module.port}", log],
                   check=True, timeout=TIMEOUT, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return log


def asciinema(module, folder):
    log = os.path.join(folder, "session.cast")
    environment = dict(os.environ, HOME=folder, LC_ALL="C.UTF-8", TERM="xterm")
    subprocess.run(["asciinema", "rec", "-q", "-c",
                    f"{sys.executable} {host_program(folder)} {module.port}", log],
                   check=True, timeout=TIMEOUT, env=environment, stdout=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL)
    return log


def dialogue():
    text = "".join(c + "\r" + "".join(f"\r\n{a}\r\n" for a in answers)
                   for c, answers in ANSWERS.items())
    return text.encode()


def dump(*argv):
    def run(module, folder):
        del module
        raw, log = os.path.join(folder, "raw"), os.path.join(folder, "dump.log")
        with open(raw, "wb") as f:
            f.write(dialogue())
        with open(log, "wb") as f:
            subprocess.run([*argv, raw], check=True, timeout=TIMEOUT, stdout=f)
        return log
    return run


SAMPLES_A_BIT = 4


def wave(pieces):
    """Samples of two lines, bit 0 what the host says, bit 1 the module's; both rest at one."""
    out = bytearray(b"\x03" * 400)
    for line, data in pieces:
        for byte in data:
            bits = [0] + [byte >> k & 1 for k in range(8)] + [1, 1]
            for bit in bits:
                out += bytes([(1 << (1 - line)) | (bit << line)]) * SAMPLES_A_BIT
    return bytes(out + b"\x03" * 400)


def sigrok(*options):
    def run(module, folder):
        del module
        raw, log = os.path.join(folder, "wave.bin"), os.path.join(folder, "sigrok.log")
        pieces = []
        for command, answers in ANSWERS.items():
            pieces.append((0, command.encode() + b"\r"))
            pieces += [(1, f"\r\n{a}\r\n".encode()) for a in answers]
        with open(raw, "wb") as f:
            f.write(wave(pieces))
        with open(log, "wb") as f:
            subprocess.run(["sigrok-cli", "-i", raw, "-I",
                            f"binary:numchannels=2:samplerate={115200 * SAMPLES_A_BIT}", "-P",
                            "uart:tx=0:rx=1:baudrate=115200:format=ascii", *options],
                           check=True, timeout=TIMEOUT, stdout=f, stderr=subprocess.DEVNULL)
        return log
    return run


def tshark(module, folder):
    """Bulk transfers as the kernel's USB monitor records them. Wireshark takes AT commands for its own "at"
    protocol, and then leaves usb.capdata empty."""
    del module
    raw, log = os.path.join(folder, "usb.pcap"), os.path.join(folder, "tshark.log")
    records = []
    for command, answers in ANSWERS.items():
        records.append((0x02, ord("S"), command.encode() + b"\r"))
        records += [(0x81, ord("C"), f"\r\n{a}\r\n".encode()) for a in answers]
    with open(raw, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 220))
        for i, (endpoint, kind, data) in enumerate(records):
            head = struct.pack("<QBBBBHBBqiiII", i, kind, 3, endpoint, 5, 1, 0x2D, 0, 1522072740 + i,
                               0, 0, len(data), len(data)) + bytes(8) + struct.pack("<iiII", 0, 0, 0, 0)
            f.write(struct.pack("<IIII", 1522072740 + i, 0, len(head) + len(data),
                                len(head) + len(data)) + head + data)
    with open(log, "wb") as f:
        subprocess.run(["tshark", "--disable-protocol", "at", "-r", raw, "-T", "fields", "-e", "frame.time_epoch", "-e",
                        "usb.endpoint_address.direction", "-e", "usb.capdata"], check=True,
                       timeout=TIMEOUT, stdout=f, stderr=subprocess.DEVNULL)
    return log


# name, what runs it, the framing that must be recognised (None: any), whether the commands are in it
PROGRAMS = [
    ("tio", tio, None, True),
    ("picocom", picocom, None, True),
    ("minicom", minicom, None, False),
    ("screen", screen, None, False),
    ("socat", socat, "socat", True),
    ("jpnevulator", jpnevulator, "jpnevulator", True),
    ("strace", strace, "strace", True),
    ("script", script, None, True),
    ("asciinema", asciinema, "asciinema", True),
    ("hexdump", dump("hexdump", "-C"), "hexdump", True),
    ("hexdump", dump("hexdump"), "hexdump", True),
    ("hexdump", dump("hexdump", "-c"), "characters", True),
    ("xxd", dump("xxd"), "hexdump", True),
    ("xxd", dump("xxd", "-p"), "hex-digits", True),
    ("xxd", dump("xxd", "-b"), "bits", True),
    ("od", dump("od", "-A", "x", "-t", "x1z"), "hexdump", True),
    ("od", dump("od", "-c"), "characters", True),
    ("od", dump("od", "-b"), "characters", True),
    ("sigrok-cli", sigrok("-A", "uart=rx-data:tx-data"), "sigrok", True),
    ("sigrok-cli", sigrok("--protocol-decoder-samplenum", "-A", "uart=rx-data:tx-data"), "sigrok",
     True),
    ("sigrok-cli", sigrok("--protocol-decoder-jsontrace"), "sigrok", True),
    ("tshark", tshark, "tshark", True),
]


def check(spwfdiag, log, framing, commands):
    run = subprocess.run([spwfdiag, "-f", "json", log], capture_output=True, timeout=60, check=False)
    trace = json.loads(run.stdout)["traces"][0]
    assert framing in (None, trace["framing"]), f"framing {trace['framing']}, not {framing}"
    statistics = trace["statistics"]
    assert statistics["replies"] >= 6, f"{statistics['replies']} replies"
    assert not commands or statistics["commands"] >= 3, f"{statistics['commands']} commands"
    attempt = trace["attempts"][-1]
    assert attempt["outcome"] == "failed", attempt["outcome"]
    assert not commands or attempt["command"] == "MQTTCONN", attempt["command"]
    assert any(f["cause"].startswith("tls.") for f in trace["findings"]), "no finding of TLS"


def run_one(spwfdiag, row):
    name, program, framing, commands = row
    if shutil.which(name) is None:
        raise Skip("it is not installed")
    module = Module()
    try:
        with tempfile.TemporaryDirectory() as folder:
            log = program(module, folder)
            try:
                check(spwfdiag, log, framing, commands)
            except (AssertionError, LookupError, ValueError):
                with open(log, "rb") as f:
                    sys.stdout.write(f.read(3000).decode("latin-1"))
                raise
    finally:
        module.close()


def main():
    spwfdiag, only = os.path.abspath(sys.argv[1]), sys.argv[2:]
    ran = failed = 0
    for row in PROGRAMS:
        if only and row[0] not in only:
            continue
        began = time.monotonic()
        try:
            run_one(spwfdiag, row)
            ran += 1
            print(f"ok    {row[0]} ({time.monotonic() - began:.1f} s)", flush=True)
        except Skip as why:
            print(f"skip  {row[0]}: {why}", flush=True)
        except Exception as why:  # pylint: disable=broad-except
            failed += 1
            print(f"FAIL  {row[0]}: {type(why).__name__}: {why}", flush=True)
    return 1 if failed else (0 if ran else 77)


if __name__ == "__main__":
    sys.exit(main())
