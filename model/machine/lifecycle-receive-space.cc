/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-receive-space.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

auto
ReceiveSpace::Parts() const
{
    return std::tie(irs,
                    nxt,
                    advertisedEnd,
                    buffer,
                    unread,
                    delivered,
                    shift,
                    windowScaling,
                    timestamps,
                    sack,
                    tsRecentAt,
                    lastAckSent,
                    fin,
                    up,
                    beyond,
                    duplicateLeft,
                    duplicateRight,
                    eager,
                    arrivals,
                    arrivalCount);
}

bool
ReceiveSpace::operator==(const ReceiveSpace& other) const
{
    return Parts() == other.Parts() && tsRecent == other.tsRecent;
}

void
ReceiveSpace::AddTo(Digest& digest) const
{
    digest.Add(Parts());
    if (timestamps || tsRecent != 0)
    {
        digest.AddStamp(tsRecent);
    }
}

void
ReceiveSpace::NoteDuplicate(Seq left, Seq right)
{
    // RFC 2883, 4: the first contiguous range of data that was received before
    if (Before(left, nxt))
    {
        duplicateLeft = left;
        duplicateRight = Earliest(right, nxt);
        return;
    }
    const std::size_t i = beyond.FirstEndingAfter(left);
    if (i < beyond.Count() && Before(beyond[i].left, right))
    {
        duplicateLeft = Latest(beyond[i].left, left);
        duplicateRight = Earliest(beyond[i].right, right);
    }
}

void
ReceiveSpace::AddBeyond(Seq left, Seq right)
{
    beyond.Add(left, right);
    std::copy_backward(arrivals.begin(), arrivals.end() - 1, arrivals.end());
    arrivals.front() = left;
    arrivalCount = static_cast<uint8_t>(std::min<std::size_t>(arrivalCount + 1, arrivals.size()));
}

std::size_t
ReceiveSpace::MostRecentBlocks(SackBlock* blocks, std::size_t most) const
{
    std::size_t count = 0;
    const auto add = [&](std::size_t i) {
        if (count < most && std::find(blocks, blocks + count, beyond[i]) == blocks + count)
        {
            blocks[count++] = beyond[i];
        }
    };
    for (uint8_t at = 0; at < arrivalCount; ++at)
    {
        const std::size_t i = beyond.FirstEndingAfter(arrivals[at]);
        if (i < beyond.Count() && AtOrBefore(beyond[i].left, arrivals[at]))
        {
            add(i);
        }
    }
    for (std::size_t i = beyond.Count(); i-- > 0 && count < most;)
    {
        add(i);
    }
    return count;
}

Acceptance
TestAcceptability(const Segment& segment, const ReceiveSpace& receive)
{
    // RFC 9293, 3.4, table 5, except that an empty segment at the right edge is acceptable with any
    // window, not only with a window of 0. It is the ACK of a peer that has filled the window: its
    // SEG.SEQ is SND.NXT. By table 5, two such ends would never accept each other's ACKs (appendix
    // A.2; draft-gont-tcpm-tcp-seq-validation). Linux, tcp_sequence(), has the same exception:
    // !after(seq, rcv_nxt + tcp_receive_window()).
    const uint32_t length = segment.SequenceLength();
    const uint32_t window = receive.Limit();
    bool acceptable;
    if (length == 0)
    {
        acceptable = InWindow(segment.seq, receive.nxt, window + 1);
    }
    else
    {
        acceptable = window != 0 && (InWindow(segment.seq, receive.nxt, window) ||
                                     InWindow(segment.End() - 1, receive.nxt, window));
    }
    return acceptable ? Acceptance::Acceptable : Acceptance::Unacceptable;
}

ResetVerdict
JudgeReset(const Segment& segment, const ReceiveSpace& receive, ResetCheck check)
{
    // RFC 9293, 3.10.7.4, second; RFC 5961, 3.2
    const Seq start = check == ResetCheck::LastAck ? receive.lastAckSent : receive.nxt;
    if (segment.seq == start)
    {
        return ResetVerdict::Reset;
    }
    if (check == ResetCheck::Edges && !receive.beyond.Empty() &&
        segment.seq == receive.beyond[receive.beyond.Count() - 1].right)
    {
        return ResetVerdict::Reset; // RFC 5961, 3.2, does not have this case: the peer's SND.NXT
    }
    if (!InWindow(segment.seq, start, Span(start, receive.nxt) + receive.Limit()))
    {
        return ResetVerdict::Drop;
    }
    return check == ResetCheck::InWindow ? ResetVerdict::Reset : ResetVerdict::Challenge;
}

} // namespace lifecycle
} // namespace ns3
