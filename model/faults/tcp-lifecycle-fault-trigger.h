/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_TRIGGER_H
#define TCP_LIFECYCLE_FAULT_TRIGGER_H

#include "lifecycle-demux-table.h"
#include "lifecycle-seq.h"
#include "tcp-lifecycle-fault-packet.h"
#include "tcp-lifecycle-fault-rule.h"

#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <optional>
#include <unordered_map>

/**
 * \file
 * \ingroup tcp-lifecycle
 * When a fault rule strikes.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * One rule and how far it has counted. Random numbers come from a stream of its own, so that one
 * rule does not change the luck of another; each draw is made whatever the other rules do.
 *
 * A rule that counts by connection keeps a number for every connection it has seen.
 */
class TcpLifecycleFaultTrigger
{
  public:
    /// \param rule the rule
    explicit TcpLifecycleFaultTrigger(TcpLifecycleFaultRule rule);

    /**
     * A segment has come.
     * \param seen it \param now current time \param state of the receiver; looked at if the rule
     * asks \return whether the rule strikes
     */
    bool OnSegment(const TcpLifecycleLinkSegment& seen, Time now, lifecycle::State state);
    /// The rule has acted.
    void OnStruck();
    /// Count from the beginning.
    void Reset();
    /// \param stream of the random numbers
    void AssignStream(int64_t stream);
    /// \param least what may come \param most what may come, >= least \return one of these
    uint32_t Draw(uint32_t least, uint32_t most);

    /// \return the rule
    const TcpLifecycleFaultRule& GetRule() const;
    /// \return how many segments it has counted
    uint32_t GetCount() const;
    /// \return how often it has acted
    uint32_t GetStruck() const;

  private:
    /// How far one connection is counted.
    struct Progress
    {
        lifecycle::Seq iss; //!< of its SYN, if one was seen
        uint32_t count{0};  //!< segments
    };

    /// The hash of a connection's two ends.
    struct Hash
    {
        /// \param tuple two ends \return the hash
        std::size_t operator()(const lifecycle::FourTuple& tuple) const
        {
            return lifecycle::HashOf(tuple);
        }
    };

    /// A connection begins, or already exists. \param seen a segment with SYN
    void NoteSyn(const TcpLifecycleLinkSegment& seen);
    /// \param seen counted \return which one it is, of its connection or of all
    uint32_t Count(const TcpLifecycleLinkSegment& seen);
    /// \return whether the chain's state strikes; the next state follows
    bool StepBurst();

    TcpLifecycleFaultRule m_rule;        //!< the rule
    uint32_t m_count{0};                 //!< see GetCount()
    uint32_t m_struck{0};                //!< see GetStruck()
    bool m_bad{false};                   //!< state of the burst's chain
    Ptr<UniformRandomVariable> m_random; //!< null if the rule needs none
    std::unordered_map<lifecycle::FourTuple, Progress, Hash> m_connections; //!< if by connection
};

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_TRIGGER_H
