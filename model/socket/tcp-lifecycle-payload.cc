/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-payload.h"

#include "ns3/abort.h"

#include <algorithm>
#include <iterator>

namespace ns3
{

namespace
{

/// \param packet a packet \param from offset \param size bytes \return this part of the packet
Ptr<Packet>
Part(const Ptr<Packet>& packet, uint64_t from, uint64_t size)
{
    return from == 0 && size == packet->GetSize()
               ? packet->Copy()
               : packet->CreateFragment(static_cast<uint32_t>(from), static_cast<uint32_t>(size));
}

} // namespace

void
TcpLifecyclePacketStream::Append(Ptr<Packet> packet)
{
    const uint32_t size = packet->GetSize();
    m_pieces.push_back({m_end, packet});
    m_end += size;
}

std::size_t
TcpLifecyclePacketStream::Find(uint64_t offset) const
{
    // With sequential access, the byte is in the piece of the last lookup or in the next one.
    for (std::size_t i = std::max(m_cursor, m_first); i < m_pieces.size() && i < m_cursor + 2; ++i)
    {
        if (offset >= m_pieces[i].start && offset < m_pieces[i].End())
        {
            return i;
        }
    }
    const auto first = m_pieces.begin() + static_cast<std::ptrdiff_t>(m_first);
    const auto after =
        std::upper_bound(first, m_pieces.end(), offset, [](uint64_t place, const Piece& piece) {
            return place < piece.start;
        });
    return static_cast<std::size_t>(std::distance(m_pieces.begin(), after)) - 1;
}

Ptr<Packet>
TcpLifecyclePacketStream::Copy(uint64_t offset, uint32_t size) const
{
    NS_ABORT_MSG_UNLESS(size > 0 && offset >= m_begin && offset + size <= m_end,
                        "bytes [" << offset << ", " << offset + size << ") are not in [" << m_begin
                                  << ", " << m_end << ")");
    std::size_t i = Find(offset);
    const uint64_t end = offset + size;
    Ptr<Packet> packet;
    while (true)
    {
        const Piece& piece = m_pieces[i];
        const uint64_t part = std::min(end, piece.End()) - offset;
        Ptr<Packet> fragment = Part(piece.packet, offset - piece.start, part);
        if (packet)
        {
            packet->AddAtEnd(fragment);
        }
        else
        {
            packet = fragment;
        }
        offset += part;
        if (offset == end)
        {
            m_cursor = i;
            return packet;
        }
        ++i;
    }
}

Ptr<Packet>
TcpLifecyclePacketStream::Take(uint32_t size)
{
    // A complete packet is not copied.
    const bool whole = m_first < m_pieces.size() && m_pieces[m_first].start == m_begin &&
                       m_pieces[m_first].packet->GetSize() == size;
    const Ptr<Packet> packet = whole ? m_pieces[m_first].packet : Copy(m_begin, size);
    DropBefore(m_begin + size);
    return packet;
}

void
TcpLifecyclePacketStream::DropBefore(uint64_t offset)
{
    m_begin = std::max(m_begin, std::min(offset, m_end));
    if (m_pieces.empty())
    {
        return;
    }
    while (m_first < m_pieces.size() && m_pieces[m_first].End() <= m_begin)
    {
        m_pieces[m_first].packet = nullptr;
        ++m_first;
    }
    // At least half of the vector is unused: the cost of the move is amortized.
    if (m_first * 2 >= m_pieces.size())
    {
        m_pieces.erase(m_pieces.begin(), m_pieces.begin() + static_cast<std::ptrdiff_t>(m_first));
        m_cursor = m_cursor > m_first ? m_cursor - m_first : 0;
        m_first = 0;
    }
}

void
TcpLifecyclePacketStream::Clear()
{
    DropBefore(m_end);
}

void
TcpLifecycleReceiveStore::Store(uint64_t offset, Ptr<Packet> packet)
{
    const uint64_t end = offset + packet->GetSize();
    if (offset == m_stream.End() && m_islands.empty())
    {
        m_stream.Append(packet);
        return;
    }
    // Only bytes that are missing are stored: cut at the bytes in order, then at every island.
    uint64_t from = std::max(offset, m_stream.End());
    auto island = m_islands.upper_bound(from);
    if (island != m_islands.begin())
    {
        const auto before = std::prev(island);
        from = std::max(from, before->first + before->second->GetSize());
    }
    while (from < end)
    {
        const uint64_t to = island == m_islands.end() ? end : std::min(end, island->first);
        if (to > from)
        {
            m_islands.emplace_hint(island, from, Part(packet, from - offset, to - from));
        }
        if (island == m_islands.end())
        {
            return;
        }
        from = island->first + island->second->GetSize();
        ++island;
    }
}

void
TcpLifecycleReceiveStore::Deliver(uint64_t end)
{
    auto island = m_islands.begin();
    while (island != m_islands.end() && island->first == m_stream.End())
    {
        m_stream.Append(island->second);
        island = m_islands.erase(island);
    }
    NS_ABORT_MSG_IF(end > m_stream.End(),
                    "bytes up to " << end << " are to be delivered, there are " << m_stream.End());
    m_delivered = std::max(m_delivered, end);
}

uint32_t
TcpLifecycleReceiveStore::Readable() const
{
    return static_cast<uint32_t>(m_delivered - std::min(m_delivered, m_stream.Begin()));
}

Ptr<Packet>
TcpLifecycleReceiveStore::Read(uint32_t size)
{
    size = std::min(size, Readable());
    if (size == 0)
    {
        return nullptr;
    }
    return m_stream.Take(size);
}

void
TcpLifecycleReceiveStore::Clear()
{
    m_islands.clear();
    m_stream.Clear();
}

} // namespace ns3
