/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-scoreboard.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Initial size of the ring: most connections send few segments
constexpr std::size_t LEAST = 4;

} // namespace

// The ring and the lists

void
Scoreboard::Grow()
{
    std::vector<Record> larger(std::max(LEAST, 2 * Capacity()));
    const auto moved = [this](Slot slot) {
        return slot == NOWHERE ? NOWHERE : static_cast<Slot>(IndexOf(slot));
    };
    for (std::size_t i = 0; i < m_count; ++i)
    {
        larger[i] = At(i);
        larger[i].before = moved(larger[i].before);
        larger[i].after = moved(larger[i].after);
    }
    for (List* list : {&m_flying, &m_broken})
    {
        list->first = moved(list->first);
        list->last = moved(list->last);
    }
    m_ring.swap(larger);
    m_first = 0;
}

void
Scoreboard::Split(std::size_t i, Seq at)
{
    // Rare: the segment size has shrunk since it was sent
    if (m_count == Capacity())
    {
        Grow();
    }
    const auto moved = [this, i](Slot slot) {
        return slot == NOWHERE || IndexOf(slot) <= i ? slot : SlotOf(IndexOf(slot) + 1);
    };
    for (std::size_t k = m_count; k > i + 1; --k)
    {
        At(k) = At(k - 1);
    }
    ++m_count;
    for (std::size_t k = 0; k < m_count; ++k)
    {
        At(k).before = moved(At(k).before);
        At(k).after = moved(At(k).after);
    }
    for (List* list : {&m_flying, &m_broken})
    {
        list->first = moved(list->first);
        list->last = moved(list->last);
    }
    Record& low = At(i);
    Record& high = At(i + 1);
    high = low;
    low.end = at;
    low.marks = static_cast<uint8_t>(low.marks & ~(PUSHED | RECORD_END));
    high.marks = static_cast<uint8_t>(high.marks & ~JOINED); // Linux, tcp_fragment()
    ++m_frames;
    m_sackedSegments += (low.marks & SACKED) != 0 ? 1 : 0;
    m_lostSegments += (low.marks & LOST) != 0 ? 1 : 0;
    if ((low.marks & SACKED) == 0)
    {
        List& list = IsToRepair(low) ? m_broken : m_flying;
        high.before = high.after = NOWHERE;
        low.after == NOWHERE ? Append(list, SlotOf(i + 1))
                             : InsertBefore(list, SlotOf(i + 1), low.after);
    }
}

std::size_t
Scoreboard::FirstEndingAfter(Seq seq) const
{
    std::size_t low = 0;
    std::size_t high = m_count;
    while (low < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        if (After(At(middle).end, seq))
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }
    }
    return low;
}

void
Scoreboard::Append(List& list, Slot slot)
{
    In(slot).before = list.last;
    In(slot).after = NOWHERE;
    (list.last == NOWHERE ? list.first : In(list.last).after) = slot;
    list.last = slot;
}

void
Scoreboard::InsertBefore(List& list, Slot slot, Slot next)
{
    const Slot before = In(next).before;
    In(slot).before = before;
    In(slot).after = next;
    In(next).before = slot;
    (before == NOWHERE ? list.first : In(before).after) = slot;
}

void
Scoreboard::Remove(List& list, Slot slot)
{
    const Record& record = In(slot);
    (record.before == NOWHERE ? list.first : In(record.before).after) = record.after;
    (record.after == NOWHERE ? list.last : In(record.after).before) = record.before;
}

void
Scoreboard::Leave(std::size_t i)
{
    if ((At(i).marks & SACKED) == 0)
    {
        Remove(IsToRepair(At(i)) ? m_broken : m_flying, SlotOf(i));
    }
}

