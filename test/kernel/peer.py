#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The user of the kernel's sockets in a case: does the steps, one after the other.

Usage: peer.py FOLDER REMOTE

Reads the steps from FOLDER/kernel-steps.txt and writes FOLDER/kernel.json. Says "r" on standard output
when it listens, if its first step is accept, and begins when something comes on standard input. The
verbs are listed in cases.py; kernel-user.cc does the same with the simulated sockets.
"""

import json
import socket
import struct
import sys
import time

PORT = 7000
PERIOD = 8191
# What is read or written at once, at most.
MOST = 32768
# How long a step may wait.
PATIENCE = 18

# Linux, include/net/tcp_states.h
STATES = ("", "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
          "CLOSED", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING")
ERRORS = {
    ConnectionResetError: "reset",
    ConnectionRefusedError: "refused",
    BrokenPipeError: "reset",
    TimeoutError: "timed-out",
}
# Options by name: level, number. Those of two words are those of Linux.
OPTIONS = {
    "nodelay": (socket.IPPROTO_TCP, socket.TCP_NODELAY),
    "cork": (socket.IPPROTO_TCP, socket.TCP_CORK),
    "maxseg": (socket.IPPROTO_TCP, socket.TCP_MAXSEG),
    "rcvbuf": (socket.SOL_SOCKET, socket.SO_RCVBUF),
    "sndbuf": (socket.SOL_SOCKET, socket.SO_SNDBUF),
    "keepalive": (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
    "keepidle": (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
    "keepintvl": (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
    "keepcnt": (socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
    "quickack": (socket.IPPROTO_TCP, socket.TCP_QUICKACK),
    "user-timeout": (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
}


def octets(seed):
    """One period of a direction's stream; see KernelOctets."""
    value = seed
    block = bytearray()
    for _ in range(PERIOD):
        value = (value * 1664525 + 1013904223) & 0xffffffff
        block.append(value >> 24)
    return bytes(block)


class Failure(Exception):
    """A step can't be done."""


