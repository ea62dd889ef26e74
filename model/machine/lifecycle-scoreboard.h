/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SCOREBOARD_H
#define LIFECYCLE_SCOREBOARD_H

#include "lifecycle-seq-ranges.h"
#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The state of each segment in flight (RFC 6675, 2: the scoreboard).
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// The data that one acknowledgment delivers, cumulatively or by SACK.
struct Delivered
{
    // Input
    Instant now;        //!< current time
    Duration minRtt{0}; //!< if a retransmitted segment is delivered within less than this time, the
                        //!< original has arrived
    Seq repairedBelow;  //!< the recovery point: Linux's FLAG_ORIG_SACK_ACKED applies below it
    std::optional<Seq> highestSacked; //!< end of the highest segment SACKed before

    // Result
    uint32_t octets{0};    //!< bytes delivered for the first time
    Instant sample{NEVER}; //!< send time of the last segment sent that gives an RTT sample
    Instant sentAt{NEVER}; //!< send time of the last segment sent, NEVER: none
    Seq sentEnd;           //!< end of that segment
    Instant lastAt{NEVER}; //!< send time of the last segment processed, NEVER: none
    uint32_t segments{0};  //!< number of segments
    bool original{false};  //!< a segment below repairedBelow that was never retransmitted
    std::optional<Seq>
        below; //!< lowest segment that was never retransmitted, below previously SACKed data
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * The segments in flight, in a ring whose memory is reused. Each segment is in one of three states:
 * delivered by SACK; in flight, in a list ordered by the last transmission; or lost and not
 * retransmitted, in a list ordered by sequence number. Therefore no operation searches: the cost of
 * an acknowledgment, a transmission or a loss does not depend on the window.
 *
 * A segment is SACKed when all its bytes are SACKed.
 */
class Scoreboard
{
  public:
    /// Properties of a segment when it is sent, or-ed.
    enum Trait : uint8_t
    {
        NO_SAMPLE = 16,  //!< it gives no RTT sample
        PUSHED = 32,     //!< it has PSH
        RECORD_END = 64, //!< a record ends with it: later data are not sent in the same segment
        JOINED = 128,    //!< it was handed to the network card in one frame with the one before
    };

    /// A new segment was sent. \param from first sequence number \param end end of the segment
    /// \param now current time \param traits see Trait
    void Sent(Seq from, Seq end, Instant now, uint8_t traits = 0);
    /**
     * Segments were retransmitted, in one segment.
     * \param from start of the first segment \param end a position in the last segment, which is
     * split there, or its end \param now current time \param episode whether recovery is active; if
     * not, the segments were not lost, and count as sent for the first time
     */
    void SentAgain(Seq from, Seq end, Instant now, bool episode);
    /// Data were sent again as a zero-window probe: no RTT sample. \param from first sequence
    /// number
    void Probed(Seq from);

    /// All data before \p ack are delivered. \param ack SEG.ACK \param delivered the result
    void Acknowledge(Seq ack, Delivered& delivered);
    /// Process a SACK block. \param left left edge \param right right edge \param delivered the
    /// result
    void Sack(Seq left, Seq right, Delivered& delivered);
    /// The receiver may have discarded SACKed data (RFC 2018, 8).
    void ForgetSacks();

    /// All segments that start before \p edge and are not SACKed are lost; retransmissions stay in
    /// flight.
    void MarkLostBelow(Seq edge);
    /// The first segment is lost, even if it was retransmitted.
    void MarkFirstLost();
    /// All segments that are not SACKed are lost, even if they were retransmitted.
    void MarkAllLost();
    /**
     * Segments are lost that were sent before one that was delivered, as long ago as is enough
     * (RFC 8985, 6.2, RACK_detect_loss()).
     * \param at when the delivered one was sent \param end its end
     * \param now current time \param enough age at which one is lost
     * \return how long until the youngest of the others is that old; 0: there is none
     */
    Duration MarkLostByTime(Instant at, Seq end, Instant now, Duration enough);
    /// All segments except the first that were sent after \p since are in flight, the others are
    /// lost.
    void MarkLostSentBefore(Instant since);
    /// No segment is lost after all.
    void UnmarkLost();
    /// An episode of recovery begins, without retransmissions. \param una SND.UNA
    void BeginEpisode(Seq una);

    /// A range to retransmit.
    struct Repair
    {
        Seq from;           //!< first sequence number
        Seq end;            //!< end
        bool push{false};   //!< the last of its segments had PSH
        bool joined{false}; //!< the first was sent in one frame with the one before it
    };

    /**
     * \param room bytes of data that fit a segment \param textEnd end of the data, where the FIN
     * begins \return the first lost segment that was not retransmitted, with those that follow
     * without a gap and fit
     */
    std::optional<Repair> NextLost(uint32_t room, Seq textEnd) const;
    /// \return the first segment in flight that was not retransmitted in this episode and is below
    /// the highest SACKed one (RFC 6675, 4, NextSeg(), rule 3)
    std::optional<Repair> NextNotRepaired();
    /// \return the last segment
    std::optional<Repair> Last() const;

    /// \return the number of segments
    std::size_t Count() const
    {
        return m_count;
    }

    /// \return bytes SACKed
    uint32_t SackedOctets() const
    {
        return m_sackedOctets;
    }

