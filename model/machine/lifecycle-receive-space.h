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
 * The receive sequence space (RFC 9293, section 3.3.1) and what waits in it for a hole to fill.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// RCV.NXT, RCV.WND, and the ranges that have arrived beyond RCV.NXT.
struct ReceiveSpace
{
    Seq irs;                   //!< IRS
    Seq nxt;                   //!< RCV.NXT
    Seq advertisedEnd;         //!< right edge of the window last announced; never moves back
    uint32_t buffer{0};        //!< octets that may be delivered and unread, or out of order
    uint32_t unread{0};        //!< octets delivered and not consumed
    uint64_t delivered{0};     //!< octets delivered since the connection began
    uint8_t shift{0};          //!< Rcv.Wind.Shift (RFC 7323)
    bool windowScaling{false}; //!< agreed on
    bool timestamps{false};    //!< agreed on
    bool sack{false};          //!< agreed on
    uint32_t tsRecent{0};      //!< TS.Recent (RFC 7323, 4.3)
    Instant tsRecentAt{};      //!< when it was last set, once our SYN is acknowledged
    Seq lastAckSent;           //!< Last.ACK.sent (RFC 7323, 4.3)
    std::optional<Seq> fin;    //!< sequence number of the peer's FIN, once seen
    std::optional<Seq> up;     //!< RCV.UP: the number behind the urgent data, while not consumed
    SeqRanges beyond;          //!< ranges that wait for a hole to fill
    Seq duplicateLeft;         //!< text that has come twice, to be reported once (RFC 2883)
    Seq duplicateRight;        //!< its end; the same as duplicateLeft: there is none
    bool eager{false};         //!< see Limit()
    std::array<Seq, MAX_SACK_BLOCKS> arrivals{}; //!< starts of what came last there, latest first
    uint8_t arrivalCount{0};                     //!< how many of them there are

    /// \return RCV.WND: what the peer has been told it may send, from RCV.NXT on
    uint32_t Window() const
    {
        return After(advertisedEnd, nxt) ? Span(nxt, advertisedEnd) : 0;
    }

    /// \return Rcv.Wind.Shift that is in force
    uint8_t Scale() const
    {
        return windowScaling ? shift : 0;
    }

    /// \return SEG.WND: RCV.WND in units of 2^Scale(), rounded up. Rounded down, the right edge
    /// that the peer computes would move left with every octet by which RCV.NXT moves (RFC 9293,
    /// SHLD-14; Linux, tcp_select_window(), rounds up too)
    uint32_t WindowField() const
    {
        return (Window() + (uint32_t{1} << Scale()) - 1) >> Scale();
    }

    /// \return what is accepted from RCV.NXT on: RCV.WND, or with eager all that fits (FreeBSD,
    /// whose window field may say less)
    uint32_t Limit() const
    {
        return eager && Room() > Window() ? Room() : Window();
    }

    /// \return octets that would fit
    uint32_t Room() const
    {
        return unread < buffer ? buffer - unread : 0;
    }

    /// \return whether there is text that has come twice, to be reported
    bool HasDuplicate() const
    {
        return duplicateLeft != duplicateRight;
    }

    /// Keep what of it has come before, if that is so. \param left of text that has come now
    /// \param right the same
    void NoteDuplicate(Seq left, Seq right);
    /// Add to what waits beyond a hole. \param left first number \param right after the last
    void AddBeyond(Seq left, Seq right);
    /// \param[out] blocks room for MAX_SACK_BLOCKS: ranges beyond, those that grew last first (RFC
    /// 2018, 4) \param most how many are wanted \return how many there are
    std::size_t MostRecentBlocks(SackBlock* blocks, std::size_t most) const;

    /// \return whether all are the same
    bool operator==(const ReceiveSpace& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// What becomes of a segment by its place in the window (RFC 9293, 3.10.7.4, first).
enum class Acceptance : uint8_t
{
    Acceptable,   //!< at least one octet, or the empty segment, lies in the window
    Unacceptable, //!< none does
};

/**
 * The acceptability test, table 6 of RFC 9293.
 * \param segment the segment \param receive RCV.NXT and RCV.WND
 * \return the outcome
 */
Acceptance TestAcceptability(const Segment& segment, const ReceiveSpace& receive);

/// What is done with a RST (RFC 9293, 3.10.7.4, second; RFC 5961, 3.2).
enum class ResetVerdict : uint8_t
{
    Reset,     //!< exactly at RCV.NXT, or in the window by RFC 793: the connection is reset
    Challenge, //!< elsewhere in the window: answer with a challenge ACK
    Drop,      //!< outside: silently ignored
};

/// \param segment one with RST \param receive RCV.NXT and RCV.WND \param check see there
/// \return the verdict
ResetVerdict JudgeReset(const Segment& segment, const ReceiveSpace& receive, ResetCheck check);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECEIVE_SPACE_H
