/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RATE_H
#define LIFECYCLE_RATE_H

#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * How fast data are delivered (draft-cheng-iccrg-delivery-rate-estimation-02), and when the next
 * segment may leave.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// What one acknowledgment tells about the delivery rate: rs of the draft, section 3.1.3, and of
/// Linux's tcp_rate.c.
struct RateSample
{
    bool valid{false};          //!< interval and delivered can be used
    bool appLimited{false};     //!< the user, not the network, limited what was sent
    uint32_t delivered{0};      //!< bytes delivered in the interval
    Duration interval{0};       //!< the longer of the next two
    Duration sendElapsed{0};    //!< in which they were sent
    Duration ackElapsed{0};     //!< in which they were acknowledged
    uint64_t priorDelivered{0}; //!< bytes delivered when the segment in question was sent
    Instant priorTime{};        //!< when these were delivered
    uint64_t totalDelivered{0}; //!< bytes delivered since the first
    uint32_t newlyDelivered{0}; //!< bytes that this acknowledgment delivers
    uint32_t newlyLost{0};      //!< bytes that are detected as lost by it
    uint32_t priorInFlight{0};  //!< bytes in the network before it
    uint32_t inFlight{0};       //!< bytes in the network after it

    /// \return bytes delivered per second times 8; 0: not known
    uint64_t BitRate() const;
};

/// What an acknowledgment delivers, for RateSampler.
struct RateInput
{
    Instant now;           //!< time
    uint32_t octets{0};    //!< bytes that it delivers
    Instant sentAt{NEVER}; //!< when the one sent last of these segments was sent, NEVER: not known
    Instant oldestAt{};    //!< when the oldest segment in flight was sent, NEVER: there is none
    Duration rtt{FOREVER}; //!< a round-trip time measured by it, FOREVER: none
    uint32_t priorFlight{0}; //!< bytes in the network before it
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * Takes delivery-rate samples of one connection.
 *
 * The draft stores four values with each segment: what was delivered when it was sent
 * (P.delivered), when that was (P.delivered_time), when the segment was sent that was delivered
 * then (P.first_sent_time), and whether the user limited the rate (P.is_app_limited). They change
 * only with an acknowledgment, and so are stored once for all segments sent between two of them; a
 * segment finds its own by the time at which it was sent. Segments sent at one instant, before and
 * after an acknowledgment, all have the later values, so that no sample is too high.
 *
 * Until Begin() it does nothing and has no memory.
 */
class RateSampler
{
  public:
    /// From here on samples are taken. \param rtt the smallest round-trip time so far, or FOREVER
    void Begin(Duration rtt);

    /// \return whether samples are taken
    bool IsOn() const
    {
        return m_on;
    }

    /// A segment is sent. \param now current time \param first whether nothing else was outstanding
    void OnSent(Instant now, bool first);
    /// Whatever is acknowledged up to what is in flight now was limited by the user (3.4 of the
    /// draft). \param inFlight bytes in the network
    void OnUserLimited(uint32_t inFlight);
    /// An acknowledgment has come. \param input what it delivers \return what it tells; what is
    /// lost and in flight after it is not known yet
    RateSample OnAck(const RateInput& input);

    /// \return bytes delivered so far
    uint64_t Delivered() const
    {
        return m_delivered;
    }

    /// \return the last sample that the user did not limit, or a higher one, as a bit rate; 0: none
    uint64_t LastBitRate() const
    {
        return m_lastRate;
    }

    /// \return whether LastBitRate() was limited by the user
    bool IsLastUserLimited() const
    {
        return m_lastUserLimited;
    }

    /// \return for how many instants of sending values are stored
    std::size_t Stored() const
    {
        return m_log.size();
    }

    /// \return whether all members are equal
    bool operator==(const RateSampler& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    /// What holds for what is sent from an instant on.
    struct Mark
    {
        Instant from;          //!< that instant
        uint64_t delivered{0}; //!< P.delivered
        Instant deliveredAt;   //!< P.delivered_time
        Instant firstSentAt;   //!< P.first_sent_time
        bool userLimited;      //!< P.is_app_limited
    };

    const Mark* Find(Instant sentAt) const;
    void Forget(Instant oldest);

    bool m_on{false};              //!< Begin() was called
    bool m_changed{true};          //!< the values differ from those of the last mark
    bool m_lastUserLimited{false}; //!< see IsLastUserLimited()
    uint64_t m_delivered{0};       //!< C.delivered
    Instant m_deliveredAt{};       //!< C.delivered_time
    Instant m_firstSentAt{};       //!< C.first_sent_time
    uint64_t m_userLimited{0};     //!< C.app_limited; 0: the user does not limit
    uint64_t m_lastRate{0};        //!< see LastBitRate()
    Duration m_minRtt{FOREVER};    //!< smallest round-trip time
    std::vector<Mark> m_log;       //!< by time
};

/// When the next segment may leave.
struct Pacer
{
    Instant next{}; //!< not before

    /// A segment leaves. \param now current time \param octets its data \param bitRate at which
    /// they leave; 0: at once
    void OnSent(Instant now, uint32_t octets, uint64_t bitRate);

    /// \return whether all members are equal
    bool operator==(const Pacer& other) const
    {
        return next == other.next;
    }

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

/**
 * \param window bytes \param rtt smoothed round-trip time \param percent of that
 * \return the bit rate that sends so much of the window in a round-trip time
 */
uint64_t WindowBitRate(uint64_t window, Duration rtt, uint32_t percent);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RATE_H
