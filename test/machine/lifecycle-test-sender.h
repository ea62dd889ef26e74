/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_SENDER_H
#define LIFECYCLE_TEST_SENDER_H

#include "lifecycle-test-solo.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * A sender in ESTABLISHED whose segments are counted.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// Data of a segment, bytes.
constexpr uint32_t MSS = 500;

/// A sender of segments of 500 bytes, the peer's ACKs by hand
class Sender : public Solo
{
  public:
    /// \param sack whether SACK is negotiated \param windowSegments initial window, segments
    /// \param ssthresh slow start threshold at the start, bytes
    explicit Sender(bool sack, uint32_t windowSegments = 10, uint32_t ssthresh = 0xffffffff)
        : Solo(Parameters(windowSegments, ssthresh))
    {
        synOptions.AddMaxSegmentSize(MSS);
        if (sack)
        {
            synOptions.AddSackPermitted();
        }
        Reach(State::Established);
    }

    /// \param segments cumulative acknowledgment, in segments \param blocks SACKed ones, from to
    void Ack(uint32_t segments, std::initializer_list<std::pair<uint32_t, uint32_t>> blocks = {})
    {
        Segment ack = Make(ACK, irs + 1, iss + 1 + segments * MSS);
        std::vector<SackBlock> list;
        for (const auto& [from, to] : blocks)
        {
            list.push_back({iss + 1 + from * MSS, iss + 1 + to * MSS});
        }
        if (!list.empty())
        {
            ack.options.AddSack(list.data(), list.size());
        }
        Feed(ack);
    }

    /// \return numbers of the segments that the last entry sent, from 0
    std::string SentSegments() const
    {
        std::string text;
        for (const Emit& emit : sent)
        {
            text +=
                (text.empty() ? "" : " ") + std::to_string((Span(iss, emit.segment.seq) - 1) / MSS);
        }
        return text;
    }

    /// \return congestion window, segments
    double Cwnd() const
    {
        return static_cast<double>(connection.Congestion().cwnd) / MSS;
    }

  private:
    static Config Parameters(uint32_t windowSegments, uint32_t ssthresh)
    {
        Config config = Prompt();
        config.timestamps = false;
        config.initialWindow = windowSegments;
        config.initialSsthresh = ssthresh;
        config.sendBuffer = 1U << 20;
        return config;
    }
};

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_SENDER_H
