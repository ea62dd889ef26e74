#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Writes packetdrill scripts for every event in every state of RFC 9293, at every place in the window.

Usage: make-matrix.py FOLDER

What has to come out is worked out here from section 3.10.7 of the RFC, step by step, and not from
the module. Run them with --profile=rfc9293 --strict.
"""

import sys
from pathlib import Path

WINDOW_END = 65536  # the right edge: the handshake offers 65535 bytes from 1 on
EVENTS = {
    "syn": ("S", 0),
    "syn-ack": ("S.", 0),
    "syn-fin": ("SF", 0),
    "ack": (".", 0),
    "fin": ("F", 0),
    "fin-ack": ("F.", 0),
    "rst": ("R", 0),
    "rst-ack": ("R.", 0),
    "data": ("P.", 10),
    "urg": ("U.", 10),
}
PLACES = ("outside-left", "left-edge", "inside", "right-edge", "outside-right")

SERVER = """+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 5) = 0
"""
SYN = """+.1 < S 0:0(0) win 32792 <mss 1460>
+0 > S. 0:0(0) ack 1 <...>
"""
OPEN = SERVER + SYN + "+.1 < . 1:1(0) ack 1 win 32792\n+0 accept(3, ..., ...) = 4\n"
SHUT = OPEN + "+.1 shutdown(4, SHUT_WR) = 0\n+0 > F. 1:1(0) ack 1\n"
FINISHED = OPEN + "+.1 < F. 1:1(0) ack 1 win 32792\n+0 > . 1:1(0) ack 2\n"
CLIENT = """+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS
+0 > S 0:0(0) <...>
"""
# By state: how to come there; SND.UNA, SND.NXT, RCV.NXT; the descriptor whose state is asked.
STATES = {
    "CLOSED": ("", 0, 0, 0, None),
    "LISTEN": (SERVER, 0, 0, 0, None),
    "SYN-SENT": (CLIENT, 0, 1, 0, 3),
    "SYN-RECEIVED": (SERVER + SYN, 0, 1, 1, None),
    "ESTABLISHED": (OPEN, 1, 1, 1, 4),
    "FIN-WAIT-1": (SHUT, 1, 2, 1, 4),
    "FIN-WAIT-2": (SHUT + "+.1 < . 1:1(0) ack 2 win 32792\n", 2, 2, 1, 4),
    "CLOSE-WAIT": (FINISHED, 1, 1, 2, 4),
    "CLOSING": (SHUT + "+.1 < F. 1:1(0) ack 1 win 32792\n+0 > . 2:2(0) ack 2\n", 1, 2, 2, 4),
    "LAST-ACK": (FINISHED + "+.1 shutdown(4, SHUT_WR) = 0\n+0 > F. 1:1(0) ack 2\n", 1, 2, 2, 4),
    "TIME-WAIT": (SHUT + "+.1 < F. 1:1(0) ack 2 win 32792\n+0 > . 2:2(0) ack 2\n", 2, 2, 2, 4),
}


class Segment:
    """The event: flags as packetdrill's letters, numbers relative to the SYNs."""

    def __init__(self, flags, seq, ack, length):
        self.flags = flags
        self.seq = seq
        self.ack = ack
        self.length = length
        self.end = seq + length + ("S" in flags) + ("F" in flags)

    def has(self, flag):
        return flag in self.flags

    def text(self):
        ack = f" ack {self.ack}" if self.has(".") else ""
        urgent = " urg 1" if self.has("U") else ""
        numbers = f"{self.seq % 2**32}:{(self.seq + self.length) % 2**32}({self.length})"
        return f"< {self.flags} {numbers}{ack} win 32792{urgent}"


def from_closed(event):
    """3.10.7.1; without a SYN, numbers are absolute."""
    if event.has("R"):
        return None
    if event.has("."):
        return f"R {event.ack}:{event.ack}(0)"
    return f"R. 0:0(0) ack {event.end}"


def in_listen(event):
    """3.10.7.2"""
    if event.has("R"):
        return None
    if event.has("."):
        return f"R {event.ack}:{event.ack}(0)"
    if event.has("S"):
        return f"S. 0:0(0) ack {event.seq + 1} <...>"
    return None


def in_syn_sent(event):
    """3.10.7.3; gives the answer and the next state."""
    if event.has(".") and event.ack != 1:
        return (None if event.has("R") else f"R {event.ack}:{event.ack}(0)"), "SYN-SENT"
    if event.has("R"):
        return None, "CLOSED" if event.has(".") else "SYN-SENT"
    if not event.has("S"):
        return None, "SYN-SENT"
    if event.has("."):
        return f". 1:1(0) ack {event.seq + 1}", "ESTABLISHED"
    return f"S. 0:0(0) ack {event.seq + 1} <...>", "SYN-RECEIVED"


def acceptable(event, receive_next):
    """3.10.7.4, first; table 6"""
    def inside(number):
        return receive_next <= number < WINDOW_END

    if event.end == event.seq:
        return inside(event.seq)
    return inside(event.seq) or inside(event.end - 1)


