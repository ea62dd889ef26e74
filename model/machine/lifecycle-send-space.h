/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEND_SPACE_H
#define LIFECYCLE_SEND_SPACE_H

#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The send sequence space (RFC 9293, section 3.3.1), and what is queued after it.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// SND.UNA, SND.NXT, SND.WND and what belongs to them.
struct SendSpace
{
    Seq iss;                     //!< ISS
    Seq una;                     //!< SND.UNA
    Seq nxt;                     //!< SND.NXT: after the highest octet ever sent; never moves back
    uint32_t wnd{0};             //!< SND.WND, scaled
    uint32_t maxWnd{0};          //!< greatest SND.WND seen (RFC 9293, 3.8.6.2.1; RFC 5961, 5.2)
    Seq wl1;                     //!< SND.WL1
    Seq wl2;                     //!< SND.WL2
    uint8_t shift{0};            //!< Snd.Wind.Shift (RFC 7323)
    uint16_t mss{536};           //!< the peer's MSS, after all limits; options not subtracted
    uint32_t buffer{0};          //!< octets that may be queued and unacknowledged
    uint64_t written{0};         //!< octets the user has sent since the connection began
    Seq writeEnd;                //!< sequence number after the last of them: the FIN's
    bool synAcked{false};        //!< our SYN is acknowledged
    bool finQueued{false};       //!< a FIN follows what is written
    bool finSent{false};         //!< it was sent; SND.NXT is behind it
    Seq shortEnd;                //!< number after the last short segment of text (NagleRule::Short)
    Seq pushEnd;                 //!< where the last write ended whose user has said no more follows
    Instant sentAt{};            //!< when data were sent last
    std::vector<Seq> recordEnds; //!< ends of records that were never sent: no segment goes across
    Seq frameStart;              //!< where the last frame begins (SendAccounting::Frames)
    bool wantsSpace{false};      //!< the user waits for room in the send buffer
    std::optional<Seq> up; //!< SND.UP: the number behind the urgent data, while not acknowledged

    // Round-trip time: one segment is timed at a time, none that was sent twice (Karn)
    std::optional<Instant> timedAt; //!< when it was sent
    Seq timedEnd;                   //!< acknowledged when SND.UNA has come here

    /// \param seq of an octet of text, or writeEnd \return its place in the stream sent
    uint64_t StreamOffset(Seq seq) const
    {
        return written - Span(seq, writeEnd);
    }

    /// \return octets of text written and not acknowledged
    uint32_t Queued() const
    {
        return synAcked ? (FinAcked() ? 0 : Span(una, writeEnd)) : Span(iss + 1, writeEnd);
    }

    /// \return octets and controls sent and not acknowledged
    uint32_t Flight() const
    {
        return Span(una, nxt);
    }

    /// \return octets written and never sent
    uint32_t Unsent() const
    {
        return finSent ? 0 : Span(nxt, writeEnd);
    }

    /// \return where new data in one segment end at the latest
    Seq NextEnd() const
    {
        return recordEnds.empty() ? writeEnd : recordEnds.front();
    }

    /// \return octets written and never sent that may go in one segment
    uint32_t UnsentTogether() const
    {
        return finSent ? 0 : Span(nxt, NextEnd());
    }

    /// \return whether a FIN is queued and was never sent
    bool FinUnsent() const
    {
        return finQueued && !finSent;
    }

    /// \return whether the user has given anything, text or FIN, that is not acknowledged
    bool HasWork() const
    {
        return Flight() > 0 || Queued() > 0 || FinUnsent();
    }

    /// \return whether our FIN is sent and acknowledged
    bool FinAcked() const
    {
        return finSent && una == nxt;
    }

    /// \return whether all are the same
    bool operator==(const SendSpace& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEND_SPACE_H
