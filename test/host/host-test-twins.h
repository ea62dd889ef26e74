/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HOST_TEST_TWINS_H
#define HOST_TEST_TWINS_H

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

/// \file
/// Two hosts that get the same segments, of which one keeps whole connections only.

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// Two hosts that get the same segments; the second keeps whole connections only.
struct Twins
{
    /// \param config of all connections
    explicit Twins(const Config& config = {})
        : small(Host(true), config),
          whole(Host(false), config)
    {
        HostRefusal refusal;
        small.host.Listen(IpAddress{}, 80, small.now, refusal);
        whole.host.Listen(IpAddress{}, 80, whole.now, refusal);
        Compare();
    }

    /// \param packStates whether connections become records \return parameters, ISS 5000
    static HostConfig Host(bool packStates)
    {
        HostConfig hostConfig = WithIsn(5000);
        hostConfig.packStates = packStates;
        return hostConfig;
    }

    /// Both get a segment. \param tuple two ends \param segment it
    void Receive(const FourTuple& tuple, const Segment& segment)
    {
        const Handle one = small.Receive(tuple, segment);
        const Handle other = whole.Receive(tuple, segment);
        BOOST_REQUIRE((one == other));
        Compare();
    }

    /// Time passes for both. \param span how much
    void Pass(Duration span)
    {
        small.now += span;
        whole.now += span;
        small.host.OnDeadline(small.now);
        whole.host.OnDeadline(whole.now);
        Compare();
    }

    /// Both do the same since the last time.
    void Compare()
    {
        const auto one = small.Take();
        const auto other = whole.Take();
        BOOST_REQUIRE_EQUAL_COLLECTIONS(one.begin(), one.end(), other.begin(), other.end());
        for (const State state : ALL_STATES)
        {
            BOOST_REQUIRE(small.host.CountIn(state) == whole.host.CountIn(state));
        }
        actions += one.size();
    }

    LoneHost small;         //!< keeps records
    LoneHost whole;         //!< keeps connections
    std::size_t actions{0}; //!< how much was compared
};

/// The parameters that records have to carry, each of them on and off.
/// \param seed some number \return parameters
inline Config
SomeConfig(uint32_t seed)
{
    Config config;
    config.timestamps = (seed & 1) != 0;
    config.windowScaling = (seed & 2) != 0;
    config.sack = (seed & 4) != 0;
    config.duplicateSyn = (seed & 8) != 0 ? DuplicateSyn::SynAck : DuplicateSyn::Ack;
    config.receiveBuffer = (seed & 16) != 0 ? 1000000 : 30000;
    config.timeWait = 10s;
    config.synAckRetries = 3;
    config.challengeAckLimit = static_cast<uint8_t>(seed % 4);
    config.challengeAckPeriod = 3s;
    config.timeWaitRestart = (seed & 64) != 0 ? TimeWaitRestart::Fin : TimeWaitRestart::Ack;
    config.timeWaitIgnoresReset = (seed & 128) != 0;
    config.synCheck = (seed & 256) != 0 ? SynCheck::Challenge : SynCheck::Reset;
    config.pawsIdle = (seed & 512) != 0 ? Duration(1h) : Duration(1s);
    return config;
}

/// Own port 80.
const FourTuple TUPLE{Address(1), Address(2), 80, 1000};

/// A peer that says anything that is near enough to the truth to matter. \param random source
/// \param seq about SEG.SEQ \param ack about SEG.ACK \param stamp about TSval \return a segment
inline Segment
Anything(std::mt19937& random, uint32_t seq, uint32_t ack, uint32_t stamp)
{
    const uint8_t flags[] = {ACK, ACK, ACK, SYN, SYN | ACK, RST, RST | ACK, FIN | ACK, 0, FIN};
    const auto about = [&random](uint32_t value) { return value + random() % 5 - 2; };
    Segment segment = Make(flags[random() % 10], about(seq), about(ack), random() % 3 * 10);
    segment.window = static_cast<uint16_t>(random());
    if (random() % 4 == 0)
    {
        segment.seq += random() % 1100000; // within the window and beyond
    }
    if (random() % 4 == 0)
    {
        segment.ack = segment.ack -
                      static_cast<uint32_t>(random() % (1U << 20)); // within MAX.SND.WND and below
    }
    return random() % 4 == 0 ? segment : Stamped(segment, about(stamp), 1);
}

/// A SYN with any of the options. \param random source \param seq SEG.SEQ \return the segment
inline Segment
AnySyn(std::mt19937& random, uint32_t seq)
{
    Segment syn = Make(SYN, seq);
    syn.window = static_cast<uint16_t>(random());
    if (random() % 2 == 0)
    {
        syn.options.AddMaxSegmentSize(static_cast<uint16_t>(1 + random() % 3000));
    }
    if (random() % 2 == 0)
    {
        syn.options.AddWindowScale(static_cast<uint8_t>(random() % 15));
    }
    if (random() % 2 == 0)
    {
        syn.options.AddSackPermitted();
    }
    return random() % 2 == 0 ? syn : Stamped(syn, 1000);
}

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // HOST_TEST_TWINS_H
