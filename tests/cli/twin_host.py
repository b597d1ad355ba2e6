"""A host at a serial port: types the commands of a script, and writes down both sides as a sniffer does.

    twin_host.py PORT SCRIPT CAPTURE

Lines of the script: "wait TEXT" until the module has printed TEXT since the last command; "send COMMAND", with
" < FILE" behind it the bytes that follow the command; it waits for the final reply; "hold FILE" keeps the port open
until there is such a file. When the other end is let go, what is left of the script but that is passed over.
"""
import os
import select
import sys
import time

PATIENCE_S = 60


class Host:
    def __init__(self, port, capture):
        self.port = os.open(port, os.O_RDWR | os.O_NOCTTY)
        self.capture = open(capture, "wb", buffering=0)
        self.heard = b""
        self.gone = False  # whoever held the other end of the port let it go

    def read(self):
        try:
            data = os.read(self.port, 4096)
        except OSError:
            data = b""
        self.gone = not data
        return data

    def listen(self, ends):
        """Until one of `ends` has been heard."""
        until = time.monotonic() + PATIENCE_S
        while not self.gone and not any(end in self.heard for end in ends):
            ready = select.select([self.port], [], [], max(0, until - time.monotonic()))[0]
            if not ready:
                sys.exit("nothing of %r came; heard %r" % (ends, self.heard[-400:]))
            data = self.read()
            self.capture.write(data)
            self.heard += data

    def write(self, data):
        while data and not self.gone:
            try:
                data = data[os.write(self.port, data[:1024]):]
            except OSError:
                self.gone = True

    def send(self, command, payload):
        self.heard = b""
        self.write(command + b"\r")
        self.listen([command + b"\r\n"])  # its echo
        if payload:
            self.capture.write(payload)
            self.write(payload)
        self.listen([b"AT-S.OK\r\n", b"AT-S.ERROR:"])
        if b"AT-S.ERROR:" in self.heard:
            self.listen([b"\r\n"])


def main():
    port, script, capture = sys.argv[1:]
    host = Host(port, capture)
    for line in open(script, "rb").read().splitlines():
        word, _, rest = line.partition(b" ")
        if word == b"wait":
            host.listen([rest])
        elif word == b"send":
            command, _, name = rest.partition(b" < ")
            host.send(command, open(name, "rb").read() if name else b"")
        elif word == b"hold":
            while not os.path.exists(rest):
                time.sleep(0.01)


main()
