# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Rules about segments. A rule's documentation begins with the clause that it holds the end to."""

from rules import rule
from wire import ACK, FIN, RST, SYN


@rule
def right_edge_moves_left(flow, _):
    """RFC 9293, 3.8.6, SHLD-14: the right edge of the window does not move left."""
    if flow.peer_isn is None:
        return
    furthest, heard = None, False
    for segment in flow.segments:
        if not segment.sent:
            heard |= segment.valid and segment.has(ACK) and not segment.has(RST) and (
                flow.isn is not None and flow.own(segment.ack) > 0)
            continue
        if not segment.has(ACK) or segment.has(RST):
            continue
        # A peer in SYN-SENT drops an ACK without SYN (3.10.7.3, fifth) and does not see its window.
        if not segment.has(SYN) and not heard:
            continue
        scale = 0 if segment.has(SYN) else flow.shift[0]
        edge = flow.theirs(segment.ack) + (segment.window << scale)
        if furthest is not None and edge < furthest:
            yield f"from {furthest} to {edge}: {segment}"
        furthest = max(edge, furthest or edge)


@rule
def beyond_the_window(flow, _):
    """RFC 9293, 3.8.6: nothing is sent beyond the window that the peer has offered, but a probe of one
    byte (MUST-36).
    """
    if flow.isn is None:
        return
    offered = None
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid and segment.has(ACK) and not segment.has(RST):
                scale = 0 if segment.has(SYN) else flow.shift[1]
                edge = flow.own(segment.ack) + (segment.window << scale)
                offered = max(edge, offered or edge)
        elif segment.length and not segment.has(SYN | RST) and offered is not None:
            end = flow.own(segment.seq) + segment.length
            if end > offered and not (segment.length == 1 and end == offered + 1):
                yield f"{end - offered} bytes: {segment}"


@rule
def octets_of_the_stream(flow, terms):
    """RFC 9293, 3.4: a sequence number names one byte; what is sent under it is that byte, each time."""
    if flow.isn is None or terms.octets is None:
        return
    acked = 1
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid and segment.has(ACK) and not segment.forged:
                acked = max(acked, flow.own(segment.ack))
        elif segment.payload and not segment.has(RST):
            offset = flow.own(segment.seq) - 1
            # A keep-alive's byte is of no meaning (RFC 9293, 3.8.4).
            if len(segment.payload) == 1 and offset + 2 == acked:
                continue
            if segment.payload != terms.octets.at(offset, len(segment.payload)):
                yield f"{segment}"


@rule
def gap_in_what_is_sent(flow, _):
    """RFC 9293, 3.3.1, SND.NXT: new bytes follow those sent before, and nothing follows a FIN."""
    if flow.isn is None:
        return
    end, last = 0, None
    for segment in flow.sent:
        if segment.has(RST):
            continue
        start = flow.own(segment.seq)
        if start > end:
            yield f"{start - end} bytes left out: {segment}"
        if last is not None and start + segment.length > last:
            yield f"beyond the FIN: {segment}"
        end = max(end, start + segment.length)
        if segment.has(FIN):
            last = start + segment.length


@rule
def acknowledgment_number(flow, _):
    """RFC 9293, 3.4: an acknowledgment is of all that has arrived in order, and never of less than the
    one before.
    """
    if flow.peer_isn is None:
        return
    arrived, waiting, furthest = 0, [], None
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid and segment.length and not segment.has(RST):
                start = flow.theirs(segment.seq)
                waiting.append((start, start + segment.length))
                for left, right in sorted(waiting):
                    if left <= arrived:
                        arrived = max(arrived, right)
                waiting = [part for part in waiting if part[1] > arrived]
        elif segment.has(ACK) and not segment.has(RST):
            number = flow.theirs(segment.ack)
            if number > arrived:
                yield f"{number - arrived} bytes have not arrived: {segment}"
            if furthest is not None and number < furthest:
                yield f"{furthest - number} bytes less than before: {segment}"
            furthest = max(number, furthest or number)


