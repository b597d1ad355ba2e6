#!/usr/bin/env python3
"""Measures the live view from outside, through terminals as a person has them.

    tests/perf/live.py PROGRAM            how long from the byte that completes a failure to the finding
                                          on the screen; wake-ups while nothing happens
    tests/perf/live.py PROGRAM FILE       how long to the first screen of a large file, how long a key
                                          takes while it is still being read, and the peak of memory
"""
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
import tty

RUNS = 25
SESSION = (b"AT+S.TLSCERT=content,1\r\n\r\nAT-S.List\r\n\r\nAT-S.CA:0\r\n\r\nAT-S.Cert:0\r\n\r\nAT-S.Key:0\r\n"
           b"\r\nAT-S.Id:0\r\n\r\nAT-S.OK\r\nAT+S.MQTTCONN=broker.example.org,0,,8883,1,a,b,c\r\n"
           b"\r\nAT-S.Skip CA\r\n\r\nAT-S.Certificate Error:2")
LAST = b"3\r\n"
TITLE = b"no root certificate is loaded"


class Terminal:
    """A program on a terminal of its own; what it wrote is kept."""

    def __init__(self, argv, rows=43, cols=132):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        env = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8")
        self.began = time.monotonic()
        self.process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=env,
                                        start_new_session=True)
        os.close(slave)
        self.seen = b""

    def wait(self, pattern, seconds=60.0):
        """Seconds since the epoch of time.monotonic at which the pattern stood in the output."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if re.search(pattern, self.seen):
                return time.monotonic()
            if select.select([self.master], [], [], 0.5)[0]:
                try:
                    self.seen += os.read(self.master, 1 << 16)
                except OSError:
                    break
        raise SystemExit(f"{pattern!r} never came; the end of what did: {self.seen[-500:]!r}")

    def drain(self, seconds):
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                self.seen += os.read(self.master, 1 << 16)

    def press(self, keys):
        self.seen = b""
        os.write(self.master, keys)
        return time.monotonic()

    def status(self, name):
        with open(f"/proc/{self.process.pid}/status") as f:
            return int(re.search(rf"{name}:\s+(\d+)", f.read()).group(1))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        os.close(self.master)


def latency(program):
    times = []
    idle = None
    for _ in range(RUNS):
        port, line = pty.openpty()
        tty.setraw(line)
        terminal = Terminal([program, "live", os.ttyname(line), "--no-record"])
        terminal.wait(b"Nothing was said")
        os.write(port, SESSION)
        terminal.wait(b"Skip CA")
        terminal.drain(0.3)
        if TITLE in terminal.seen:
            raise SystemExit("the finding is there before its time")
        began = time.monotonic()
        os.write(port, LAST)
        times.append(terminal.wait(TITLE) - began)
        if idle is None:
            terminal.drain(7.0)  # past the silence after which the session is judged
            before = terminal.status("voluntary_ctxt_switches")
            terminal.drain(5.0)
            idle = terminal.status("voluntary_ctxt_switches") - before
        terminal.end()
        os.close(port)
        os.close(line)
    times = [1000 * t for t in times]
    print(f"from the last byte of a failure to the finding on the screen: median "
          f"{statistics.median(times):.1f} ms, of {RUNS} from {min(times):.1f} to {max(times):.1f} ms")
    print(f"wake-ups in 5 idle seconds: {idle}")


def large(program, path):
    size = os.path.getsize(path)
    terminal = Terminal([program, "live", path, "--no-record"])
    first = terminal.wait(rb"\d+/\d+") - terminal.began
    print(f"{size / 2**20:.0f} MiB; first screen after {1000 * first:.0f} ms")
    keys = []
    for key in (b"g", b"\x06", b"\x06", b"G", b"k", b"j", b"\x02", b"\x02") * 5:
        began = terminal.press(key)
        keys.append(1000 * (terminal.wait(rb"\d+/\d+|\x1b\[") - began))
    print(f"a key while it is read: median {statistics.median(keys):.0f} ms, at most {max(keys):.0f} ms")
    while b"reading" in terminal.seen or terminal.process.poll() is None:
        terminal.seen = b""
        terminal.press(b"\x0c")
        terminal.drain(1.0)
        if b"reading" not in terminal.seen:
            break
    print(f"all of it read after {time.monotonic() - terminal.began:.1f} s")
    keys = []
    for key in (b"g", b"\x06", b"G", b"\x02", b"f", b"e") * 5:
        began = terminal.press(key)
        keys.append(1000 * (terminal.wait(rb"\d+/\d+|\x1b\[") - began))
    print(f"a key then: median {statistics.median(keys):.0f} ms, at most {max(keys):.0f} ms")
    print(f"peak of memory: {terminal.status('VmHWM') / 1024:.0f} MiB")
    terminal.end()


if __name__ == "__main__":
    if len(sys.argv) == 2:
        latency(sys.argv[1])
    elif len(sys.argv) == 3:
        large(sys.argv[1], sys.argv[2])
    else:
        raise SystemExit(__doc__)
