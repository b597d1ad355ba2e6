"""Holds the judgement of certificates against three independent suites.

    suites.py JUDGE SUITES-FOLDER WORK-FOLDER [--list]

JUDGE is the helper judge.c; the suites are what `fetch` put into their folder. Cases are cut from the suites' own
files; which of them are in scope, and what each means for the module, stands in the tables beside this script:

    openssl.tsv, mbedtls.tsv   pattern of the case, reason (or "out"), why; the first that matches holds
    pkits.tsv                  the cases themselves, whose paths stand only in a document
    disagreements.tsv          cases where we mean to differ, each with its explanation

A case agrees when verdict and reason are the suite's, both from the material alone (`probe --chain`) and from the
session of a module that meets that server. The test fails when a case changes sides, in either direction.
"""

import base64
import os
import re
import subprocess
import sys
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = "-----BEGIN "

# Reason: the causes that may be named for it, and the line with which the module ends such a session.
REASONS = {
    "ok": ([], "ok"),
    "expired": (["tls.certificate-expired"], "error"),
    "future": (["tls.certificate-expired"], "error"),
    "wrong-root": (["tls.wrong-root"], "23"),
    "missing": (["tls.server-certificate-rejected", "tls.wrong-root"], "23"),
    "root-is-no-ca": (["tls.wrong-slot"], "23"),
    "intermediate-as-root": (["tls.intermediate-as-root"], "23"),
    "broken-chain": (["tls.server-certificate-rejected"], "error"),
    "weak-key": (["tls.key-size-unsupported"], "error"),
    "weak-digest": (["tls.algorithm-unsupported"], "error"),
    "name": (["tls.domain-mismatch"], "error"),
    "not-for-clients": (["tls.client-certificate-untrusted"], "-"),
}
# What the module cannot do, whatever a suite says of it: algorithms and sizes.
LIMITS = {"tls.algorithm-unsupported", "tls.key-size-unsupported", "tls.certificate-too-large", "tls.key-id-missing"}

Case = namedtuple("Case", "suite name kind files anchors time host reason scope")


def rows(name, cells):
    """The rows of a table beside this script."""
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                row = line.split("\t")
                if len(row) != cells:
                    sys.exit(f"{name}:{number}: {len(row)} cells, not {cells}")
                yield row


class Table:
    """Pattern, reason, why. Rows that match no case are faults: then a suite is no longer read right."""

    def __init__(self, name):
        self.name = name
        self.rows = [[re.compile(p), reason, why, 0] for p, reason, why in rows(name, 3)]

    def look_up(self, text):
        for row in self.rows:
            if row[0].search(text):
                row[3] += 1
                return row[1], row[2]
        return None, "no row of the table"

    def unused(self):
        return [f"{self.name}: no case matches {r[0].pattern}" for r in self.rows if r[3] == 0]


# ---- OpenSSL: lines of Perl ------------------------------------------------------------------------------

CALL = re.compile(r"ok(?:_nofips)?\((!?)verify\((.*?)\),\s*[\"']([^\"']*)[\"']\)\s*;", re.S)


def words(text):
    """The names in qw(...) or [...]."""
    return re.findall(r"[\w.+-]+", text.replace("qw", " "))


def arguments(text):
    """leaf, purpose, trusted, untrusted, options."""
    parts = re.match(r'\s*"([^"]*)",\s*"([^"]*)",\s*\[(.*?)\],\s*\[(.*?)\]\s*,?\s*(.*)$', text, re.S)
    if parts is None:
        return None
    leaf, purpose, trusted, untrusted, options = parts.groups()
    return leaf, purpose, words(trusted), words(untrusted), " ".join(re.findall(r'"([^"]*)"', options))


def openssl(folder):
    table = Table("openssl.tsv")
    certs = os.path.join(folder, "openssl/test/certs")
    with open(os.path.join(folder, "openssl/test/recipes/25-test_verify.t"), encoding="utf-8") as f:
        text = f.read()
    seen = {}
    cases = []
    for no, call, label in CALL.findall(text):
        parts = arguments(call)
        if parts is None:
            continue
        leaf, purpose, trusted, untrusted, options = parts
        seen[label] = seen.get(label, 0) + 1
        name = label if seen[label] == 1 else f"{label} ({seen[label]})"
        key = f"{'reject' if no else 'accept'} {leaf} {purpose or '-'} {'+'.join(trusted) or '-'}" \
              f" {'+'.join(untrusted) or '-'} {options or '-'} | {name}"
        reason, why = table.look_up(key)
        at = re.search(r"-attime (\d+)", options)
        files = [leaf] + untrusted + trusted[1:]
        cases.append(Case("OpenSSL", name, "own" if reason == "not-for-clients" or purpose == "sslclient" else "chain",
                          [f"{certs}/{n}.pem" for n in files], [f"{certs}/{n}.pem" for n in trusted[:1]],
                          int(at.group(1)) if at else 1700000000, "-", reason, why))
    return cases, table.unused()


