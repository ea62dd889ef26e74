/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The times of outstanding segments, against a list that is searched byte by byte.
 */

#include "lifecycle-hash.h"
#include "lifecycle-send-times.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <deque>
#include <random>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// What SendTimes is to do, in the plainest way
class Model
{
  public:
    void Add(Seq end, Instant now)
    {
        m_sent.push_back({m_end, end, now});
        m_end = end;
    }

    Instant Deliver(Seq from, Seq to)
    {
        Instant latest = NEVER;
        for (auto& sent : m_sent)
        {
            const bool touched = Before(from, sent.end) && Before(sent.begin, to);
            const bool whole = AtOrBefore(sent.end, to);
            if (touched && whole && sent.at != NEVER)
            {
                latest = sent.at;
            }
            sent.at = touched ? NEVER : sent.at;
        }
        return latest;
    }

    Instant DeliverUpTo(Seq to)
    {
        Instant latest = NEVER;
        while (!m_sent.empty() && AtOrBefore(m_sent.front().end, to))
        {
            latest = m_sent.front().at != NEVER ? m_sent.front().at : latest;
            m_sent.pop_front();
        }
        return latest;
    }

    /// \param end where the first segment begins
    explicit Model(Seq end)
        : m_end(end)
    {
    }

  private:
    struct Sent
    {
        Seq begin;  //!< first byte
        Seq end;    //!< after the last
        Instant at; //!< when
    };

    Seq m_end;               //!< of the last
    std::deque<Sent> m_sent; //!< in order
};

} // namespace

BOOST_AUTO_TEST_SUITE(send_times)

BOOST_AUTO_TEST_CASE(every_call_does_what_a_plain_list_does)
{
    std::mt19937 random(7);
    const auto draw = [&random](uint32_t most) { return random() % (most + 1); };
    for (int run = 0; run < 200; ++run)
    {
        Seq una(0xffffff00U + draw(500)); // around the end of the circle
        Seq nxt = una;
        SendTimes times;
        Model model(una);
        for (int step = 1; step < 200; ++step)
        {
            const Instant now = Instant(std::chrono::milliseconds(step));
            const uint32_t flight = Span(una, nxt);
            switch (draw(4))
            {
            case 0:
            case 1:
                nxt += 1 + draw(20);
                times.Add(nxt, now);
                model.Add(nxt, now);
                break;
            case 2:
                una += draw(std::min(flight, 40U));
                BOOST_TEST((times.DeliverUpTo(una) == model.DeliverUpTo(una)));
                break;
            default: {
                if (flight == 0)
                {
                    break;
                }
                const Seq from = una + draw(flight - 1);
                const Seq to = from + 1 + draw(Span(from, nxt) - 1);
                BOOST_TEST((times.Deliver(from, to) == model.Deliver(from, to)));
                break;
            }
            }
        }
        BOOST_TEST((times.DeliverUpTo(nxt) == model.DeliverUpTo(nxt)));
        BOOST_TEST(times.Count() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(equal_times_are_equal_wherever_they_lie_in_the_ring)
{
    const auto at = [](int ms) { return Instant(std::chrono::milliseconds(ms)); };
    SendTimes a;
    SendTimes b;
    for (uint32_t i = 1; i <= 6; ++i)
    {
        a.Add(Seq(i * 10), at(static_cast<int>(i)));
    }
    a.DeliverUpTo(Seq(40));
    b.Add(Seq(50), at(5));
    BOOST_TEST(!(a == b));
    b.Add(Seq(60), at(6));
    BOOST_TEST((a == b));
    Digest digestOfA;
    Digest digestOfB;
    digestOfA.Add(a);
    digestOfB.Add(b);
    BOOST_TEST(digestOfA.Low() == digestOfB.Low());
    BOOST_TEST(digestOfA.High() == digestOfB.High());
    a.Repeat(Seq(40), Seq(45));
    BOOST_TEST(!(a == b));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