void
Scoreboard::AddToRepair(std::size_t i)
{
    // By sequence number. Segments are marked lost in ascending order, except for lost
    // retransmissions
    const Slot slot = SlotOf(i);
    if (m_broken.first != NOWHERE && i < IndexOf(m_broken.first))
    {
        InsertBefore(m_broken, slot, m_broken.first);
        return;
    }
    Slot next = NOWHERE;
    for (Slot last = m_broken.last; last != NOWHERE && IndexOf(last) > i; last = In(last).before)
    {
        next = last;
    }
    next == NOWHERE ? Append(m_broken, slot) : InsertBefore(m_broken, slot, next);
}

void
Scoreboard::Shrink(const Record& record, uint32_t octets)
{
    m_sackedOctets -= (record.marks & SACKED) != 0 ? octets : 0;
    m_lostOctets -= (record.marks & LOST) != 0 ? octets : 0;
    m_againOctets -= (record.marks & AGAIN) != 0 ? octets : 0;
}

// Sending

void
Scoreboard::Sent(Seq from, Seq end, Instant now, uint8_t traits)
{
    if (m_count == 0)
    {
        m_start = m_judged = m_repaired = from;
    }
    if (m_count == Capacity())
    {
        Grow();
    }
    ++m_count;
    m_frames += (traits & JOINED) != 0 ? 0 : 1;
    Record& record = At(m_count - 1);
    record.end = end;
    record.marks = traits;
    record.at = now;
    Append(m_flying, SlotOf(m_count - 1));
}

void
Scoreboard::SentAgain(Seq from, Seq end, Instant now, bool episode)
{
    for (std::size_t i = FirstEndingAfter(from); i < m_count && Before(StartOf(i), end); ++i)
    {
        if (After(At(i).end, end))
        {
            Split(i, end);
        }
        Record& record = At(i);
        if ((record.marks & SACKED) != 0)
        {
            continue; // a probe may cover it
        }
        Leave(i);
        if (episode)
        {
            m_againOctets += (record.marks & AGAIN) != 0 ? 0 : SizeOf(i);
            record.marks |= AGAIN | EVER | NO_SAMPLE;
        }
        else
        {
            Shrink(record, SizeOf(i));
            m_lostSegments -= (record.marks & LOST) != 0 ? 1 : 0;
            record.marks = static_cast<uint8_t>((record.marks & LASTING) | EVER | NO_SAMPLE);
            m_judged = Earliest(m_judged, StartOf(i));
        }
        record.at = now;
        Append(m_flying, SlotOf(i));
    }
    m_repaired = Latest(m_repaired, end);
}

void
Scoreboard::Probed(Seq from)
{
    if (const std::size_t i = FirstEndingAfter(from); i < m_count)
    {
        At(i).marks |= NO_SAMPLE;
    }
}

// Delivery

void
Scoreboard::LearnFrom(std::size_t i, Delivered& delivered) const
{
    const Record& record = At(i);
    if ((record.marks & NO_SAMPLE) == 0)
    {
        delivered.sample =
            delivered.sample == NEVER ? record.at : std::max(delivered.sample, record.at);
    }
    if ((record.marks & EVER) == 0)
    {
        delivered.original = delivered.original || AtOrBefore(record.end, delivered.repairedBelow);
        const Seq start = StartOf(i);
        if (delivered.highestSacked && Before(start, *delivered.highestSacked) &&
            (!delivered.below || Before(start, *delivered.below)))
        {
            delivered.below = start;
        }
    }
    else if (delivered.now - record.at < delivered.minRtt)
    {
        return; // RFC 8985, 6.2, step 2: probably the original, delayed
    }
    delivered.lastAt = record.at;
    const bool later = record.at > delivered.sentAt ||
                       (record.at == delivered.sentAt && After(record.end, delivered.sentEnd));
    if (delivered.sentAt == NEVER || later)
    {
        delivered.sentAt = record.at;
        delivered.sentEnd = record.end;
    }
}

