/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-pair.h"

#include <boost/test/unit_test.hpp>
#include <iomanip>
#include <memory>
#include <sstream>

namespace ns3
{
namespace lifecycle
{
namespace test
{

End::End(Pair& thePair, char theName, const Config& theConfig, uint16_t own, uint16_t peer)
    : pair(thePair),
      name(theName),
      config(theConfig),
      connection(&config, own, peer)
{
}

void
End::RunWithoutFlush(const std::function<void(Context&)>& entry)
{
    Actions out;
    Context context{pair.now, out, reno};
    entry(context);
    for (const Action& action : out)
    {
        if (const auto* emit = std::get_if<Emit>(&action))
        {
            pair.Transmit(*this, *emit);
        }
        else if (const auto* deliver = std::get_if<Deliver>(&action))
        {
            BOOST_TEST_REQUIRE(deliver->streamEnd > delivered);
            for (uint64_t i = delivered; i < deliver->streamEnd; ++i)
            {
                BOOST_TEST_REQUIRE((i < kept.size() && kept[i]), "byte " << i << " is missing");
            }
            const auto octets = static_cast<uint32_t>(deliver->streamEnd - delivered);
            delivered = deliver->streamEnd;
            if (autoRead)
            {
                RunWithoutFlush([octets, this](Context& c) { connection.Consume(octets, c); });
            }
        }
        else if (const auto* release = std::get_if<Release>(&action))
        {
            BOOST_TEST_REQUIRE(release->streamEnd > released);
            released = release->streamEnd;
        }
        else if (const auto* notify = std::get_if<Notify>(&action))
        {
            told.push_back(*notify);
            if (notify->event == Event::PeerFinished && closeOnEof)
            {
                RunWithoutFlush([this](Context& c) { connection.Close(c); });
            }
        }
        else if (const auto* transition = std::get_if<Transition>(&action))
        {
            entered[transition->to] = pair.now;
            pair.Log(*this, std::string(ToText(transition->to)) + " " + ToText(transition->cause));
        }
    }
}

void
End::Run(const std::function<void(Context&)>& entry)
{
    RunWithoutFlush(entry);
    RunWithoutFlush([this](Context& c) { connection.Flush(c); });
    pair.Schedule(*this);
}

void
End::Receive(const Segment& segment, uint64_t streamOffset)
{
    Run([&](Context& context) {
        if (connection.GetState() == State::Closed && listening.Get() == State::Listen &&
            segment.Has(SYN) && !segment.HasAny(ACK | RST))
        {
            connection.OpenFromListen(listening, segment, iss, context);
            return;
        }
        connection.OnSegment(segment, context);
        for (const Action& action : context.out)
        {
            if (const auto* store = std::get_if<Store>(&action))
            {
                // The bytes kept must be those that the sender put there, and no byte twice
                BOOST_TEST_REQUIRE(streamOffset + store->segmentOffset == store->streamOffset);
                BOOST_TEST_REQUIRE(store->segmentOffset + store->length <= segment.length);
                kept.resize(
                    std::max<std::size_t>(kept.size(), store->streamOffset + store->length));
                for (uint64_t i = 0; i < store->length; ++i)
                {
                    BOOST_TEST_REQUIRE(!kept[store->streamOffset + i]);
                    kept[store->streamOffset + i] = true;
                }
                stored += store->length;
            }
        }
    });
}

Pair::Pair(const Config& configA, const Config& configB)
    : a(*this, 'A', configA, 1000, 80),
      b(*this, 'B', configB, 80, 1000)
{
}

void
Pair::Open(uint32_t issA, uint32_t issB)
{
    a.iss = Seq(issA);
    b.iss = Seq(issB);
    Actions out;
    TransitionTo(b.listening, State::Listen, Cause::PassiveOpen, out);
    a.Run([this](Context& c) { a.connection.Open(a.iss, c); });
}

void
Pair::Establish(uint32_t issA, uint32_t issB)
{
    Open(issA, issB);
    RunUntil(now.time_since_epoch() + 3 * delay);
    BOOST_TEST_REQUIRE(ToText(a.connection.GetState()) == ToText(State::Established));
    BOOST_TEST_REQUIRE(ToText(b.connection.GetState()) == ToText(State::Established));
    Mark();
}

void
Pair::At(Duration when, std::function<void()> what)
{
    m_events.emplace(zero + when, std::move(what));
}

void
Pair::RunUntil(Duration end)
{
    const Instant last = DeadlineAfter(Instant(), end);
    while (!m_events.empty() && m_events.begin()->first <= last)
    {
        now = m_events.begin()->first;
        const auto what = std::move(m_events.begin()->second);
        m_events.erase(m_events.begin());
        what();
    }
    if (last != NEVER)
    {
        now = last;
    }
}

End&
Pair::Other(End& end)
{
    return &end == &a ? b : a;
}

void
Pair::Mark()
{
    m_lines.clear();
    zero = now;
    for (End* end : {&a, &b})
    {
        end->sent.clear();
        end->reasons.clear();
    }
}

std::vector<std::string>
Pair::Transcript() const
{
    return m_lines;
}

void
Pair::Log(const End& end, const std::string& text)
{
    const auto microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(now - zero).count();
    std::ostringstream line;
    line << microseconds / 1000;
    if (microseconds % 1000 != 0)
    {
        line << '.' << std::setw(3) << std::setfill('0') << microseconds % 1000;
    }
    line << ' ' << end.name << ' ' << text;
    m_lines.push_back(line.str());
}

void
Pair::Transmit(End& from, const Emit& emit)
{
    const std::size_t before = from.sent.size();
    from.sent.push_back(emit.segment);
    from.reasons.push_back(emit.reason);
    const Fate how = fate ? fate(from, emit.segment, before) : Fate{};
    Segment plain = emit.segment;
    plain.options = Options();
    const std::string text = ToText(plain);
    Log(from,
        "> " + text.substr(0, text.find(" win")) + (how.lost ? " !" : "") +
            (how.extra != Duration::zero() ? " ~" : ""));
    if (how.lost)
    {
        return;
    }
    End& to = Other(from);
    m_events.emplace(now + delay + how.extra,
                     [&to, segment = emit.segment, offset = emit.streamOffset]() {
                         to.Receive(segment, offset);
                     });
}

void
Pair::Schedule(End& end)
{
    const Instant deadline = end.connection.NextDeadline();
    if (deadline == NEVER)
    {
        return;
    }
    m_events.emplace(deadline, [this, &end]() {
        if (end.connection.NextDeadline() <= now)
        {
            end.Run([&end](Context& c) { end.connection.OnDeadline(c); });
        }
    });
}

std::function<Fate(const End&, const Segment&, std::size_t)>
LoseNth(char sender, uint8_t flags, std::size_t count)
{
    auto seen = std::make_shared<std::size_t>(0);
    return [=](const End& from, const Segment& segment, std::size_t) {
        if (from.name == sender && segment.Has(flags) && ++*seen == count)
        {
            return Fate{true, Duration::zero()};
        }
        return Fate{};
    };
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
