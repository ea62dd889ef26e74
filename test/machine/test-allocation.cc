/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * In the steady state no segment costs an allocation: operator new is counted.
 */

#include "lifecycle-test-solo.h"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <memory>
#include <new>

namespace
{

std::size_t g_allocations = 0;

} // namespace

void*
operator new(std::size_t size)
{
    ++g_allocations;
    if (void* memory = std::malloc(size != 0 ? size : 1))
    {
        return memory;
    }
    throw std::bad_alloc();
}

void
operator delete(void* memory) noexcept
{
    std::free(memory);
}

void
operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// Two connections and a link of fixed size between them that loses every 23rd segment
class Line
{
  public:
    Line()
        : m_config(Parameters()),
          m_ends{Connection(&m_config, 1, 2), Connection(&m_config, 2, 1)}
    {
        Run(0, [](Connection& c, Context& context) { c.Open(Seq(100), context); });
    }

    /// \param segments run until this number has arrived
    void Transfer(uint32_t segments)
    {
        const uint32_t end = m_arrived + segments;
        while (m_arrived < end)
        {
            Round();
        }
    }

    /// \return segments that were lost
    uint32_t Lost() const
    {
        return m_lost;
    }

  private:
    static constexpr std::size_t ROOM = 4096;

    struct Slot
    {
        std::size_t to{0};
        Segment segment;
    };

    static Config Parameters()
    {
        Config config;
        config.userTimeout = FOREVER;
        config.dataRetries = 1000;
        return config;
    }

    void Round()
    {
        m_now += std::chrono::milliseconds(10);
        const std::size_t last = m_tail;
        while (m_head != last)
        {
            const Slot slot = m_wire[m_head++ % ROOM];
            ++m_arrived;
            Run(slot.to, [&slot, this](Connection& c, Context& context) {
                if (c.GetState() == State::Closed)
                {
                    StateCell listener;
                    TransitionTo(listener, State::Listen, Cause::PassiveOpen, m_scratch);
                    c.OpenFromListen(listener, slot.segment, Seq(900), context);
                    return;
                }
                c.OnSegment(slot.segment, context);
                c.Consume(c.Unread(), context);
            });
        }
        for (std::size_t i = 0; i < 2; ++i)
        {
            Run(i, [this](Connection& c, Context& context) {
                if (c.NextDeadline() <= m_now)
                {
                    c.OnDeadline(context);
                }
                if (c.GetState() == State::Established)
                {
                    c.Send(c.SendRoom(), context);
                }
            });
        }
    }

    template <typename F>
    void Run(std::size_t end, F entry)
    {
        m_out.Clear();
        Context context{m_now, m_out, m_reno};
        entry(m_ends[end], context);
        m_ends[end].Flush(context);
        for (const Action& action : m_out)
        {
            if (const auto* emit = std::get_if<Emit>(&action))
            {
                if (++m_sent % 23 == 0 && m_sent > 100)
                {
                    ++m_lost;
                    continue;
                }
                BOOST_REQUIRE(m_tail - m_head < ROOM);
                m_wire[m_tail++ % ROOM] = Slot{1 - end, emit->segment};
            }
        }
    }

    Config m_config;
    std::array<Connection, 2> m_ends;
    RenoCongestionControl m_reno;
    Instant m_now{};
    Actions m_out;
    Actions m_scratch;
    std::array<Slot, ROOM> m_wire;
    std::size_t m_head{0};
    std::size_t m_tail{0};
    uint32_t m_sent{0};
    uint32_t m_arrived{0};
    uint32_t m_lost{0};
};

} // namespace

BOOST_AUTO_TEST_SUITE(allocation)

BOOST_AUTO_TEST_CASE(no_segment_allocates_once_the_lists_have_grown)
{
    auto line = std::make_unique<Line>();
    line->Transfer(20000);
    const uint32_t lostBefore = line->Lost();
    const std::size_t before = g_allocations;
    line->Transfer(20000);
    const std::size_t after = g_allocations;
    BOOST_TEST(after == before);
    BOOST_TEST(line->Lost() > lostBefore + 100); // with holes on both sides
}

BOOST_AUTO_TEST_CASE(a_connection_without_data_allocates_nothing)
{
    Config config = Prompt();
    Actions out;
    for (int i = 0; i < 100; ++i)
    {
        out.Add(Dropped{"room"});
    }
    out.Clear();
    RenoCongestionControl reno;
    Context context{Instant(), out, reno};
    Solo solo;
    const Segment answer = solo.Make(SYN | ACK, Seq(300), Seq(101));
    const Segment fin = solo.Make(FIN | ACK, Seq(301), Seq(102));
    const std::size_t before = g_allocations;
    Connection connection(&config, 1, 2);
    connection.Open(Seq(100), context);
    connection.OnSegment(answer, context);
    connection.Flush(context);
    connection.Close(context);
    connection.OnSegment(fin, context);
    connection.Flush(context);
    const std::size_t after = g_allocations;
    BOOST_TEST((connection.GetState() == State::TimeWait));
    BOOST_TEST(after == before);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
