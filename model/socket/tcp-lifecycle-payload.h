/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PAYLOAD_H
#define TCP_LIFECYCLE_PAYLOAD_H

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The bytes of both streams of a connection, as ns-3 packets. Zero-filled payload is not allocated,
 * and byte tags are kept. The machine uses offsets in the streams.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * A sequence of packets that form bytes [Begin(), End()) of a stream. Appending at the end and
 * removal at the beginning take amortized constant time.
 */
class TcpLifecyclePacketStream
{
  public:
    /// \param packet the bytes to append; not empty, and not changed later
    void Append(Ptr<Packet> packet);
    /**
     * \param offset first byte, in [Begin(), End()) \param size number of bytes, up to End(), > 0
     * \return these bytes as one packet. Constant time for sequential access, logarithmic
     * otherwise, and linear in the number of packets involved.
     */
    Ptr<Packet> Copy(uint64_t offset, uint32_t size) const;
    /// \param size number of bytes, > 0, up to End() \return the first bytes, which are removed
    Ptr<Packet> Take(uint32_t size);
    /// Remove bytes before \p offset. \param offset offset in [Begin(), End()]
    void DropBefore(uint64_t offset);
    /// Remove all bytes; Begin() becomes End().
    void Clear();

    /// \return offset of the first byte
    uint64_t Begin() const
    {
        return m_begin;
    }

    /// \return offset after the last byte
    uint64_t End() const
    {
        return m_end;
    }

  private:
    /// A packet and its offset.
    struct Piece
    {
        uint64_t start{0};  //!< offset of its first byte
        Ptr<Packet> packet; //!< bytes

        /// \return offset after its last byte
        uint64_t End() const
        {
            return start + packet->GetSize();
        }
    };

    std::size_t Find(uint64_t offset) const;

    std::vector<Piece> m_pieces;     //!< pieces before m_first are unused
    std::size_t m_first{0};          //!< index of the first piece
    mutable std::size_t m_cursor{0}; //!< index of the piece at which the last Copy() ended
    uint64_t m_begin{0};             //!< see Begin()
    uint64_t m_end{0};               //!< see End()
};

/**
 * \ingroup tcp-lifecycle
 *
 * The received bytes: those in order, and islands after gaps.
 */
class TcpLifecycleReceiveStore
{
  public:
    /**
     * Store bytes. \param offset offset of the first one \param packet the bytes, not empty; bytes
     * that are already stored are ignored
     */
    void Store(uint64_t offset, Ptr<Packet> packet);
    /**
     * Make bytes readable.
     * \param end offset after the last one; the program stops if any byte before it is missing
     */
    void Deliver(uint64_t end);
    /// \return number of readable bytes
    uint32_t Readable() const;
    /// \param size limit of bytes, > 0 \return readable bytes, or null if there are none
    Ptr<Packet> Read(uint32_t size);
    /// Remove all readable bytes and all islands.
    void Clear();

  private:
    TcpLifecyclePacketStream m_stream;         //!< bytes in order
    std::map<uint64_t, Ptr<Packet>> m_islands; //!< bytes after gaps, by offset; disjoint
    uint64_t m_delivered{0};                   //!< bytes before this offset are readable
};

} // namespace ns3

#endif // TCP_LIFECYCLE_PAYLOAD_H