    /// \return bytes marked lost, including those retransmitted
    uint32_t LostOctets() const
    {
        return m_lostOctets;
    }

    /// \return bytes retransmitted and in flight
    uint32_t AgainOctets() const
    {
        return m_againOctets;
    }

    /// \return number of SACKed segments
    uint32_t SackedSegments() const
    {
        return m_sackedSegments;
    }

    /// \return number of segments marked lost
    uint32_t LostSegments() const
    {
        return m_lostSegments;
    }

    /// \return of how many frames any segment is left, see JOINED
    uint32_t Frames() const
    {
        return m_frames + (m_count > 0 && (At(0).marks & JOINED) != 0 ? 1 : 0);
    }

    /// \return SACKed ranges above SND.UNA
    const SeqRanges& Sacked() const
    {
        return m_sacked;
    }

    /// \return when the first segment was last sent, NEVER if there is none
    Instant FirstSentAt() const
    {
        return m_count > 0 ? At(0).at : NEVER;
    }

    /// \return when the one in flight was sent that was sent first, NEVER if there is none
    Instant OldestSentAt() const
    {
        return m_flying.first == NOWHERE ? NEVER : In(m_flying.first).at;
    }

    /// \param other another \return whether all members are equal
    bool operator==(const Scoreboard& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    /// Index in the ring, or NOWHERE.
    using Slot = uint32_t;
    static constexpr Slot NOWHERE = 0xffffffff; //!< not a slot

    /// State of a segment.
    enum Mark : uint8_t
    {
        SACKED = 1, //!< delivered
        LOST = 2,   //!< lost
        AGAIN = 4,  //!< retransmitted, and in flight
        EVER = 8,   //!< retransmitted at least once
    };

    /// What sending again does not change.
    static constexpr uint8_t LASTING = PUSHED | RECORD_END | JOINED;

    /// One segment.
    struct Record
    {
        Seq end;              //!< end; the segment starts at the end of the previous one
        uint8_t marks{0};     //!< Mark, or-ed
        Slot before{NOWHERE}; //!< previous in its list
        Slot after{NOWHERE};  //!< next in its list
        Instant at;           //!< when it was last sent
    };

    /// A list of records.
    struct List
    {
        Slot first{NOWHERE}; //!< first
        Slot last{NOWHERE};  //!< last
    };

    std::size_t Capacity() const
    {
        return m_ring.empty() ? 1 : m_ring.size();
    }

    Slot SlotOf(std::size_t i) const
    {
        return static_cast<Slot>((m_first + i) & (Capacity() - 1));
    }

    std::size_t IndexOf(Slot slot) const
    {
        return (slot - m_first) & (Capacity() - 1);
    }

    const Record& In(Slot slot) const
    {
        return m_ring.empty() ? m_only : m_ring[slot];
    }

    Record& In(Slot slot)
    {
        return m_ring.empty() ? m_only : m_ring[slot];
    }

    const Record& At(std::size_t i) const
    {
        return In(SlotOf(i));
    }

    Record& At(std::size_t i)
    {
        return In(SlotOf(i));
    }

    /// \param i an index \return start of the segment
    Seq StartOf(std::size_t i) const
    {
        return i == 0 ? m_start : At(i - 1).end;
    }

    /// \param i an index \return its sequence length
    uint32_t SizeOf(std::size_t i) const
    {
        return Span(StartOf(i), At(i).end);
    }

    bool IsToRepair(const Record& record) const
    {
        return (record.marks & (LOST | AGAIN | SACKED)) == LOST;
    }

    /// \return the edge of the last MarkLostBelow()
    Seq Judged() const
    {
        return Latest(m_judged, m_start);
    }

    void Grow();
    void Split(std::size_t i, Seq at);
    std::size_t FirstEndingAfter(Seq seq) const;
    void Append(List& list, Slot slot);
    void InsertBefore(List& list, Slot slot, Slot next);
    void Remove(List& list, Slot slot);
    void Leave(std::size_t i);
    void AddToRepair(std::size_t i);
    void MarkLost(std::size_t i);
    void Deliver(std::size_t i, Delivered& delivered);
    void LearnFrom(std::size_t i, Delivered& delivered) const;
    void Shrink(const Record& record, uint32_t octets);

    std::vector<Record> m_ring;   //!< its size is a power of two; if empty, m_only is the ring
    Record m_only;                //!< for a single segment, without an allocation
    uint32_t m_first{0};          //!< slot of the oldest segment
    uint32_t m_count{0};          //!< number of segments
    Seq m_start;                  //!< start of the oldest segment
    Seq m_judged;                 //!< edge of the last MarkLostBelow()
    Seq m_repaired;               //!< HighRxt: end of the data retransmitted in this episode
    List m_flying;                //!< in flight, by send time
    List m_broken;                //!< to be retransmitted, by sequence number
    uint32_t m_sackedOctets{0};   //!< in SACKED
    uint32_t m_lostOctets{0};     //!< in LOST
    uint32_t m_againOctets{0};    //!< in AGAIN
    uint32_t m_frames{0};         //!< segments without JOINED
    uint32_t m_sackedSegments{0}; //!< SACKED
    uint32_t m_lostSegments{0};   //!< LOST
    SeqRanges m_sacked;           //!< SACKed ranges, including parts of segments
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SCOREBOARD_H
