/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEND_LIMITS_H
#define LIFECYCLE_SEND_LIMITS_H

#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <array>
#include <cstddef>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * What limits a sender, and for how long.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// How much of the congestion window was used in the last window of data (Linux,
/// tcp_cwnd_validate()).
struct WindowUsage
{
    Seq end;             //!< SND.NXT when this was noted
    uint32_t most{0};    //!< most bytes outstanding
    bool limited{false}; //!< the window held text back

    /// \return whether all members are equal
    bool operator==(const WindowUsage& other) const
    {
        return end == other.end && most == other.most && limited == other.limited;
    }

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

/// What a sender waits for; of several, the last counts (Linux, enum tcp_chrono).
enum class SendWait : uint8_t
{
    Nothing,    //!< it has nothing to send
    Delivery,   //!< what it has sent is not acknowledged, or the congestion window is full
    PeerWindow, //!< the peer's window is full
    SendBuffer, //!< all is sent, and the user waits for room in the send buffer
};

/// How long a sender has waited, for what (Linux, tcp_chrono_start(), tcp_chrono_stop()).
class SendTimes
{
  public:
    /// \param wait begins, unless a later one is on \param now current time
    void Start(SendWait wait, Instant now)
    {
        if (wait > m_wait)
        {
            Set(wait, now);
        }
    }

    /// \param wait is over \param work whether anything is not acknowledged \param now current time
    void Stop(SendWait wait, bool work, Instant now)
    {
        if (!work)
        {
            Set(SendWait::Nothing, now);
        }
        else if (wait == m_wait)
        {
            Set(SendWait::Delivery, now);
        }
    }

    /// \param wait for what \param now current time \return for how long so far
    Duration Spent(SendWait wait, Instant now) const
    {
        return m_spent[static_cast<std::size_t>(wait)] +
               (wait == m_wait ? now - m_since : Duration::zero());
    }

    /// \return whether all members are equal
    bool operator==(const SendTimes& other) const
    {
        return m_wait == other.m_wait && m_since == other.m_since && m_spent == other.m_spent;
    }

    /// \param digest gets all members, if it keeps a history
    void AddTo(Digest& digest) const;

  private:
    void Set(SendWait wait, Instant now)
    {
        if (wait != m_wait)
        {
            m_spent[static_cast<std::size_t>(m_wait)] += now - m_since;
            m_since = now;
            m_wait = wait;
        }
    }

    SendWait m_wait{SendWait::Nothing}; //!< what it waits for
    Instant m_since{};                  //!< since when
    std::array<Duration, 4> m_spent{};  //!< by SendWait, before
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEND_LIMITS_H