# ---- mbed TLS: lines of cells separated by colons ----------------------------------------------------------

def cells_of(line):
    return [c.strip('"') for c in re.findall(r'"(?:[^"\\]|\\.)*"|[^:]+', line)]


def functions(path):
    """Title and cells of every case."""
    title = ""
    with open(path, encoding="latin-1") as f:
        for line in f:
            line = line.rstrip("\n")
            if re.match(r"[a-z0-9_]+:", line) and not line.startswith("depends_on:"):
                yield title, cells_of(line)
            elif line and not line.startswith(("depends_on:", "#")):
                title = line


def mbedtls_verify(folder, table):
    tests = os.path.join(folder, "mbedtls/tests")
    cases = []
    for title, c in functions(f"{tests}/suites/test_suite_x509parse.data"):
        if c[0] == "x509_verify":
            chain, ca, name, flags, profile, callback = [c[1]], c[2], c[4], c[6], c[7] if len(c) > 7 else "", c[-1]
        elif c[0] == "mbedtls_x509_crt_verify_chain":
            chain, ca, name, flags, profile, callback = c[1].split(), c[2], "NULL", c[3], c[5] if len(c) > 5 else "", c[-1].replace("0", "-")
        else:
            continue
        key = f"{c[0]} {'+'.join(map(os.path.basename, chain))} {os.path.basename(ca)} {name} {flags}" \
              f" {profile or '-'} {callback} | {title}"
        reason, why = table.look_up(key)
        cases.append(Case("mbed TLS", title, "chain", [f"{tests}/{n}" for n in chain], [f"{tests}/{ca}"], 1680000000,
                          "-" if name == "NULL" else name, reason, why))
    return cases


def mbedtls_pairs(folder):
    tests = os.path.join(folder, "mbedtls/tests")
    for title, c in functions(f"{tests}/suites/test_suite_pkparse.data"):
        if c[0] not in ("pk_parse_keyfile_rsa", "pk_parse_keyfile_ec"):
            continue
        password = c[2] not in ("NULL", "")
        asked = "PASSWORD" in c[3]
        if asked and not password or c[3] == "0":
            encrypted = asked or password
            yield Case("mbed TLS keys", title, "read", [f"{tests}/{c[1]}"], [], None, "-",
                       "encrypted private key" if encrypted else "private key", "")


SIGNED = {"RSA with MD5": "md5WithRSA", "RSA with SHA1": "sha1WithRSA", "RSA with SHA-224": "sha224WithRSA",
          "RSA with SHA-256": "sha256WithRSA", "RSA with SHA-384": "sha384WithRSA", "RSA with SHA-512": "sha512WithRSA",
          "ECDSA with SHA1": "ecdsa-with-SHA1", "ECDSA with SHA256": "ecdsa-with-SHA256"}


def mbedtls_facts(folder):
    """What the suite reads out of certificates: version, dates, size of the key, digest."""
    from calendar import timegm
    from time import strptime

    tests = os.path.join(folder, "mbedtls/tests")
    for title, c in functions(f"{tests}/suites/test_suite_x509parse.data"):
        if c[0] != "x509_cert_info":
            continue
        text = c[2].replace("\\:", ":").replace("\\n", "\n")
        facts = dict(re.findall(r"^(\w[\w. ]*?) *: (.*)$", text, re.M))
        want = [f"version={facts['cert. version']}"]
        for key, word in (("issued  on", "from"), ("expires on", "to")):
            want.append(f"{word}={timegm(strptime(facts[key], '%Y-%m-%d %H:%M:%S'))}")
        for kind in ("RSA", "EC"):
            if f"{kind} key size" in facts:
                want.append(f"bits={facts[f'{kind} key size'].split()[0]} ")
        if facts["signed using"] in SIGNED:
            want.append(f"signature={SIGNED[facts['signed using']]}")
        yield Case("mbed TLS facts", title, "read", [f"{tests}/{c[1]}"], [], None, "-", want, "")


def mbedtls_parser(folder, work):
    """Certificates in hexadecimal, whole and damaged."""
    table = Table("mbedtls-parser.tsv")
    cases = []
    for n, (title, c) in enumerate(functions(os.path.join(folder, "mbedtls/tests/suites/test_suite_x509parse.data"))):
        if c[0] != "x509parse_crt":
            continue
        path = os.path.join(work, f"crt-{n}.der")
        with open(path, "wb") as f:
            f.write(bytes.fromhex(c[1]))
        good = c[3] == "0"
        reason, why = table.look_up(f"{'accept' if good else c[3]} | {title}")
        cases.append(Case("mbed TLS parser", title, "read", [path], [], None, "-",
                          "out" if reason == "out" else "certificate" if good else "damaged", why))
    return cases, table.unused()


def mbedtls(folder):
    table = Table("mbedtls.tsv")
    return mbedtls_verify(folder, table), table.unused()


