/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RECEIVE_SPACE_H
#define LIFECYCLE_RECEIVE_SPACE_H

#include "lifecycle-config.h"
#include "lifecycle-segment.h"
#include "lifecycle-seq-ranges.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The receive sequence space (RFC 9293, section 3.3.1), and data received out of order.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// RCV.NXT, RCV.WND, and the ranges received beyond RCV.NXT.
struct ReceiveSpace
{
    Seq irs;                   //!< IRS
    Seq nxt;                   //!< RCV.NXT
    Seq advertisedEnd;         //!< right edge of the last announced window; never moves left
    uint32_t buffer{0};        //!< limit of bytes unread or out of order
    uint32_t unread{0};        //!< bytes delivered and not read
    uint64_t delivered{0};     //!< bytes delivered since the connection was opened
    uint8_t shift{0};          //!< Rcv.Wind.Shift (RFC 7323)
    bool windowScaling{false}; //!< negotiated
    bool timestamps{false};    //!< negotiated
    bool sack{false};          //!< negotiated
    uint32_t tsRecent{0};      //!< TS.Recent (RFC 7323, 4.3)
    Instant tsRecentAt{};      //!< when TS.Recent was set, after our SYN was acknowledged
    Seq lastAckSent;           //!< Last.ACK.sent (RFC 7323, 4.3)
    std::optional<Seq> fin;    //!< sequence number of the peer's FIN, once received
    std::optional<Seq>
        up;             //!< RCV.UP: the sequence number after the urgent data, until they are read
    SeqRanges beyond;   //!< ranges received out of order
    Seq duplicateLeft;  //!< duplicate data, to be reported once (RFC 2883)
    Seq duplicateRight; //!< end of the duplicate data; equal to duplicateLeft if there are none
    bool eager{false};  //!< see Limit()
    std::array<Seq, MAX_SACK_BLOCKS>
        arrivals{};          //!< starts of the ranges received last, latest first
    uint8_t arrivalCount{0}; //!< number of these

    /// \return RCV.WND: the announced window, from RCV.NXT
    uint32_t Window() const
    {
        return After(advertisedEnd, nxt) ? Span(nxt, advertisedEnd) : 0;
    }

    /// \return Rcv.Wind.Shift if negotiated, else 0
    uint8_t Scale() const
    {
        return windowScaling ? shift : 0;
    }

    /// \return SEG.WND: RCV.WND in units of 2^Scale(), rounded up. If it were rounded down, the
    /// right edge that the peer computes would move left when RCV.NXT advances by a few bytes (RFC
    /// 9293, SHLD-14; Linux, tcp_select_window(), also rounds up)
    uint32_t WindowField() const
    {
        return (Window() + (uint32_t{1} << Scale()) - 1) >> Scale();
    }

    /// \return how much is accepted from RCV.NXT: RCV.WND; with eager, the free buffer (FreeBSD,
    /// whose window field may announce less)
    uint32_t Limit() const
    {
        return eager && Room() > Window() ? Room() : Window();
    }

    /// \return free bytes of the buffer
    uint32_t Room() const
    {
        return unread < buffer ? buffer - unread : 0;
    }

    /// \return whether there are duplicate data to be reported
    bool HasDuplicate() const
    {
        return duplicateLeft != duplicateRight;
    }

    /// Note the first duplicate bytes of a range, if any. \param left first sequence number \param
    /// right end of the range
    void NoteDuplicate(Seq left, Seq right);
    /// Add a range received out of order. \param left first sequence number \param right end of the
    /// range
    void AddBeyond(Seq left, Seq right);
    /// \param[out] blocks MAX_SACK_BLOCKS elements: ranges received out of order, the most recent
    /// ones first (RFC 2018, 4) \param most number of blocks requested \return number of blocks
    std::size_t MostRecentBlocks(SackBlock* blocks, std::size_t most) const;

    /// \param other another \return whether all members are equal
    bool operator==(const ReceiveSpace& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// Position of a segment relative to the window (RFC 9293, 3.10.7.4, first).
enum class Acceptance : uint8_t
{
    Acceptable,   //!< at least one byte, or the empty segment, is in the window
    Unacceptable, //!< outside the window
};

/**
 * The acceptability test, table 6 of RFC 9293.
 * \param segment the segment \param receive RCV.NXT and RCV.WND
 * \return the outcome
 */
Acceptance TestAcceptability(const Segment& segment, const ReceiveSpace& receive);

/// The effect of a RST (RFC 9293, 3.10.7.4, second; RFC 5961, 3.2).
enum class ResetVerdict : uint8_t
{
    Reset,     //!< at RCV.NXT, or with RFC 793 anywhere in the window: the connection is reset
    Challenge, //!< elsewhere in the window: answer with a challenge ACK
    Drop,      //!< outside the window: dropped silently
};

/// \param segment a segment with RST \param receive RCV.NXT and RCV.WND \param check see ResetCheck
/// \return the verdict
ResetVerdict JudgeReset(const Segment& segment, const ReceiveSpace& receive, ResetCheck check);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECEIVE_SPACE_H
