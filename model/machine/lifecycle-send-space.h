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
 * The send sequence space (RFC 9293, section 3.3.1), and the data queued after it.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// SND.UNA, SND.NXT, SND.WND and related state.
struct SendSpace
{
    Seq iss;               //!< ISS
    Seq una;               //!< SND.UNA
    Seq nxt;               //!< SND.NXT: after the highest byte ever sent; never moves back
    uint32_t wnd{0};       //!< SND.WND, scaled
    uint32_t maxWnd{0};    //!< largest SND.WND so far (RFC 9293, 3.8.6.2.1; RFC 5961, 5.2)
    Seq wl1;               //!< SND.WL1
    Seq wl2;               //!< SND.WL2
    uint8_t shift{0};      //!< Snd.Wind.Shift (RFC 7323)
    uint16_t mss{536};     //!< the peer's MSS after all limits, without subtraction of options
    uint32_t buffer{0};    //!< limit of bytes queued and unacknowledged
    uint64_t written{0};   //!< bytes written since the connection was opened
    Seq writeEnd;          //!< sequence number after the last of them, which is that of the FIN
    bool synAcked{false};  //!< our SYN is acknowledged
    bool finQueued{false}; //!< a FIN follows the written data
    bool finSent{false};   //!< the FIN was sent: SND.NXT is after it
    Seq shortEnd;          //!< end of the last small data segment (NagleRule::Short)
    Seq pushEnd;           //!< end of the last write without SendFlags::more
    Instant sentAt{};      //!< when data were last sent
    std::vector<Seq> recordEnds; //!< ends of records not sent yet, which no segment crosses
    Seq frameStart;              //!< where the last frame begins (SendAccounting::Frames)
    bool wantsSpace{false};      //!< the user waits for room in the send buffer
    std::optional<Seq>
        up; //!< SND.UP: the sequence number after the urgent data, until they are acknowledged

    // RTT: one segment is timed at a time, none that was sent twice (Karn)
    std::optional<Instant> timedAt; //!< when it was sent
    Seq timedEnd;                   //!< SND.UNA at which it is acknowledged

    /// \param seq sequence number of a data byte, or writeEnd \return its offset in the sent stream
    uint64_t StreamOffset(Seq seq) const
    {
        return written - Span(seq, writeEnd);
    }

    /// \return bytes written and not acknowledged
    uint32_t Queued() const
    {
        return synAcked ? (FinAcked() ? 0 : Span(una, writeEnd)) : Span(iss + 1, writeEnd);
    }

    /// \return sequence numbers sent and not acknowledged
    uint32_t Flight() const
    {
        return Span(una, nxt);
    }

    /// \return bytes written and not sent
    uint32_t Unsent() const
    {
        return finSent ? 0 : Span(nxt, writeEnd);
    }

    /// \return upper limit of the end of the next new segment
    Seq NextEnd() const
    {
        return recordEnds.empty() ? writeEnd : recordEnds.front();
    }

    /// \return bytes written and not sent that may be in one segment
    uint32_t UnsentTogether() const
    {
        return finSent ? 0 : Span(nxt, NextEnd());
    }

    /// \return whether a FIN is queued and not sent
    bool FinUnsent() const
    {
        return finQueued && !finSent;
    }

    /// \return whether written data or a FIN are not acknowledged
    bool HasWork() const
    {
        return Flight() > 0 || Queued() > 0 || FinUnsent();
    }

    /// \return whether the FIN was sent and acknowledged
    bool FinAcked() const
    {
        return finSent && una == nxt;
    }

    /// \param other another \return whether all members are equal
    bool operator==(const SendSpace& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEND_SPACE_H