void
Scoreboard::Acknowledge(Seq ack, Delivered& delivered)
{
    while (m_count > 0 && AtOrBefore(At(0).end, ack))
    {
        Record& record = At(0);
        const uint32_t octets = SizeOf(0);
        if ((record.marks & SACKED) == 0)
        {
            delivered.octets += octets;
            ++delivered.segments;
            LearnFrom(0, delivered);
            Leave(0);
        }
        else
        {
            --m_sackedSegments;
        }
        if (record.marks != 0)
        {
            Shrink(record, octets);
            m_lostSegments -= (record.marks & LOST) != 0 ? 1 : 0;
        }
        m_frames -= (record.marks & JOINED) != 0 ? 0 : 1;
        m_start = record.end;
        m_first = (m_first + 1) & static_cast<uint32_t>(Capacity() - 1);
        --m_count;
    }
    if (m_count > 0 && After(ack, m_start))
    {
        // Part of a segment
        Record& record = At(0);
        delivered.octets += (record.marks & SACKED) != 0 ? 0 : Span(m_start, ack);
        Shrink(record, Span(m_start, ack));
        m_start = ack;
    }
    if (!m_sacked.Empty())
    {
        m_sacked.RemoveBelow(ack);
    }
}

void
Scoreboard::Deliver(std::size_t i, Delivered& delivered)
{
    const uint32_t octets = SizeOf(i);
    LearnFrom(i, delivered);
    Leave(i);
    Record& record = At(i);
    m_lostOctets -= (record.marks & LOST) != 0 ? octets : 0;
    m_lostSegments -= (record.marks & LOST) != 0 ? 1 : 0;
    m_againOctets -= (record.marks & AGAIN) != 0 ? octets : 0;
    record.marks = static_cast<uint8_t>((record.marks & (EVER | LASTING)) | SACKED | NO_SAMPLE);
    m_sackedOctets += octets;
    ++m_sackedSegments;
    delivered.octets += octets;
    ++delivered.segments;
}

void
Scoreboard::Sack(Seq left, Seq right, Delivered& delivered)
{
    // The range after it is merged with those that it touches
    Seq begin = left;
    Seq end = right;
    if (const std::size_t i = m_sacked.FirstEndingAfter(left - 1);
        i < m_sacked.Count() && Before(m_sacked[i].left, left))
    {
        begin = m_sacked[i].left;
    }
    if (const std::size_t i = m_sacked.FirstEndingAfter(right - 1);
        i < m_sacked.Count() && AtOrBefore(m_sacked[i].left, right))
    {
        end = m_sacked[i].right;
    }
    // Only data in the gaps between SACKed ranges are new
    Seq from = left;
    bool news = false;
    while (Before(from, right))
    {
        const std::size_t next = m_sacked.FirstEndingAfter(from);
        const bool last = next == m_sacked.Count();
        const Seq gap = last ? right : Earliest(right, m_sacked[next].left);
        for (std::size_t i = Before(from, gap) ? FirstEndingAfter(from) : m_count;
             i < m_count && Before(StartOf(i), gap);
             ++i)
        {
            news = true;
            if ((At(i).marks & SACKED) == 0 && AtOrAfter(StartOf(i), begin) &&
                AtOrBefore(At(i).end, end))
            {
                Deliver(i, delivered);
            }
            else
            {
                At(i).marks |= NO_SAMPLE; // part of it
            }
        }
        from = last ? right : m_sacked[next].right;
    }
    if (news)
    {
        m_sacked.Add(left, right);
    }
}

void
Scoreboard::ForgetSacks()
{
    for (std::size_t i = 0; i < m_count; ++i)
    {
        if ((At(i).marks & SACKED) != 0)
        {
            At(i).marks = static_cast<uint8_t>(At(i).marks & ~SACKED);
            Append(m_flying, SlotOf(i));
        }
    }
    m_sackedOctets = 0;
    m_sackedSegments = 0;
    m_sacked.Clear();
}

} // namespace lifecycle
} // namespace ns3
