# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Rules about the times at which something is sent again. See segment_rules.py."""

from rules import rule
from wire import ACK, FIN, RST, SYN


def intervals(flow, flag):
    """Times between SYNs, or SYN,ACKs, with nothing received between them."""
    last = None
    times = []
    for segment in flow.segments:
        if not segment.sent and segment.valid:
            last = None
        elif segment.sent and segment.has(SYN) and (segment.flags & (SYN | ACK)) == flag:
            if last is not None:
                times.append(segment.time - last)
            last = segment.time
    return times


@rule
def syn_timer(flow, terms):
    """RFC 6298, 2.1, 5.5 (Linux 6.5 and macOS: four times without doubling): SYNs are repeated after 1
    s, then twice the time before.
    """
    for flag, linear in ((SYN, 4 if terms.profile in ("linux", "macos", "kernel") else 0),
                         (SYN | ACK, 0)):
        for index, time in enumerate(intervals(flow, flag)):
            wanted = 1.0 if index <= linear else 2.0 ** (index - linear)
            if abs(time - wanted) > terms.slack + 0.01 * wanted:
                yield f"repeat {index + 1} after {time:.3f} s instead of {wanted:.0f} s"


# Bounds of the first repeat and of the timeout after a probe: functions of the least and greatest RTT.
# rfc9293: RFC 6298, 2.4. linux: tcp_rtt_estimator() adds at least 200 ms to SRTT; tcp_schedule_loss_probe()
# waits 2 SRTT. FreeBSD, macOS: 30 ms and a slop of 200 ms. Windows: 300 ms. RTTVAR is at most half of the
# greatest RTT, so that SRTT + 4 RTTVAR is at most three of those.
FIRST = {
    "rfc9293": lambda low, high: (1.0, max(1.0, 3 * high)),
    "linux": lambda low, high: (2 * low, high + max(0.2, 2 * high)),
    "freebsd": lambda low, high: (0.23, 0.2 + max(0.03, 3 * high)),
    "macos": lambda low, high: (0.23, 0.2 + max(0.03, 3 * high)),
    "windows": lambda low, high: (0.3, max(0.3, 3 * high)),
}
# RFC 8985, 6.2: the reordering timer repeats a segment when later ones were delivered. Microsoft's RACK is
# described for Windows 1903 and Server 2022.
HAVE_RACK = ("linux", "windows")
AFTER_PROBE = {"linux": lambda low, high: (low + 0.2, high + max(0.2, 2 * high))}


def samples(flow):
    """Round-trip times of segments that were sent once (Karn)."""
    sent = {}
    times = []
    for segment in flow.segments:
        if segment.sent and segment.length:
            end = flow.own(segment.seq) + segment.length
            sent[end] = None if end in sent else segment.time
        elif not segment.sent and segment.valid and segment.has(ACK) and not segment.forged:
            number = flow.own(segment.ack)
            times += [segment.time - time for end, time in sent.items()
                      if time is not None and end <= number]
            sent = {end: time for end, time in sent.items() if end > number}
    return times


@rule
def retransmission_timer(flow, terms):
    """RFC 6298, 2 and 5 (RFC 8985, 7, for the first of Linux's): data and FINs are repeated at the
    RTO, then after twice the time before.
    """
    if flow.isn is None or terms.profile not in FIRST or not samples(flow):
        return
    low, high = min(samples(flow)), max(samples(flow))
    syn_lost = sum(1 for segment in flow.sent if segment.has(SYN)) > 1
    base, acked, window, before, repeats = None, 0, None, None, 0
    sent_before, end = set(), 0
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid:
                acked = max(acked, flow.own(segment.ack)) if segment.has(ACK) else acked
                window = segment.window
                base, before, repeats = segment.time, None, 0
            continue
        if not segment.length or segment.has(SYN | RST):
            continue
        start = flow.own(segment.seq)
        end = max(end, start + segment.length)
        if start not in sent_before:
            sent_before.add(start)
            base, before, repeats = segment.time, None, 0
            continue
        # A segment is repeated for other reasons, too, while others are outstanding: the oldest is judged,
        # and with RACK the only one.
        if start != acked or terms.profile in HAVE_RACK and start + segment.length < end:
            base = None
            continue
        if window == 0 or base is None:
            base = None
            continue
        time = segment.time - base
        base = segment.time
        repeats += 1
        yield from check_repeat(time, before, repeats, (low, high), syn_lost, terms)
        before = time


def check_repeat(time, before, repeats, rtt, syn_lost, terms):
    """One repeat in silence."""
    least, most = FIRST[terms.profile](*rtt)
    if syn_lost:
        most = max(most, 3.0)
    probes = terms.profile in AFTER_PROBE
    if repeats == 1:
        if time < least - 0.002 and time > 0.001 or time > most + terms.slack:
            yield f"first repeat after {time:.4f} s, not {least:.3f} to {most:.3f} s"
    elif repeats == 2 and probes:
        least, most = AFTER_PROBE[terms.profile](*rtt)
        most = max(2 * most, 3.0 if syn_lost else 0)
        if time < least - 0.002 or time > most + terms.slack:
            yield f"timeout after {time:.4f} s, not {least:.3f} to {most:.3f} s"
    elif abs(time - 2 * before) > 0.02 * time + terms.slack:
        yield f"repeat {repeats} after {time:.4f} s, the one before after {before:.4f} s"


@rule
def keep_alive_timer(flow, terms):
    """RFC 9293, 3.8.4: keep-alives are sent to idle peers only, at the times that the user has set."""
    if flow.isn is None or not terms.keep_alive:
        return
    idle, interval = terms.keep_alive
    acked, last, probe, furthest = None, None, None, 0
    for segment in flow.segments:
        if not segment.sent:
            acked = flow.own(segment.ack) if segment.has(ACK) else acked
            # A probe of the peer is not acceptable, and no sign of life to Linux (tcp_validate_incoming()).
            if flow.theirs(segment.seq) >= furthest or segment.length:
                last, probe = segment.time, None
            furthest = max(furthest, flow.theirs(segment.seq) + segment.length)
        elif acked is not None and not segment.has(SYN | FIN | RST) and (
                flow.own(segment.seq) == acked - 1 and len(segment.payload) <= 1):
            time = segment.time - (probe or last)
            wanted = interval if probe else idle
            if abs(time - wanted) > 0.02 * wanted + terms.slack:
                yield f"{time:.3f} s instead of {wanted} s: {segment}"
            probe = segment.time
        elif segment.length:
            last = segment.time