@rule
def checksum(flow, _):
    """RFC 9293, 3.1, MUST-2: the checksums of IP and TCP are right."""
    for segment in flow.sent:
        if not segment.valid:
            yield f"{segment}"


@rule
def segment_size(flow, terms):
    """RFC 9293, 3.7.1, MUST-16: text and options are within the peer's MSS (536 if it said none), the
    packet within the MTU.
    """
    limit = (flow.peer.mss if flow.peer and flow.peer.mss else 536)
    for segment in flow.sent:
        if segment.payload and len(segment.payload) + segment.options_size > limit:
            yield f"{len(segment.payload)} and {segment.options_size} bytes, MSS {limit}: {segment}"
        if segment.ip_size > terms.mtu:
            yield f"{segment.ip_size} bytes, MTU {terms.mtu}: {segment}"


@rule
def options(flow, _):
    """RFC 7323, 2.2 and 3.2, RFC 2018, 2: options as negotiated; a timestamp in every segment but
    RSTs, or in none.
    """
    for segment in flow.sent:
        if segment.has(SYN) or segment.has(RST):
            continue
        if flow.stamped != bool(segment.stamps):
            yield f"timestamp {'missing' if flow.stamped else 'not negotiated'}: {segment}"
        if segment.sack and not flow.sacked:
            yield f"SACK not negotiated: {segment}"
        if segment.mss or segment.shift is not None or segment.sack_permitted:
            yield f"an option of SYNs: {segment}"


@rule
def sack_blocks(flow, _):
    """RFC 2018, 4, RFC 2883, 4: blocks are of bytes that have arrived, beyond the acknowledgment but
    for a duplicate's first.
    """
    if flow.peer_isn is None:
        return
    arrived = []
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid and segment.length:
                start = flow.theirs(segment.seq)
                arrived.append((start, start + segment.length))
            continue
        for index, block in enumerate(segment.sack):
            left, right = (flow.theirs(edge) for edge in block)
            place = left
            for start, end in sorted(arrived):
                if start <= place < end:
                    place = end
            if not left < right or place < right:
                yield f"({left}, {right}) has not arrived: {segment}"
            if left <= flow.theirs(segment.ack) and index:
                yield f"({left}, {right}) is acknowledged: {segment}"


@rule
def timestamp_echo(flow, _):
    """RFC 7323, 4.3: TSecr is TS.Recent: the latest TSval of a segment that began at or before the
    last ACK sent.
    """
    if not flow.stamped:
        return
    # Of a segment that is not acceptable TS.Recent does not learn (5.3, R2); Linux accepts what ends at
    # the last ACK (tcp_sequence()), so that there are two candidates.
    strict, lax, last_ack, value, arrived, edge = None, None, 0, None, 0, 1 << 31
    for segment in flow.segments:
        if not segment.stamps or segment.has(RST):
            continue
        if segment.sent:
            if segment.has(ACK):
                if strict is not None and segment.stamps[1] not in (strict, lax):
                    yield f"echo of {segment.stamps[1]}, TS.Recent is {strict}: {segment}"
                last_ack = max(last_ack, flow.theirs(segment.ack))
                edge = last_ack + (segment.window << (0 if segment.has(SYN) else flow.shift[0]))
            elif segment.stamps[1]:
                yield f"echo without ACK: {segment}"
            if value is not None and flow.relative(segment.stamps[0], value) < 0:
                yield f"TSval goes back from {value}: {segment}"
            value = segment.stamps[0]
        elif segment.valid and not segment.forged:
            start = flow.theirs(segment.seq)
            end = start + segment.length
            before, arrived = arrived, max(arrived, end)
            if start > last_ack:
                continue
            inside = start < edge or end == start == edge
            if inside and (end > before or end == start == before) and (
                    strict is None or flow.relative(segment.stamps[0], strict) >= 0):
                strict = segment.stamps[0]
            if end >= last_ack and (lax is None or flow.relative(segment.stamps[0], lax) >= 0):
                lax = segment.stamps[0]


