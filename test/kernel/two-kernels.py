#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""How long two TCPs of this kernel need for 1 MB each way over a path that loses, reorders or delays.

The ends are two network namespaces, each with a TAP-like device of its own; this program is the path:
20 ms each way, and for each segment after the handshake it draws whether it is lost, comes 10 ms late,
and how long it waits besides. Without offloads on the device a loss is the loss of one segment.

The congestion control is set on the sockets. A sysctl in a new namespace does not do: it takes no
algorithm but Reno and the default of the first namespace, and leaves that default in force, BBR on some
machines. Run it as `unshare -Ur python3 two-kernels.py --loss=0.03`; it prints one line for each seed
and the median.
"""

import argparse
import ctypes
import fcntl
import heapq
import os
import random
import select
import socket
import statistics
import struct
import subprocess
import time

BYTES = 1000000
DELAY = 0.020
LATE = 0.010
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
TCP_CONGESTION = 13
SEGMENTS_OF_HANDSHAKE = 3


def open_device(end):
    """Enters a new network namespace and returns its device."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no network namespace: run this by `unshare -Ur`")
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"path", IFF_TUN | IFF_NO_PI))
    for command in (f"addr add 10.0.0.{end + 1}/24 dev path",
                    "link set path up mtu 1500 txqueuelen 10000"):
        subprocess.run(["ip", *command.split()], check=True)
    return device


def connect(end, control, algorithm):
    """Returns the connection of one end."""
    first = socket.socket()
    first.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, algorithm.encode())
    if end == 1:
        first.bind(("10.0.0.2", 5000))
        first.listen()
        control.send(b"l")
        return first.accept()[0]
    control.recv(1)
    first.connect(("10.0.0.2", 5000))
    return first


def transfer(connection):
    """Sends and receives BYTES and returns the time."""
    begun = time.monotonic()
    connection.setblocking(False)
    sent = got = 0
    while got < BYTES or sent < BYTES:
        readable, writable, _ = select.select([connection] if got < BYTES else [],
                                              [connection] if sent < BYTES else [], [])
        if readable:
            data = connection.recv(1 << 16)
            if not data:
                raise SystemExit("the peer has closed early")
            got += len(data)
        if writable:
            sent += connection.send(bytes(min(1 << 16, BYTES - sent)))
    return time.monotonic() - begun


def run_end(end, control, algorithm):
    device = open_device(end)
    socket.send_fds(control, [b"d"], [device])
    control.recv(1)
    control.send(struct.pack("d", transfer(connect(end, control, algorithm))))
    control.recv(1)


class Path:
    def __init__(self, devices, arguments, seed):
        self.devices = devices
        self.arguments = arguments
        self.random = random.Random(seed)
        self.queue = []
        self.count = 0
        for device in devices:
            os.set_blocking(device, False)

    def take(self, end):
        while True:
            try:
                packet = os.read(self.devices[end], 70000)
            except BlockingIOError:
                return
            self.count += 1
            delay = DELAY
            if packet[0] >> 4 == 4 and packet[9] == 6 and self.count > SEGMENTS_OF_HANDSHAKE:
                if self.random.random() < self.arguments.loss:
                    continue
                late = self.random.random() < self.arguments.late
                delay += LATE * late + self.random.random() * self.arguments.jitter
            heapq.heappush(self.queue, (time.monotonic() + delay, self.count, 1 - end, packet))

    def wait(self):
        return max(0, self.queue[0][0] - time.monotonic()) if self.queue else 0.5

    def deliver(self):
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, end, packet = heapq.heappop(self.queue)
            os.write(self.devices[end], packet)


def measure(arguments, seed):
    """Returns how long it took until both ends had everything."""
    controls = []
    for end in range(2):
        ours, theirs = socket.socketpair()
        if os.fork() == 0:
            try:
                run_end(end, theirs, arguments.algorithm)
            finally:
                os._exit(0)
        theirs.close()
        controls.append(ours)
    path = Path([socket.recv_fds(control, 1, 1)[1][0] for control in controls], arguments, seed)
    controls[1].send(b"g")
    controls[1].recv(1)
    controls[0].send(b"gg")
    times = {}
    while len(times) < 2:
        readable = select.select(path.devices + controls, [], [], path.wait())[0]
        for end in range(2):
            if path.devices[end] in readable:
                path.take(end)
            if controls[end] in readable:
                times[end] = struct.unpack("d", controls[end].recv(8))[0]
                controls[end].send(b"q")
                controls[end], _ = socket.socketpair()
        path.deliver()
    for device in path.devices:
        os.close(device)
    for _ in range(2):
        os.wait()
    return max(times.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loss", type=float, default=0, help="probability")
    parser.add_argument("--late", type=float, default=0, help="probability to come 10 ms late")
    parser.add_argument("--jitter", type=float, default=0, help="most that is added, seconds")
    parser.add_argument("--algorithm", default="reno", help="congestion control (reno)")
    parser.add_argument("--seeds", type=int, default=5, help="how many runs (5)")
    arguments = parser.parse_args()
    times = []
    for seed in range(1, arguments.seeds + 1):
        times.append(measure(arguments, seed))
        print(f"seed {seed}: {times[-1]:.2f} s", flush=True)
    print(f"median: {statistics.median(times):.2f} s")


if __name__ == "__main__":
    main()