def in_others(state, event, una, send_next, receive_next, secure):
    """3.10.7.4; gives the answer and the next state."""
    ack = f". {send_next}:{send_next}(0) ack {receive_next} <...>"
    if not acceptable(event, receive_next):
        return (None if event.has("R") else ack), state
    if event.has("R"):
        if event.seq == receive_next or not secure:
            return None, "CLOSED"
        return ack, state
    if event.has("S"):
        if state == "SYN-RECEIVED":
            if event.seq < receive_next:
                return ack, state  # "trimmed": what lies outside the window is not there
            return None, "CLOSED"  # back to LISTEN
        if secure or not receive_next <= event.seq < WINDOW_END:
            return ack, state
        if event.has("."):
            return f"R {event.ack}:{event.ack}(0)", "CLOSED"
        return f"R. 0:0(0)! ack {event.end}", "CLOSED"
    if not event.has("."):
        return None, state
    if state == "SYN-RECEIVED":
        if not una < event.ack <= send_next:
            return f"R {event.ack}:{event.ack}(0)", state
        state = "ESTABLISHED"
    elif event.ack > send_next:
        return ack, state
    if event.ack == send_next and send_next == 2:
        state = {"FIN-WAIT-1": "FIN-WAIT-2", "CLOSING": "TIME-WAIT", "LAST-ACK": "CLOSED"}.get(
            state, state
        )
        if state == "CLOSED":
            return None, state
    reads = state in ("ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2")
    next_in_order = event.seq <= receive_next
    answer = None
    if reads and event.length > 0:
        received = event.end if next_in_order else receive_next
        answer = f". {send_next}:{send_next}(0) ack {received} <...>"
    if event.has("F"):
        if reads:
            received = event.end if next_in_order else receive_next
            answer = f". {send_next}:{send_next}(0) ack {received} <...>"
            if next_in_order:
                state = {
                    "ESTABLISHED": "CLOSE-WAIT",
                    "FIN-WAIT-1": "CLOSING",
                    "FIN-WAIT-2": "TIME-WAIT",
                }[state]
        elif state != "CLOSING":
            answer = ack
    return answer, state


def place(name, receive_next, is_empty):
    """The sequence number at a place in the window.

    An empty segment exactly at the right edge is what a sender with a full window sends, and is taken:
    RFC 9293, 3.10.7.4 ("special allowance should be made to accept valid ACKs") and appendix A.2.
    """
    return {
        "outside-left": receive_next - 1,
        "left-edge": receive_next,
        "inside": receive_next + 100,
        "right-edge": WINDOW_END - 1,
        "outside-right": WINDOW_END + is_empty,
    }[name]


def opens_anew(state, event):
    """A SYN that may begin a new incarnation (RFC 9293, 3.10.7.4, fourth; MAY)."""
    return state == "TIME-WAIT" and event.has("S") and not event.has(".")


def script(title, state, event, answer, after, insecure):
    preamble, _, _, _, descriptor = STATES[state]
    text = f"// {title}\n"
    if insecure:
        text += "`sysctl -w net.inet.tcp.insecure_rst=1`\n`sysctl -w net.inet.tcp.insecure_syn=1`\n"
    text += preamble.replace("+0 ", "0 ", 1)
    text += ("+.1 " if preamble else "0 ") + event.text() + "\n"
    if answer:
        text += f"+0~+.25 > {answer}\n"
    if descriptor is not None and after is not None:
        name = after.replace("-", "_")
        text += f"+.01 %{{ assert tcpi_state == TCPI_{name}, tcpi_state }}%\n"
    return text


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pkt"):
        old.unlink()
    count = 0
    for state, (_, una, send_next, receive_next, _) in STATES.items():
        windowed = state not in ("CLOSED", "LISTEN", "SYN-SENT")
        acks = [1] if state == "SYN-RECEIVED" else [una]
        if state in ("CLOSED", "LISTEN"):
            acks = [7]
        elif state == "SYN-SENT":
            acks = [0, 1, 2]
        elif una != send_next:
            acks.append(send_next)
        acks = sorted(set(acks + ([send_next + 1] if windowed else [])))
        for name, (flags, length) in EVENTS.items():
            for where in PLACES if windowed else ("left-edge",):
                for number in acks if "." in flags else acks[:1]:
                    for secure in (True, False) if windowed else (True,):
                        is_empty = flags == "." and length == 0
                        seq = place(where, receive_next, is_empty) if windowed else 0
                        event = Segment(flags, seq, number, length)
                        if opens_anew(state, event):
                            continue
                        if state == "CLOSED":
                            answer, after = from_closed(event), None
                        elif state == "LISTEN":
                            answer, after = in_listen(event), None
                        elif state == "SYN-SENT":
                            answer, after = in_syn_sent(event)
                        else:
                            answer, after = in_others(
                                state, event, una, send_next, receive_next, secure
                            )
                        title = f"{state.lower()}-{name}-{where}-ack-{number}"
                        title += "" if secure else "-insecure"
                        (folder / f"{title}.pkt").write_text(
                            script(title, state, event, answer, after, not secure)
                        )
                        count += 1
    print(f"{count} scripts")


main()