@rule
def unexpected_reset(flow, terms):
    """RFC 9293, 3.10.7: a RST only where the case asks for one."""
    own_end, fin_acked, peer_fin, answers = None, False, False, set()
    for segment in flow.segments:
        if not segment.sent:
            if segment.valid and segment.has(ACK):
                answers.add(segment.ack)
                fin_acked |= own_end is not None and flow.own(segment.ack) >= own_end
                peer_fin |= segment.has(FIN)
        elif segment.has(RST):
            # Both have closed: what comes late meets no connection (3.10.7.1).
            gone = fin_acked and peer_fin and segment.seq in answers and not segment.has(ACK)
            if not terms.may_reset and not gone:
                yield f"{segment}"
        elif segment.has(FIN):
            own_end = flow.own(segment.seq) + segment.length


@rule
def speaks_after_reset(flow, _):
    """RFC 9293, 3.10.7.4, second: after an acceptable RST there is no connection to send from, but in TIME-WAIT,
    where it may be ignored (RFC 1337, 3).
    """
    if flow.peer_isn is None:
        return
    ended, last_ack, fin, fin_acked = None, None, None, False
    for segment in flow.segments:
        if segment.sent:
            if ended is not None and not segment.has(RST | SYN):
                yield f"{segment.time - ended.time:.3f} s after {ended}: {segment}"
                return
            if segment.has(ACK) and not segment.has(RST):
                last_ack = segment.ack
            if segment.has(FIN):
                fin = flow.own(segment.seq) + segment.length
        elif segment.valid and segment.has(RST):
            if segment.seq == last_ack and not fin_acked:
                ended = segment
        elif segment.valid and segment.has(ACK):
            fin_acked |= fin is not None and flow.own(segment.ack) >= fin and segment.has(FIN)


@rule
def storm(flow, _):
    """RFC 9293, 3.8.6.3 and 3.10.7: an ACK answers a segment; nothing is sent again without end."""
    answers, edge = 0, None
    for segment in flow.sent:
        if segment.is_pure_ack:
            now = (segment.ack, segment.window)
            answers += now == edge
            edge = now
    if answers > len(flow.received) + 12:
        yield f"{answers} ACKs that tell nothing new, for {len(flow.received)} segments"
    times = {}
    for segment in flow.sent:
        if segment.length:
            times[segment.seq] = times.get(segment.seq, 0) + 1
    for seq, count in times.items():
        if count > 9:
            yield f"{seq} was sent {count} times"


@rule
def late_acknowledgment(flow, terms):
    """RFC 9293, 3.8.6.3, MUST-40: the ACK of bytes that have arrived in order comes within 0.5 s."""
    if flow.peer_isn is None:
        return
    due = None
    acked, arrived, edge = 0, 1, 0
    for segment in flow.segments:
        if due is not None and segment.time > due[0] + terms.delayed_ack + terms.slack:
            yield f"{segment.time - due[0]:.3f} s after {due[1]}"
            return
        if segment.sent:
            if segment.has(RST):
                return
            if segment.has(ACK):
                acked = max(acked, flow.theirs(segment.ack))
                scale = 0 if segment.has(SYN) else flow.shift[0]
                edge = max(edge, flow.theirs(segment.ack) + (segment.window << scale))
            if due is not None and acked >= due[2]:
                due = None
        elif segment.valid and segment.has(RST):
            return
        elif segment.valid and segment.payload and not segment.forged:
            start = flow.theirs(segment.seq)
            end = start + len(segment.payload)
            # What is beyond the window, a probe, need not be taken.
            if start <= arrived < end <= edge:
                arrived = end
                due = due or (segment.time, segment, end)
