/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

std::string
Join(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts)
    {
        text += (text.empty() ? "" : "; ") + part;
    }
    return text;
}

} // namespace

Config
Prompt()
{
    Config config;
    config.delayedAckTimeout = 0ms;
    return config;
}

Solo::Solo(const Config& theConfig, uint32_t theIss, uint32_t theIrs)
    : config(theConfig),
      iss(theIss),
      irs(theIrs),
      connection(&config, 1000, 80)
{
}

void
Solo::Run(const std::function<void(Context&)>& entry)
{
    last.Clear();
    Context context{now, last, *congestion, budget};
    entry(context);
    if (autoRead && connection.Unread() > 0)
    {
        connection.Consume(connection.Unread(), context);
    }
    connection.Flush(context);
    sent.clear();
    for (const Action& action : last)
    {
        if (const auto* emit = std::get_if<Emit>(&action))
        {
            sent.push_back(*emit);
            sentTimes.push_back(now.time_since_epoch());
        }
        else if (const auto* notify = std::get_if<Notify>(&action))
        {
            allTold.push_back(*notify);
        }
    }
}

Segment
Solo::Make(uint8_t flags, Seq seq, Seq ack, uint32_t length) const
{
    Segment segment;
    segment.sourcePort = connection.RemotePort();
    segment.destinationPort = connection.LocalPort();
    segment.flags = flags;
    segment.seq = seq;
    segment.ack = ack;
    segment.length = length;
    segment.window = 65535;
    return segment;
}

void
Solo::Feed(const Segment& segment)
{
    Run([&](Context& c) { connection.OnSegment(segment, c); });
}

void
Solo::Feed(uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length, uint16_t window)
{
    Segment segment = Make(flags, irs + seq, iss + ack, length);
    segment.window = window;
    Feed(segment);
}

Duration
Solo::Tick()
{
    BOOST_TEST_REQUIRE((connection.NextDeadline() != NEVER));
    now = std::max(now, connection.NextDeadline());
    Run([this](Context& c) { connection.OnDeadline(c); });
    return now.time_since_epoch();
}

void
Solo::Wait(Duration span)
{
    const Instant end = now + span;
    while (connection.NextDeadline() <= end)
    {
        Tick();
    }
    now = end;
}

void
Solo::Reach(State state, Opening opening)
{
    Segment syn = Make(SYN, irs, Seq());
    syn.window = synWindow;
    syn.options = synOptions;
    switch (state)
    {
    case State::Closed:
        return;
    case State::Listen:
        BOOST_FAIL("LISTEN is the host's");
        return;
    case State::SynSent:
        Open();
        break;
    case State::SynReceived:
        if (opening == Opening::Active)
        {
            Reach(State::SynSent);
            Feed(syn);
        }
        else
        {
            StateCell listener;
            Actions out;
            TransitionTo(listener, State::Listen, Cause::PassiveOpen, out);
            Run([&](Context& c) { connection.OpenFromListen(listener, syn, iss, c); });
        }
        break;
    case State::Established:
        if (opening == Opening::Active)
        {
            Reach(State::SynSent);
            syn.flags = SYN | ACK;
            syn.ack = iss + 1;
            Feed(syn);
        }
        else
        {
            Reach(State::SynReceived, opening);
            Feed(ACK, 1, 1, 0, synWindow);
        }
        break;
    case State::FinWait1:
        Reach(State::Established, opening);
        ShutdownSend();
        break;
    case State::FinWait2:
        Reach(State::FinWait1, opening);
        Feed(ACK, 1, 2);
        break;
    case State::CloseWait:
        Reach(State::Established, opening);
        Feed(FIN | ACK, 1, 1);
        break;
    case State::Closing:
        Reach(State::FinWait1, opening);
        Feed(FIN | ACK, 1, 1);
        break;
    case State::LastAck:
        Reach(State::CloseWait, opening);
        ShutdownSend();
        break;
    case State::TimeWait:
        Reach(State::FinWait2, opening);
        Feed(FIN | ACK, 1, 2);
        break;
    }
    BOOST_TEST_REQUIRE(StateName() == ToText(state));
}

Refusal
Solo::Open()
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.Open(iss, c); });
    return refusal;
}

Refusal
Solo::Send(uint32_t octets)
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.Send(octets, c); });
    return refusal;
}

Refusal
Solo::Close()
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.Close(c); });
    return refusal;
}

Refusal
Solo::ShutdownSend()
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.ShutdownSend(c); });
    return refusal;
}

Refusal
Solo::ShutdownReceive()
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.ShutdownReceive(c); });
    return refusal;
}

Refusal
Solo::Abort()
{
    Refusal refusal{};
    Run([&](Context& c) { refusal = connection.Abort(c); });
    return refusal;
}

void
Solo::Consume(uint32_t octets)
{
    Run([&](Context& c) { connection.Consume(octets, c); });
}

std::string
Solo::StateName() const
{
    return ToText(connection.GetState());
}

std::string
Solo::Sent() const
{
    std::vector<std::string> parts;
    for (const Emit& emit : sent)
    {
        Segment plain = emit.segment;
        plain.options = Options();
        const std::string text = ToText(plain, TextBase{iss, irs});
        parts.push_back(text.substr(0, text.find(" win")));
    }
    return Join(parts);
}

std::string
Solo::Told() const
{
    std::vector<std::string> parts;
    for (const Action& action : last)
    {
        if (const auto* notify = std::get_if<Notify>(&action))
        {
            switch (notify->event)
            {
            case Event::Connected:
                parts.emplace_back("connected");
                break;
            case Event::PeerFinished:
                parts.emplace_back("peer finished");
                break;
            case Event::Urgent:
                parts.emplace_back("urgent");
                break;
            case Event::Failed:
                parts.push_back(std::string("failed ") + ToText(notify->error));
                break;
            case Event::Closed:
                parts.emplace_back("closed");
                break;
            }
        }
    }
    return Join(parts);
}

std::string
Solo::Causes() const
{
    std::vector<std::string> parts;
    for (const Action& action : last)
    {
        if (const auto* transition = std::get_if<Transition>(&action))
        {
            parts.emplace_back(ToText(transition->cause));
        }
    }
    return Join(parts);
}

const Emit&
Solo::SentAt(std::size_t i) const
{
    BOOST_TEST_REQUIRE(sent.size() > i);
    return sent[i];
}

uint32_t
Solo::SndNxt() const
{
    return Span(iss, connection.Sending().nxt);
}

uint32_t
Solo::RcvNxt() const
{
    return Span(irs, connection.Receiving().nxt);
}

Options
SackPermitted(bool timestamps)
{
    Options options;
    options.AddSackPermitted();
    if (timestamps)
    {
        options.AddTimestamps({1000, 0});
    }
    return options;
}

std::vector<double>
Schedule(Solo& solo)
{
    const Instant begin = solo.now;
    std::vector<double> seconds;
    while (solo.connection.GetState() != State::Closed && seconds.size() < 1000)
    {
        solo.Tick();
        seconds.push_back(std::chrono::duration<double>(solo.now - begin).count());
    }
    return seconds;
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
