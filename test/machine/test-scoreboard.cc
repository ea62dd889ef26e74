/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The scoreboard, against a list that is searched from end to end.
 */

#include "lifecycle-scoreboard.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <deque>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// What Scoreboard is to do, in the plainest way
class Model
{
  public:
    struct Sent
    {
        Seq begin;          //!< first number
        Seq end;            //!< after the last
        Instant at;         //!< when sent last
        bool sample;        //!< gives a round-trip time
        bool sacked{false}; //!< delivered
        bool lost{false};   //!< taken for lost
        bool again{false};  //!< sent again, in flight
    };

    explicit Model(Seq begin)
        : m_end(begin)
    {
    }

    void Add(Seq end, Instant now)
    {
        sent.push_back({m_end, end, now, true});
        m_end = end;
    }

    /// \return bytes that are news, and the time of the sample
    std::pair<uint32_t, Instant> Sack(Seq left, Seq right)
    {
        std::pair<uint32_t, Instant> news{0, NEVER};
        for (Sent& s : sent)
        {
            bool touched = false;
            for (Seq at = left; Before(at, right); at += 1)
            {
                const bool inside = AtOrBefore(s.begin, at) && Before(at, s.end);
                touched = (inside && m_told.insert(at.Value()).second) || touched;
            }
            if (s.sacked || !touched)
            {
                continue;
            }
            bool whole = true;
            for (Seq at = s.begin; Before(at, s.end); at += 1)
            {
                whole = whole && m_told.count(at.Value()) > 0;
            }
            if (whole)
            {
                news.first += Span(s.begin, s.end);
                news.second = s.sample ? Later(news.second, s.at) : news.second;
                s.sacked = true;
                s.lost = s.again = false;
            }
            s.sample = false;
        }
        return news;
    }

    std::pair<uint32_t, Instant> Acknowledge(Seq ack)
    {
        std::pair<uint32_t, Instant> news{0, NEVER};
        while (!sent.empty() && AtOrBefore(sent.front().end, ack))
        {
            const Sent& s = sent.front();
            news.first += s.sacked ? 0 : Span(s.begin, s.end);
            news.second = s.sample ? Later(news.second, s.at) : news.second;
            sent.pop_front();
        }
        if (!sent.empty() && After(ack, sent.front().begin))
        {
            news.first += sent.front().sacked ? 0 : Span(sent.front().begin, ack);
            sent.front().begin = ack;
        }
        return news;
    }

    void MarkLostBelow(Seq edge)
    {
        for (Sent& s : sent)
        {
            s.lost = s.lost || (!s.sacked && Before(s.begin, edge));
        }
    }

    /// \return the youngest that stays
    Duration MarkLostByTime(Instant at, Seq end, Instant now, Duration enough)
    {
        Duration longest{0};
        for (Sent& s : sent)
        {
            const bool earlier = s.at < at || (s.at == at && Before(s.end, end));
            if (s.sacked || (s.lost && !s.again) || !earlier)
            {
                continue;
            }
            if (s.at + enough <= now)
            {
                s.lost = true;
                s.again = false;
            }
            else
            {
                longest = std::max(longest, s.at + enough - now);
            }
        }
        return longest;
    }

    const Sent* FirstToRepair() const
    {
        const auto it = std::find_if(sent.begin(), sent.end(), [](const Sent& s) {
            return s.lost && !s.again && !s.sacked;
        });
        return it == sent.end() ? nullptr : &*it;
    }

    void Repair(Seq from, Instant now)
    {
        for (Sent& s : sent)
        {
            if (s.begin == from)
            {
                s.again = true;
                s.sample = false;
                s.at = now;
            }
        }
    }

    template <typename F>
    uint32_t Octets(F holds) const
    {
        uint32_t octets = 0;
        for (const Sent& s : sent)
        {
            octets += holds(s) ? Span(s.begin, s.end) : 0;
        }
        return octets;
    }

    std::deque<Sent> sent; //!< in order

  private:
    static Instant Later(Instant a, Instant b)
    {
        return a == NEVER ? b : std::max(a, b);
    }

