"""The live view measured from outside, through pseudo-terminals, as a person and a port would meet it.

    tests/perf/live_view.py PROGRAM GENERATE [latency] [flood] [open]

latency: from the write of the byte that completes a failure to the finding on the screen (and on standard output of
         --plain); 200 rounds, each a new attempt in one session.
flood:   as many bytes as 921600 baud carry in ten minutes, as fast as they are taken; what the recording holds is
         compared with what was sent; drawings a second, peak memory.
open:    a recording of 1 GiB: time to the first screen, keys while it is indexed, peak memory.
Not a test: time is no property of code.
"""
import fcntl
import hashlib
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tty

ROUNDS = 200
ROUNDS_OF_SESSION = 50  # a session keeps 200 findings at most
FLOOD_BYTES = 921600 // 10 * 600
DEADLINE_S = 30
INDEX_S = 300


def terminal(raw):
    master, slave = pty.openpty()
    if raw:
        tty.setraw(slave)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 43, 132, 0, 0))
    return master, slave


class Watched:
    """The program at a terminal of its own, and what it has shown so far."""

    def __init__(self, program, words, screen=True):
        self.screen = screen
        env = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", SPWFDIAG_NO_USER_RULES="1")
        self.master, slave = terminal(raw=False)
        self.child = subprocess.Popen([program, "live"] + words, stdin=slave, stdout=slave,
                                      stderr=subprocess.DEVNULL, env=env, start_new_session=True)
        os.close(slave)
        self.seen = b""
        self.updates = 0

    def read(self, seconds):
        """What the terminal got; False: nothing came."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self.seen = (self.seen + data)[-(1 << 18):]
        # The title's line is written anew in every drawing, from the home position.
        self.updates += data.count(b"\x1b[H")
        return bool(data)

    def until(self, text, seconds=DEADLINE_S):
        until = time.monotonic() + seconds
        while text not in self.seen:
            if not self.read(max(0.0, until - time.monotonic())) and time.monotonic() >= until:
                sys.exit("%r did not come; the end of the screen: %r" % (text, self.seen[-600:]))

    def drain(self, quiet=0.05):
        while self.read(quiet):
            pass

    def key(self, data):
        os.write(self.master, data)

    def peak_kib(self):
        with open("/proc/%d/status" % self.child.pid) as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1))

    def end(self):
        self.child.terminate()
        while self.child.poll() is None:
            self.read(0.05)
        os.close(self.master)


def report(what, values):
    values = sorted(values)
    print("%-34s median %6.2f ms, 99%% %6.2f ms, worst %6.2f ms (%d rounds)" % (
        what, statistics.median(values), values[len(values) * 99 // 100], values[-1], len(values)))


# A failure whose last byte completes it; the host's name tells one round from the next.
def round_of(n):
    return (b"AT+S.MQTTCONN=h%03d.example,8883,,2,u,p,c,60,,,,\r" % n,
            b"\r\nAT-S.Skip CA\r\nAT-S.Certificate Error:23\r\nAT-S.ERROR:111:Request failed\r", b"\n")


def rounds(program, directory, words):
    port, slave = terminal(raw=True)
    view = Watched(program, [os.ttyname(slave), "-o", os.path.join(directory, "latency.rec")] + words)
    os.write(port, b"\r\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n+WIND:0:Console active\r\n")
    view.until(b"Console")
    times = []
    for n in range(ROUNDS_OF_SESSION):
        command, answer, last = round_of(n)
        os.write(port, command + answer)
        view.drain()
        view.seen = b""
        begun = time.monotonic_ns()
        os.write(port, last)
        view.until(b"attempt %d" % (n + 1) if words else b"find")
        times.append((time.monotonic_ns() - begun) / 1e6)
    view.end()
    os.close(port)
    os.close(slave)
    return times


def latency(program, directory):
    for name, words in (("byte to finding, full screen", []), ("byte to finding, --plain", ["--plain"])):
        report(name, sum((rounds(program, directory, words) for _ in range(ROUNDS // ROUNDS_OF_SESSION)), []))


def payload_of(path):
    """Hash and number of the bytes that a recording says were spoken."""
    digest, total = hashlib.sha256(), 0
    escape = re.compile(rb"\\(x[0-9a-f]{2}|.)")
    plain = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"\\": b"\\"}

    def byte(m):
        word = m.group(1)
        return bytes([int(word[1:], 16)]) if len(word) == 3 else plain[word]

    with open(path, "rb") as f:
        for line in f:
            parts = line.rstrip(b"\n").split(b" ", 2)
            if len(parts) == 3 and parts[1] in (b"<", b">", b"?"):
                said = escape.sub(byte, parts[2])
                digest.update(said)
                total += len(said)
    return digest.hexdigest(), total


def flood(program, generate, directory):
    path = os.path.join(directory, "flood.rec")
    source = subprocess.Popen([generate, "--bytes", str(FLOOD_BYTES), "--seed", "5"], stdout=subprocess.PIPE)
    port, slave = terminal(raw=True)
    view = Watched(program, [os.ttyname(slave), "-o", path])
    view.until(b"flood.rec")
    time.sleep(0.5)
    digest, total = hashlib.sha256(), 0
    waiting, begun, view.updates = b"", time.monotonic(), 0
    while True:
        if not waiting:
            waiting = source.stdout.read(4096)
            digest.update(waiting)
            total += len(waiting)
            if not waiting:
                break
        readable, writable, _ = select.select([view.master], [port], [], DEADLINE_S)
        if writable:
            waiting = waiting[os.write(port, waiting[:1024]):]
        if readable:
            view.read(0)
    seconds = time.monotonic() - begun
    drawn = view.updates
    until = time.monotonic() + DEADLINE_S
    while time.monotonic() < until and select.select([view.master], [], [], 1)[0]:
        view.read(0)
    peak = view.peak_kib()
    view.end()
    sent, got = (digest.hexdigest(), total), payload_of(path)
    print("flood: %d bytes in %.1f s (%.1f times 921600 baud), %s" % (
        total, seconds, total / seconds / 92160, "nothing lost" if sent == got else "LOST: %r %r" % (sent, got)))
    print("flood: %.1f drawings a second, peak memory %.1f MiB" % (drawn / seconds, peak / 1024))
    os.close(port)
    os.close(slave)


def big_recording(generate, path, size):
    """Lines of the record format around a generated log, repeated to the size with rising stamps."""
    log = subprocess.run([generate, "--bytes", "8M", "--seed", "9"], stdout=subprocess.PIPE, check=True).stdout
    lines = log.split(b"\r\n")[:-1]
    us = 0
    with open(path, "wb", buffering=1 << 20) as f:
        f.write(b"# spwfdiag-record 1\n# started 2026-11-23T18:30:00.000000Z\n")
        while f.tell() < size:
            part = []
            for text in lines:
                us += 20000
                host = text.startswith(b"AT+") or text[:1].isdigit() or text[:4] == b"----"
                part.append(b"%d.%06d %s %s%s\n" % (us // 1000000, us % 1000000, b">" if host else b"<", text,
                                                    b"\\r" if host else b"\\r\\n"))
            f.write(b"".join(part))


def opening(program, generate, directory):
    path = os.path.join(directory, "big.rec")
    big_recording(generate, path, 1 << 30)
    firsts = []
    for _ in range(7):
        begun = time.monotonic_ns()
        view = Watched(program, [path])
        view.until(b"Poweron")
        firsts.append((time.monotonic_ns() - begun) / 1e6)
        view.end()
    report("1 GiB: first screen", firsts)
    view = Watched(program, [path])
    view.until(b"Poweron")
    times = []
    for key in [b"g", b"\x1b[6~", b"\x1b[6~", b"\x1b[F", b"\x1b[5~"] * 20:
        view.seen = b""
        while view.read(0):
            pass
        begun = time.monotonic_ns()
        view.key(key)
        view.read(DEADLINE_S)
        times.append((time.monotonic_ns() - begun) / 1e6)
    report("1 GiB: key to screen, indexing", times)
    until = time.monotonic() + INDEX_S
    while time.monotonic() < until:
        view.read(0.5)
        with open("/proc/%d/fdinfo/%d" % (view.child.pid, input_of(view.child.pid, path))) as info:
            read = int(re.search(r"pos:\s+(\d+)", info.read()).group(1))
        if read >= os.path.getsize(path):
            break
    print("1 GiB: %.0f MiB indexed within %.1f s, peak memory %.1f MiB" % (
        read / (1 << 20), INDEX_S - (until - time.monotonic()), view.peak_kib() / 1024))
    view.end()


def input_of(pid, path):
    folder = "/proc/%d/fd" % pid
    return next(int(n) for n in os.listdir(folder) if os.readlink(os.path.join(folder, n)) == os.path.realpath(path))


def main():
    program, generate = (os.path.abspath(p) for p in sys.argv[1:3])
    wanted = sys.argv[3:] or ["latency", "flood", "open"]
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        if "latency" in wanted:
            latency(program, directory)
        if "flood" in wanted:
            flood(program, generate, directory)
        if "open" in wanted:
            opening(program, generate, directory)


main()
