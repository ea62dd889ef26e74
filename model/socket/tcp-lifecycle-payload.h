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
 * The octets of the two streams of a connection, as ns-3 packets: payload that exists as a length
 * only stays so, and byte tags travel along. The machine speaks of places in the streams.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Packets one behind the other, forming octets [Begin(), End()) of a stream. Octets go in at the
 * end and out at the beginning, both in amortized constant time.
 */
class TcpLifecyclePacketStream
{
  public:
    /// \param packet goes behind the last octet; not empty, and nobody else may change it
    void Append(Ptr<Packet> packet);
    /**
     * \param offset first octet, in [Begin(), End()) \param size how many, up to End(), > 0
     * \return these octets as one packet. Constant time for calls in order, logarithmic else, and
     * linear in the number of packets touched.
     */
    Ptr<Packet> Copy(uint64_t offset, uint32_t size) const;
    /// \param size how many, > 0, up to End() \return the first octets, which are no longer here
    Ptr<Packet> Take(uint32_t size);
    /// Forget octets before \p offset. \param offset in [Begin(), End()]
    void DropBefore(uint64_t offset);
    /// Forget all octets; Begin() becomes End().
    void Clear();

    /// \return place of the first octet kept
    uint64_t Begin() const
    {
        return m_begin;
    }

    /// \return place after the last octet
    uint64_t End() const
    {
        return m_end;
    }

  private:
    /// A packet and its place.
    struct Piece
    {
        uint64_t start{0};  //!< place of its first octet
        Ptr<Packet> packet; //!< octets

        /// \return place after its last octet
        uint64_t End() const
        {
            return start + packet->GetSize();
        }
    };

    std::size_t Find(uint64_t offset) const;

    std::vector<Piece> m_pieces;     //!< pieces before m_first are gone
    std::size_t m_first{0};          //!< index of the first piece kept
    mutable std::size_t m_cursor{0}; //!< index of the piece where the last Copy() ended
    uint64_t m_begin{0};             //!< see Begin()
    uint64_t m_end{0};               //!< see End()
};

/**
 * \ingroup tcp-lifecycle
 *
 * What has arrived: octets in order, and islands beyond a hole.
 */
class TcpLifecycleReceiveStore
{
  public:
    /**
     * Keep octets. \param offset place of the first one \param packet the octets, not empty; what
     * is there already is left out
     */
    void Store(uint64_t offset, Ptr<Packet> packet);
    /**
     * Octets up to here can be read.
     * \param end place after the last; everything before was stored, or the program stops
     */
    void Deliver(uint64_t end);
    /// \return octets that can be read
    uint32_t Readable() const;
    /// \param size octets at most, > 0 \return octets that could be read, or null if there are none
    Ptr<Packet> Read(uint32_t size);
    /// Forget all octets that can be read, and all islands.
    void Clear();

  private:
    TcpLifecyclePacketStream m_stream;         //!< octets in order
    std::map<uint64_t, Ptr<Packet>> m_islands; //!< octets beyond a hole, by place; disjoint
    uint64_t m_delivered{0};                   //!< octets before this can be read
};

} // namespace ns3

#endif // TCP_LIFECYCLE_PAYLOAD_H