class Stream:
    """The bytes of a direction, from any place on."""

    def __init__(self, seed):
        self.octets = octets(seed) * (MOST // PERIOD + 2)

    def at(self, offset, size):
        """Bytes from offset on; size is at most MOST."""
        start = offset % PERIOD
        return self.octets[start:start + size]


class User:
    """Steps, and the connection at hand."""

    def __init__(self, remote):
        self.remote = remote
        self.ours = Stream(2)
        self.theirs = Stream(1)
        self.listener = None
        self.sock = None
        self.local_port = 0
        self.options = []
        self.sent = self.received = 0
        self.written = self.read_octets = 0

    def prepare(self, steps):
        """Listen, with the options that come before the first accept."""
        verbs = [step[0] for step in steps]
        if "accept" not in verbs:
            return
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for step in steps[:verbs.index("accept")]:
            if step[0] == "set":
                self.apply(self.listener, step[1], int(step[2]))
        self.listener.bind(("", PORT))
        self.listener.listen(16)
        self.listener.settimeout(PATIENCE)

    @staticmethod
    def apply(sock, name, value):
        """Set an option."""
        sock.setsockopt(*OPTIONS[name], value)

    def take(self, sock):
        """It is the connection at hand."""
        self.sock = sock
        sock.settimeout(PATIENCE)
        self.sent = self.received = 0

    def do(self, verb, args):
        """Do a step."""
        getattr(self, "do_" + verb)(*args)

    def do_set(self, name, value):
        """An option: of the connection at hand, or of the next to be opened."""
        if self.sock:
            self.apply(self.sock, name, int(value))
        elif not self.listener:
            self.options.append((name, int(value)))

    def do_bind(self, port):
        """The local port of the next open."""
        self.local_port = int(port)

    def do_open(self, expected=None):
        """Connect."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for name, value in self.options:
            self.apply(sock, name, value)
        if self.local_port:
            sock.bind(("", self.local_port))
        self.take(sock)
        try:
            sock.connect((self.remote, PORT))
        except OSError as error:
            if ERRORS.get(type(error)) != expected:
                raise
            return
        if expected:
            raise Failure("it did not fail")

    def do_accept(self):
        """Take the next connection of the listener."""
        self.take(self.listener.accept()[0])

    def do_write(self, size, chunk=MOST, pause=0):
        """Write the next bytes of the stream."""
        left, chunk = int(size), min(int(chunk), MOST)
        while left:
            piece = self.ours.at(self.sent, min(left, chunk))
            self.sock.sendall(piece)
            self.sent += len(piece)
            self.written += len(piece)
            left -= len(piece)
            if left:
                time.sleep(int(pause) / 1000)

    def receive(self, most):
        """Read and compare."""
        piece = self.sock.recv(most)
        if piece != self.theirs.at(self.received, len(piece)):
            raise Failure(f"bytes from {self.received} on are wrong")
        self.received += len(piece)
        self.read_octets += len(piece)
        return len(piece)

    def do_read(self, size, chunk=MOST, pause=0):
        """Read this number of bytes."""
        left = int(size)
        while left:
            got = self.receive(min(left, int(chunk)))
            if not got:
                raise Failure(f"end of file after {self.received} bytes")
            left -= got
            time.sleep(int(pause) / 1000)

    def do_eof(self, chunk=MOST, pause=0):
        """Read to the end of file."""
        while self.receive(int(chunk)):
            time.sleep(int(pause) / 1000)

    def do_error(self, expected):
        """Wait until the connection fails."""
        try:
            while self.receive(MOST):
                pass
        except OSError as error:
            if ERRORS.get(type(error)) != expected:
                raise
            return
        # After the peer's FIN the end of file comes first, and a RST is EPIPE (Linux, tcp_reset()).
        end = time.monotonic() + 3
        while time.monotonic() < end:
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if number:
                if ERRORS.get(type(OSError(number, ""))) != expected:
                    raise OSError(number, "of the socket")
                return
            time.sleep(0.005)
        raise Failure(f"end of file instead of {expected}")

    def do_shut(self):
        """Nothing more is written."""
        self.sock.shutdown(socket.SHUT_WR)

    def do_close(self):
        """close()"""
        self.sock.close()
        self.sock = None

    def do_abort(self):
        """close() with a linger time of 0."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.do_close()

    def do_unlisten(self):
        """Close the listener."""
        self.listener.close()
        self.listener = None

    @staticmethod
    def do_sleep(milliseconds):
        """Wait."""
        time.sleep(int(milliseconds) / 1000)

    def do_heard(self):
        """The simulation waits, the kernel does not."""

    def do_wait(self, state):
        """Wait until the connection is in a state."""
        end = time.monotonic() + PATIENCE
        while True:
            now = STATES[self.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]]
            if now == state:
                return
            if time.monotonic() > end:
                raise Failure(f"it is {now}")
            time.sleep(0.002)


def main():
    folder, remote = sys.argv[1:]
    with open(folder + "/kernel-steps.txt", encoding="utf-8") as file:
        steps = [sentence.split() for sentence in file.read().split(";") if sentence.strip()]
    user = User(remote)
    user.prepare(steps)
    sys.stdout.write("r")
    sys.stdout.flush()
    sys.stdin.buffer.raw.read(1)
    failure = ""
    done = 0
    try:
        for verb, *args in steps:
            user.do(verb, args)
            done += 1
    except (OSError, Failure) as error:
        failure = f"{' '.join(steps[done])} (step {done + 1}): {error or type(error).__name__}"
    with open(folder + "/kernel.json", "w", encoding="utf-8") as file:
        json.dump({"done": done, "steps": len(steps), "failure": failure, "written": user.written,
                   "read": user.read_octets}, file)


if __name__ == "__main__":
    main()
