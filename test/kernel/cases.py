# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The cases: what a client and a server do, and what happens to their segments.

Each is run with the simulated host as client and the kernel as server, and the other way. Steps,
separated by ";", the next when the one before it is done:

    bind PORT       the local port of the next open; otherwise any
    open [ERROR]    connect to port 7000; with ERROR it must fail so: refused, reset, timed-out
    accept          a connection; who begins with it has listened since before
    write N [C MS]  the next N bytes of the stream, in pieces of C every MS milliseconds
    read N [C MS]   read N bytes and compare them; pieces of C, MS milliseconds after each
    eof [C MS]      read and compare to the end of file
    shut            shutdown of sending
    close, abort    close(); close() with a RST
    error ERROR     read until the connection fails
    wait STATE      wait until it is in that state
    sleep MS        wait
    heard           the simulated host waits until a packet of the kernel is on its way

Faults are rules of the project (doc/faults.rst) with C the client and S the server.
"""

from dataclasses import dataclass


@dataclass
class Case:
    """What is done and what is expected."""
    name: str
    client: str
    server: str
    faults: str = ""
    delay: str = "10ms"
    mtu: int = 1500
    kernel_mtu: int = 1500
    kernel: str = ""          # parameters below net.ipv4
    ours: str = ""            # attributes of the simulated host
    client_buffer: int = 0    # receive buffer, 0: as it is
    server_buffer: int = 0
    keep_alive: tuple = ()    # idle, interval in seconds, count: of both ends
    client_ends: str = "closed"  # outcome of its record: closed, reset, refused, aborted, timed-out
    server_ends: str = "closed"
    resets: str = ""          # who may send a RST: "client", "server", "both"
    whole: bool = True        # all that is written must be read
    visits: str = ""          # states that the simulated host must go through
    time_wait: str = "400ms"  # of the simulated host
    others: bool = False      # run with the further profiles, too


EXCHANGE = {
    "client": "open; write 20000; read 30000; close",
    "server": "accept; read 20000; write 30000; eof; close",
}
BULK = {
    "client": "open; write 100000; read 100000; eof; close",
    "server": "accept; read 100000; write 100000; close",
}
QUIET = {"client": "open; close", "server": "accept; eof; close"}
IDLE = {"client": "open; write 100; read 100; sleep 2400; close",
        "server": "accept; read 100; write 100; eof; close"}


def both(rule):
    """A rule for each direction."""
    return f"{rule.format(way='C>S')}; {rule.format(way='S>C')}"


CASES = [
    # Opening and closing
    Case("open-close", **QUIET, others=True),
    Case("server-closes-first", "open; eof; close", "accept; close", others=True),
    Case("request-response", "open; write 300; read 5000; eof; close",
         "accept; read 300; write 5000; close", others=True),
    Case("client-closes-first", **EXCHANGE, others=True),
    Case("simultaneous-close", "open; write 100; read 100; sleep 100; close",
         "accept; read 100; write 100; sleep 400; close", delay="300ms", visits="CLOSING"),
    Case("simultaneous-close-with-data", "open; write 100; read 100; sleep 100; write 3000; shut; eof; close",
         "accept; read 100; write 100; sleep 200; write 3000; shut; eof; close", delay="100ms"),
    Case("client-half-closes", "open; write 1000; shut; read 50000; eof; close",
         "accept; read 1000; eof; write 50000; close"),
    Case("server-half-closes", "open; eof; write 50000; close",
         "accept; shut; read 50000; eof; close"),
    Case("slow-to-close", "open; write 10; close", "accept; eof; sleep 600; close",
         visits="FIN-WAIT-2 CLOSE-WAIT"),
    Case("fin-with-data", "open; write 1000; close", "accept; eof; write 1000; close", whole=False,
         resets="client", client_ends="aborted closed", server_ends="reset closed"),
    Case("simultaneous-open", "bind 7000; heard; open; write 100; read 100; close",
         "bind 7000; heard; open; write 100; read 100; eof; close", delay="300ms", visits="SYN-RECEIVED"),
    # Resets
    Case("client-aborts", "open; write 1000; read 10; abort",
         "accept; read 1000; write 10; error reset; close", resets="client", client_ends="aborted",
         server_ends="reset", others=True),
    Case("server-aborts", "open; write 1000; read 10; error reset; close",
         "accept; read 1000; write 10; sleep 50; abort", resets="server", client_ends="reset",
         server_ends="aborted"),
    Case("abort-with-data-queued", "open; write 60000; abort", "accept; error reset; close",
         whole=False, resets="both", client_ends="aborted", server_ends="reset"),
    Case("abort-after-half-close", "open; shut; wait FIN-WAIT-2; abort",
         "accept; eof; sleep 300; close", whole=False, resets="both", client_ends="aborted",
         server_ends="reset"),
    # Windows is silent in its stealth mode
    Case("refused", "open refused", "", resets="server", client_ends="refused",
         ours="Blackhole=off", others=True),
    Case("closed-with-data-unread", "open; write 5000; error reset; close",
         "accept; sleep 300; close", whole=False, resets="both", client_ends="reset",
         server_ends="aborted"),
    Case("data-for-a-closed-user", "open; wait CLOSE-WAIT; write 1000; error reset; close",
         "accept; close", whole=False, resets="both", client_ends="reset", server_ends="aborted"),
    # Loss
    Case("syn-lost", **QUIET, faults="drop C>S SYN 1", others=True),
    Case("syn-lost-twice", **QUIET, faults="drop C>S SYN 1-2"),
    Case("syn-ack-lost", **QUIET, faults="drop S>C SYN,ACK 1"),
    Case("third-ack-lost", "open; read 1000; close", "accept; write 1000; eof; close",
         faults="drop C>S ACK 1"),
    Case("client-data-lost", **EXCHANGE, faults="drop C>S data 5"),
    Case("server-data-lost", **EXCHANGE, faults="drop S>C data 7"),
    Case("three-segments-lost", **BULK, faults=both("drop {way} data 12-14")),
    Case("repeat-lost", **EXCHANGE, faults="drop C>S data 5; drop C>S data 15-16"),
    Case("tail-lost", "open; write 10000; read 10; close", "accept; read 10000; write 10; eof; close",
         faults="drop C>S data 7"),
    Case("only-segment-lost", "open; write 1000; read 10; close",
         "accept; read 1000; write 10; eof; close", faults="drop C>S data 1"),
    Case("only-segment-lost-twice", "open; write 1000; read 10; close",
         "accept; read 1000; write 10; eof; close", faults="drop C>S data 1-2"),
    Case("acks-lost", **BULK, faults=both("drop {way} ACK every probability 0.3")),
    Case("fin-lost", **QUIET, faults="drop C>S FIN 1", others=True),
    Case("second-fin-lost", **QUIET, faults="drop S>C FIN 1", time_wait="1500ms"),
    Case("fin-lost-twice", **QUIET, faults="drop C>S FIN 1-2"),
    Case("last-ack-lost", **QUIET, faults="drop C>S ACK 2", time_wait="2500ms"),
    Case("fin-with-data-lost", "open; write 2000; close", "accept; eof; close",
         faults="drop C>S FIN 1"),
    Case("loss", **BULK, faults=both("drop {way} any every probability 0.02"), delay="5ms"),
    Case("loss-in-bursts", **BULK, faults=both("drop {way} any every burst 0.01 0.4"), delay="5ms"),
    # Order
    Case("reorder", **BULK, faults=both("reorder {way} data every 100ms probability 0.1")),
    Case("data-after-fin", "open; write 4000; close", "accept; eof; close",
         faults="delay C>S data 2 40ms"),
    Case("jitter", **BULK, faults=both("delay {way} any every 7ms probability 0.2")),
    Case("duplicate", **BULK, faults=both("duplicate {way} any every probability 0.2")),
    Case("duplicate-all", **EXCHANGE, faults=both("duplicate {way} any every 3ms"), others=True),
    Case("duplicate-syn", **QUIET, faults="duplicate C>S SYN 1 5ms"),
    Case("duplicate-late", **EXCHANGE, faults=both("duplicate {way} data 3 60ms")),
    Case("corrupt", **BULK, faults=both("corrupt {way} data every probability 0.03")),
    Case("corrupt-opening", **QUIET, faults="corrupt C>S SYN 1; corrupt S>C SYN,ACK 1"),
    # Windows
    Case("zero-window-at-server", "open; write 60000; close", "accept; sleep 1500; eof; close",
         server_buffer=8192, others=True),
    Case("zero-window-at-client", "open; sleep 1500; eof; close", "accept; write 60000; close",
         client_buffer=8192),
    Case("window-update-lost", "open; write 30000; close", "accept; sleep 400; eof; close",
         server_buffer=8192, faults="drop S>C ACK every after 350ms until 600ms"),
    Case("slow-reader", "open; write 40000; close", "accept; eof 700 4; close", server_buffer=4096),
    Case("tiny-window", "open; eof; close", "accept; write 12000; close", client_buffer=2304),
    Case("tiny-writes", "open; write 300 1 1; close", "accept; eof; close"),
    Case("tiny-writes-of-both", "open; write 200 1 2; shut; eof; close",
         "accept; write 200 1 2; eof; close"),
    Case("tiny-exchanges", "open; " + "write 10; read 10; " * 12 + "close",
         "accept; " + "read 10; write 10; " * 12 + "eof; close"),
    Case("bulk", "open; write 300000; eof; close", "accept; read 300000; write 120000; close"),
    Case("idle-between", "open; write 30000; sleep 700; write 30000; close", "accept; eof; close"),
    Case("long-way", **EXCHANGE, delay="150ms"),
    # Idle peers
    Case("keep-alive", **IDLE, keep_alive=(1, 1, 5)),
    Case("keep-alive-finds-nobody", "open; write 100; error timed-out; close",
         "accept; read 100; error timed-out; close", keep_alive=(1, 1, 2), resets="both",
         faults=both("drop {way} any every after 600ms"), client_ends="timed-out",
         server_ends="timed-out"),
    # Forged segments
    Case("forged-rst-in-the-window", **EXCHANGE,
         faults=both("inject {way} RST seq next+100 on {way} data 2")),
    Case("forged-rst-outside", **EXCHANGE,
         faults=both("inject {way} RST seq next+9000000 on {way} data 2; "
                     "inject {way} RST seq next-9000 on {way} data 2")),
    Case("forged-rst-blind", **EXCHANGE,
         faults=both("inject {way} RST seq guess times 30 on {way} data 2")),
    Case("forged-rst-exact", "open; write 100; sleep 200; write 100; error reset; close",
         "accept; read 100; error reset; close", faults="inject C>S RST seq next on C>S data 1 50ms",
         whole=False, resets="both", client_ends="reset", server_ends="reset"),
    Case("forged-syn", **EXCHANGE,
         faults=both("inject {way} SYN seq next+10 on {way} data 2")),
    Case("forged-syn-ack", **EXCHANGE,
         faults="inject S>C SYN,ACK seq next+5 ack next on S>C data 2"),
    Case("forged-ack-of-the-future", **EXCHANGE,
         faults=both("inject {way} ACK ack next+500000 on {way} data 2")),
    Case("forged-rst-at-opening", **QUIET, faults="inject S>C RST seq guess on C>S SYN 1"),
    # Ports used again
    Case("port-again", "bind 5000; open; eof; close; sleep 150; open; eof; close",
         "accept; close; accept; write 1000; close", time_wait="3s"),
    Case("port-again-after-abort",
         "bind 5000; open; write 10; read 10; abort; sleep 100; open; write 10; read 10; close",
         "accept; read 10; write 10; error reset; accept; read 10; write 10; eof; close",
         resets="client", client_ends="aborted closed", server_ends="reset closed"),
    Case("listener-serves-three", "open; write 500; close; open; write 500; close; open; write 500; close",
         "accept; eof; close; accept; eof; close; accept; eof; close"),
    # Paths and options
    Case("mtu-576", **BULK, mtu=576, kernel_mtu=576, others=True),
    Case("mtu-576-at-the-kernel", **EXCHANGE, kernel_mtu=576),
    Case("no-timestamps", **BULK, kernel="tcp_timestamps=0",
         faults=both("drop {way} data 9")),
    Case("no-sack", **BULK, kernel="tcp_sack=0", faults=both("drop {way} data 9")),
    Case("no-scaling", **BULK, kernel="tcp_window_scaling=0"),
    Case("no-options", **BULK, kernel="tcp_timestamps=0;tcp_sack=0;tcp_window_scaling=0",
         faults=both("drop {way} any every probability 0.01"), others=True),
    Case("ours-without-options", **BULK, ours="Timestamps=false;Sack=false;WindowScaling=false",
         faults=both("drop {way} any every probability 0.01")),
    Case("ecn", **BULK, kernel="tcp_ecn=1", ours="Ecn=active"),
    Case("syn-cookies", **EXCHANGE, kernel="tcp_syncookies=2"),
]