# ---- PKITS: paths of our own table -----------------------------------------------------------------------------

def pkits(folder):
    certs = os.path.join(folder, "pkits/certs")
    cases = []
    for number, leaf, path, reason, why in rows("pkits.tsv", 5):
        # The table names the test; the files say what it is called.
        files = [f"{certs}/{n}.crt" for n in [leaf] + path.split()]
        cases.append(Case("PKITS", f"{number} {leaf}", "chain", files, [f"{certs}/TrustAnchorRootCertificate.crt"],
                          1577836800, "-", reason, why))
    return cases, []


# ---- judging -------------------------------------------------------------------------------------------------------

def pem(path):
    with open(path, "rb") as f:
        data = f.read()
    if HEAD.encode() in data:
        return data + b"\n"
    text = base64.encodebytes(data).replace(b"\n", b"")
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return b"-----BEGIN CERTIFICATE-----\n" + b"\n".join(lines) + b"\n-----END CERTIFICATE-----\n"


def write(work, name, paths):
    if not paths:
        return "-"
    path = os.path.join(work, name)
    with open(path, "wb") as f:
        f.write(b"".join(map(pem, paths)))
    return path


def line_of(number, case, work):
    if case.kind == "chain":
        chain = write(work, f"{number}.chain", case.files)
        anchor = write(work, f"{number}.ca", case.anchors)
        return ["chain", chain, anchor, str(case.time), case.host, REASONS[case.reason][1]]
    when = str(case.time) if case.time is not None else "-"
    return [case.kind, case.files[0], "-", when, "-", "-"]


def judge(program, cases, work):
    lines = []
    for number, case in enumerate(cases):
        kind, *rest = line_of(number, case, work)
        lines.append("\t".join([kind, str(number)] + rest))
    run = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False,
                         errors="replace")
    if run.returncode != 0:
        sys.exit(run.stderr)
    return [line.split("\t")[1:] for line in run.stdout.splitlines()], run.stderr


def causes(text):
    return [tuple(v.split(":", 1)) for v in text.split()]


def says(case, text):
    """Is the reason among the verdicts, or, of a good case, nothing but limits of the module?"""
    wanted = REASONS[case.reason][0]
    found = causes(text)
    if wanted:
        return any(cause in wanted for _, cause in found)
    return not any(severity == "error" and cause not in LIMITS for severity, cause in found)


def agrees(case, answer):
    if case.kind == "read":
        if isinstance(case.reason, list):
            return all(fact in answer[0] for fact in case.reason)
        if case.reason == "damaged":
            return answer[0].startswith("damaged") or not answer[0].startswith("certificate")
        return answer[0].startswith(case.reason)
    return all(says(case, text) for text in answer)


def report(suite, cases, answers, listed, verbose):
    """Prints the agreement; returns what changed sides."""
    faults, good, differing = [], 0, []
    for case, answer in zip(cases, answers):
        known = listed.pop((suite, case.name), None)
        same = agrees(case, answer)
        good += same
        if not same:
            differing.append((case, answer, known))
        if same and known is not None:
            faults.append(f"{suite}: {case.name}: agrees now; take it out of disagreements.tsv")
        if not same and known is None:
            faults.append(f"{suite}: {case.name}: expected {case.reason}, found {' | '.join(answer)}")
    print(f"{suite}: {good} of {len(cases)} in scope agree"
          + (f"; {len(differing)} differ, listed with the reason" if differing else ""))
    if verbose:
        for case, answer, known in differing:
            print(f"    {case.name}: {case.reason}; found {' | '.join(answer)}; {known or 'NOT LISTED'}")
    return faults


def unclassified(cases):
    return [f"{c.suite}: {c.name}: {c.scope}" for c in cases if c.reason is None]


def main():
    program, folder, work = sys.argv[1:4]
    verbose = "--list" in sys.argv
    os.makedirs(work, exist_ok=True)
    listed = {(suite, name): why for suite, name, why in rows("disagreements.tsv", 3)}
    faults = []
    suites = [openssl(folder), mbedtls(folder), mbedtls_parser(folder, work), (list(mbedtls_pairs(folder)), []),
              (list(mbedtls_facts(folder)), []), pkits(folder)]
    for cases, unused in suites:
        inside = [c for c in cases if c.reason not in (None, "out")]
        outside = [c for c in cases if c.reason == "out"]
        answers, _ = judge(program, inside, work)
        if len(answers) != len(inside):
            faults.append(f"{cases[0].suite}: {len(answers)} answers to {len(inside)} cases")
            continue
        faults += unused + unclassified(cases) + report(cases[0].suite, inside, answers, listed, verbose)
        if outside:
            print(f"    and {len(outside)} out of scope:")
            for why in sorted({c.scope for c in outside}):
                print(f"    {sum(c.scope == why for c in outside):4} {why}")
    faults += [f"disagreements.tsv: no case {suite}: {name}" for suite, name in listed]
    for fault in faults:
        print(f"FAIL  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