    Seq m_end;                 //!< of the last
    std::set<uint32_t> m_told; //!< bytes that were SACKed
};

/// \return no segment ends after this number
Seq
NoTextEnd(const Scoreboard& board)
{
    const auto last = board.Last();
    return last ? last->end : Seq(0);
}

void
Compare(const Scoreboard& board, const Model& model)
{
    using Sent = Model::Sent;
    BOOST_TEST(board.Count() == model.sent.size());
    BOOST_TEST(board.SackedOctets() == model.Octets([](const Sent& s) { return s.sacked; }));
    BOOST_TEST(board.LostOctets() == model.Octets([](const Sent& s) { return s.lost; }));
    BOOST_TEST(board.AgainOctets() == model.Octets([](const Sent& s) { return s.again; }));
    const auto count = [&model](bool Sent::*mark) {
        return static_cast<uint32_t>(std::count_if(model.sent.begin(),
                                                   model.sent.end(),
                                                   [mark](const Sent& s) { return s.*mark; }));
    };
    BOOST_TEST(board.SackedSegments() == count(&Sent::sacked));
    BOOST_TEST(board.LostSegments() == count(&Sent::lost));
    const auto next = board.NextLost(0, NoTextEnd(board));
    const Sent* first = model.FirstToRepair();
    BOOST_TEST(next.has_value() == (first != nullptr));
    if (next && first != nullptr)
    {
        BOOST_TEST((next->from == first->begin && next->end == first->end));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(scoreboard)

BOOST_AUTO_TEST_CASE(every_call_does_what_a_plain_list_does)
{
    std::mt19937 random(7);
    const auto draw = [&random](uint32_t most) { return random() % (most + 1); };
    for (int run = 0; run < 200; ++run)
    {
        Seq una(0xffffff00U + draw(500)); // around the end of the circle
        Seq nxt = una;
        Scoreboard board;
        Model model(una);
        for (int step = 1; step < 200; ++step)
        {
            const Instant now = Instant(std::chrono::milliseconds(step));
            const uint32_t flight = Span(una, nxt);
            Delivered delivered;
            delivered.now = now;
            const uint32_t kind = flight > 0 ? draw(7) : 0;
            if (kind <= 2)
            {
                const Seq from = nxt;
                nxt += 1 + draw(20);
                board.Sent(from, nxt, now);
                model.Add(nxt, now);
            }
            else if (kind == 3)
            {
                una += draw(std::min(flight, 40U));
                board.Acknowledge(una, delivered);
                const auto [octets, sample] = model.Acknowledge(una);
                BOOST_TEST(delivered.octets == octets);
                BOOST_TEST((delivered.sample == sample));
            }
            else if (kind == 4)
            {
                const Seq from = una + draw(flight - 1);
                const Seq to = from + 1 + draw(Span(from, nxt) - 1);
                board.Sack(from, to, delivered);
                const auto [octets, sample] = model.Sack(from, to);
                BOOST_TEST(delivered.octets == octets);
                BOOST_TEST((delivered.sample == sample));
            }
            else if (kind == 5)
            {
                const Instant at = now - std::chrono::milliseconds(draw(30));
                const Duration enough = std::chrono::milliseconds(draw(40));
                const Seq end = una + draw(flight);
                BOOST_TEST((board.MarkLostByTime(at, end, now, enough) ==
                            model.MarkLostByTime(at, end, now, enough)));
            }
            else if (const auto repair = board.NextLost(0, NoTextEnd(board)); repair)
            {
                board.SentAgain(repair->from, repair->end, now, true);
                model.Repair(repair->from, now);
            }
            Compare(board, model);
            const Scoreboard copy = board;
            BOOST_TEST((copy == board));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_lies_below_an_edge_is_lost_once)
{
    Scoreboard board;
    Model model{Seq(100)};
    for (uint32_t i = 1; i <= 10; ++i)
    {
        board.Sent(Seq(90 + 10 * i), Seq(100 + 10 * i), Instant(Duration(i)));
        model.Add(Seq(100 + 10 * i), Instant(Duration(i)));
    }
    Delivered delivered;
    for (const auto& [left, right, edge] :
         {std::tuple{120, 130, 120}, {150, 180, 150}, {0, 0, 195}})
    {
        if (left < right)
        {
            board.Sack(Seq(left), Seq(right), delivered);
            model.Sack(Seq(left), Seq(right));
        }
        board.MarkLostBelow(Seq(edge));
        model.MarkLostBelow(Seq(edge));
        Compare(board, model);
    }
    const auto all = board.NextLost(1000, Seq(1000));
    BOOST_TEST((all->from == Seq(100) && all->end == Seq(120))); // up to what is SACKed
    board.SentAgain(Seq(100), Seq(110), Instant(Duration(20)), true);
    board.MarkLostBelow(Seq(200));
    BOOST_TEST((board.NextLost(1, Seq(1000))->from == Seq(110))); // not the repair
}

// Linux, tcp_input.c: lost_out and sacked_out count segments; tcp_try_undo_loss() and
// tcp_check_sack_reneging() clear them, and what is SACKed after that is news
BOOST_AUTO_TEST_CASE(what_is_forgotten_is_not_counted_and_counts_again)
{
    Scoreboard board;
    for (uint32_t i = 0; i < 3; ++i)
    {
        board.Sent(Seq(100 * i), Seq(100 * i + 100), Instant(std::chrono::seconds(1)));
    }
    board.MarkAllLost();
    BOOST_TEST(board.LostSegments() == 3U);
    board.UnmarkLost();
    BOOST_TEST(board.LostSegments() == 0U);
    BOOST_TEST(board.LostOctets() == 0U);
    BOOST_TEST(!board.NextLost(0, Seq(300)).has_value());
    for (int round = 0; round < 2; ++round)
    {
        Delivered delivered;
        board.Sack(Seq(100), Seq(200), delivered);
        BOOST_TEST(delivered.octets == 100U);
        BOOST_TEST(board.SackedSegments() == 1U);
        board.ForgetSacks();
        BOOST_TEST(board.SackedSegments() == 0U);
        BOOST_TEST(board.SackedOctets() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(segments_that_no_longer_fit_are_cut)
{
    Scoreboard board;
    for (uint32_t i = 0; i < 4; ++i)
    {
        board.Sent(Seq(100 * i), Seq(100 * i + 100), Instant(Duration(i)));
    }
    board.MarkAllLost();
    const Instant now = Instant(Duration(10));
    std::string sent;
    while (const auto repair = board.NextLost(60, Seq(1000)))
    {
        const Seq end = repair->from + std::min(60U, Span(repair->from, repair->end));
        board.SentAgain(repair->from, end, now, true);
        sent += std::to_string(repair->from.Value()) + " ";
    }
    BOOST_TEST(sent == "0 60 100 160 200 260 300 360 ");
    BOOST_TEST(board.AgainOctets() == 400U);
    BOOST_TEST(board.LostOctets() == 400U);
    Delivered delivered;
    board.Sack(Seq(160), Seq(260), delivered);
    BOOST_TEST(delivered.octets == 100U);
    board.Acknowledge(Seq(400), delivered);
    BOOST_TEST(board.Count() == 0U);
    BOOST_TEST(board.AgainOctets() + board.LostOctets() + board.SackedOctets() == 0U);
}

BOOST_AUTO_TEST_CASE(equal_boards_are_equal_wherever_they_lie_in_the_ring)
{
    const auto at = [](int ms) { return Instant(std::chrono::milliseconds(ms)); };
    Scoreboard a;
    Scoreboard b;
    Delivered delivered;
    for (uint32_t i = 1; i <= 6; ++i)
    {
        a.Sent(Seq(i * 10 - 10), Seq(i * 10), at(static_cast<int>(i)));
    }
    a.Acknowledge(Seq(40), delivered);
    b.Sent(Seq(40), Seq(50), at(5));
    BOOST_TEST(!(a == b));
    b.Sent(Seq(50), Seq(60), at(6));
    BOOST_TEST((a == b));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
