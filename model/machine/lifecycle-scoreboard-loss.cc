/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The scoreboard: losses, selection of retransmissions, comparison and hash.
 */

#include "lifecycle-hash.h"
#include "lifecycle-scoreboard.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 8985, 6.2, RACK_sent_after(): of two segments sent at the same time, the one with the higher
/// sequence number is later
bool
SentAfter(Instant at, Seq end, Instant otherAt, Seq otherEnd)
{
    return at > otherAt || (at == otherAt && After(end, otherEnd));
}

} // namespace

void
Scoreboard::MarkLost(std::size_t i)
{
    Leave(i);
    Record& record = At(i);
    const uint32_t octets = SizeOf(i);
    if ((record.marks & LOST) == 0)
    {
        m_lostOctets += octets;
        ++m_lostSegments;
    }
    m_againOctets -= (record.marks & AGAIN) != 0 ? octets : 0;
    record.marks = static_cast<uint8_t>((record.marks | LOST) & ~AGAIN);
    AddToRepair(i);
}

void
Scoreboard::MarkLostBelow(Seq edge)
{
    if (m_count == 0 || AtOrBefore(edge, Judged()))
    {
        return;
    }
    for (std::size_t i = FirstEndingAfter(Judged()); i < m_count && Before(StartOf(i), edge); ++i)
    {
        Record& record = At(i);
        if ((record.marks & (SACKED | LOST)) != 0)
        {
            continue;
        }
        if ((record.marks & AGAIN) != 0)
        {
            record.marks |= LOST;
            m_lostOctets += SizeOf(i);
            ++m_lostSegments;
        }
        else
        {
            MarkLost(i);
        }
    }
    m_judged = edge;
}

void
Scoreboard::MarkFirstLost()
{
    if (m_count > 0 && (At(0).marks & SACKED) == 0)
    {
        MarkLost(0);
    }
}

void
Scoreboard::MarkAllLost()
{
    for (std::size_t i = 0; i < m_count; ++i)
    {
        if ((At(i).marks & SACKED) == 0)
        {
            MarkLost(i);
        }
    }
}

void
Scoreboard::MarkLostSentBefore(Instant since)
{
    // Linux, tcp_timeout_mark_lost()
    for (std::size_t i = 0; i < m_count; ++i)
    {
        if ((At(i).marks & SACKED) == 0 && (i == 0 || At(i).at <= since))
        {
            MarkLost(i);
        }
    }
}

Duration
Scoreboard::MarkLostByTime(Instant at, Seq end, Instant now, Duration enough)
{
    Duration longest{0};
    Slot next = NOWHERE;
    for (Slot slot = m_flying.first; slot != NOWHERE; slot = next)
    {
        const Record& record = In(slot);
        next = record.after;
        if (!SentAfter(at, end, record.at, record.end))
        {
            break;
        }
        const Duration remaining = record.at + enough - now;
        if (remaining <= Duration::zero())
        {
            MarkLost(IndexOf(slot));
        }
        else
        {
            longest = std::max(longest, remaining);
        }
    }
    return longest;
}

void
Scoreboard::UnmarkLost()
{
    while (m_broken.first != NOWHERE)
    {
        // They were sent before those in flight, so they come first in the list
        const Slot slot = m_broken.last;
        Remove(m_broken, slot);
        Record& record = In(slot);
        record.marks = static_cast<uint8_t>(record.marks & ~LOST);
        m_flying.first == NOWHERE ? Append(m_flying, slot)
                                  : InsertBefore(m_flying, slot, m_flying.first);
    }
    for (std::size_t i = 0; i < m_count; ++i)
    {
        At(i).marks = static_cast<uint8_t>(At(i).marks & ~LOST);
    }
    m_lostOctets = 0;
    m_lostSegments = 0;
    m_judged = m_start;
}

void
Scoreboard::BeginEpisode(Seq una)
{
    m_repaired = una;
}

// Selection of retransmissions

std::optional<Scoreboard::Repair>
Scoreboard::NextLost(uint32_t room, Seq textEnd) const
{
    if (m_broken.first == NOWHERE)
    {
        return std::nullopt;
    }
    const std::size_t first = IndexOf(m_broken.first);
    const Record* last = &At(first);
    Repair repair{StartOf(first), last->end, false, (last->marks & JOINED) != 0};
    for (Slot next = last->after; next != NOWHERE; next = In(next).after)
    {
        const Seq end = In(next).end;
        if ((last->marks & RECORD_END) != 0 || StartOf(IndexOf(next)) != repair.end ||
            Span(repair.from, Earliest(end, textEnd)) > room)
        {
            break;
        }
        repair.end = end;
        last = &In(next);
    }
    repair.push = (last->marks & PUSHED) != 0;
    return repair;
}

std::optional<Scoreboard::Repair>
Scoreboard::NextNotRepaired()
{
    if (m_sacked.Empty())
    {
        return std::nullopt;
    }
    const Seq highest = m_sacked[m_sacked.Count() - 1].left;
    for (std::size_t i = FirstEndingAfter(Latest(m_repaired, m_start));
         i < m_count && Before(StartOf(i), highest);
         ++i)
    {
        if ((At(i).marks & (SACKED | AGAIN)) == 0)
        {
            return Repair{StartOf(i), At(i).end, (At(i).marks & PUSHED) != 0};
        }
        m_repaired = At(i).end;
    }
    return std::nullopt;
}

std::optional<Scoreboard::Repair>
Scoreboard::Last() const
{
    if (m_count == 0)
    {
        return std::nullopt;
    }
    const Record& last = At(m_count - 1);
    return Repair{StartOf(m_count - 1), last.end, (last.marks & PUSHED) != 0};
}

// Comparison and hash

bool
Scoreboard::operator==(const Scoreboard& other) const
{
    const auto same = [this, &other](Slot mine, Slot theirs) {
        return (mine == NOWHERE || theirs == NOWHERE) ? mine == theirs
                                                      : IndexOf(mine) == other.IndexOf(theirs);
    };
    if (m_count != other.m_count || m_count == 0)
    {
        return m_count == other.m_count;
    }
    bool equal = m_start == other.m_start && Judged() == other.Judged() &&
                 Latest(m_repaired, m_start) == Latest(other.m_repaired, other.m_start) &&
                 m_sacked == other.m_sacked && same(m_flying.first, other.m_flying.first) &&
                 same(m_broken.first, other.m_broken.first);
    for (std::size_t i = 0; equal && i < m_count; ++i)
    {
        const Record& mine = At(i);
        const Record& theirs = other.At(i);
        equal = mine.end == theirs.end && mine.marks == theirs.marks && mine.at == theirs.at &&
                ((mine.marks & SACKED) != 0 || same(mine.after, theirs.after));
    }
    return equal;
}

void
Scoreboard::AddTo(Digest& digest) const
{
    digest.AddWord(m_count);
    if (m_count == 0)
    {
        return;
    }
    const Seq repaired = Latest(m_repaired, m_start);
    const Seq judged = Judged();
    digest.Add(std::tie(m_start, judged, repaired, m_sacked));
    for (std::size_t i = 0; i < m_count; ++i)
    {
        const Record& record = At(i);
        digest.Add(record.end);
        digest.AddWord(digest.HasHistory() ? record.marks
                                           : record.marks & (SACKED | LOST | AGAIN | RECORD_END));
        if (digest.HasHistory())
        {
            digest.Add(record.at);
        }
    }
}

} // namespace lifecycle
} // namespace ns3
