/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Data in both directions over wires that lose and reorder: every byte arrives once, in order,
 * and both ends come to CLOSED.
 */

#include "lifecycle-test-pair.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <random>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// A user who writes a number of bytes as the buffer allows, then closes or shuts down
class Writer
{
  public:
    Writer(Pair& pair, End& end, uint64_t octets)
        : m_pair(pair),
          m_end(end),
          m_left(octets)
    {
        pair.At(Duration(0), [this]() { Write(); });
    }

  private:
    void Write()
    {
        const auto now =
            static_cast<uint32_t>(std::min<uint64_t>({m_left, m_end.connection.SendRoom(), 20000}));
        if (now > 0)
        {
            m_end.Run([&](Context& c) {
                BOOST_TEST_REQUIRE(int(m_end.connection.Send(now, c)) == int(Refusal::None));
            });
            m_left -= now;
        }
        if (m_left == 0)
        {
            m_end.Run([&](Context& c) { m_end.connection.ShutdownSend(c); });
            return;
        }
        m_pair.At(m_pair.now - m_pair.zero + 10ms, [this]() { Write(); });
    }

    Pair& m_pair;
    End& m_end;
    uint64_t m_left;
};

struct Path
{
    double loss;
    double reorder;
    bool sack;
    bool timestamps;
    uint32_t iss;
};

std::ostream&
operator<<(std::ostream& os, const Path& path)
{
    return os << "loss " << path.loss << " reorder " << path.reorder << " sack " << path.sack
              << " timestamps " << path.timestamps << " iss " << path.iss;
}

const Path PATHS[] = {
    {0, 0, true, true, 100},
    {0.02, 0, true, true, 100},
    {0.02, 0.05, true, true, 0xffffff00},
    {0.02, 0.05, false, false, 0xffff0000},
    {0.1, 0.1, true, false, 0x7fffff00},
    {0.2, 0, false, true, 0},
};

} // namespace

BOOST_AUTO_TEST_SUITE(transfer)

BOOST_DATA_TEST_CASE(every_octet_arrives_and_both_ends_close,
                     boost::unit_test::data::make(PATHS),
                     path)
{
    Config config;
    config.sack = path.sack;
    config.timestamps = path.timestamps;
    config.dataRetries = 50;
    config.finRetries = 50;
    config.userTimeout = FOREVER;
    Pair pair(config, config);
    pair.Establish(path.iss, path.iss + 77777);
    std::mt19937 random(42);
    std::uniform_real_distribution<double> uniform(0, 1);
    pair.fate = [&](const End&, const Segment&, std::size_t) {
        const bool lost = uniform(random) < path.loss;
        const bool late = uniform(random) < path.reorder;
        return Fate{lost, late ? Duration(30ms) : Duration(0)};
    };
    const uint64_t toB = 1000000;
    const uint64_t toA = 300000;
    const Writer one(pair, pair.a, toB);
    const Writer two(pair, pair.b, toA);
    pair.RunUntil();
    BOOST_TEST(pair.b.delivered == toB);
    BOOST_TEST(pair.a.delivered == toA);
    BOOST_TEST(pair.a.released == toB);
    BOOST_TEST(pair.b.released == toA);
    BOOST_TEST(ToText(pair.a.connection.GetState()) == ToText(State::Closed));
    BOOST_TEST(ToText(pair.b.connection.GetState()) == ToText(State::Closed));
    BOOST_TEST(ToText(pair.a.connection.GetError()) == "none");
    BOOST_TEST(ToText(pair.b.connection.GetError()) == "none");
    BOOST_TEST_MESSAGE("took " << (pair.now - pair.zero).count() / 1e9 << " s, segments "
                               << pair.a.sent.size() << " " << pair.b.sent.size());
}

BOOST_AUTO_TEST_CASE(a_reader_who_stops_shuts_the_window_and_probes_keep_the_connection)
{
    Pair pair;
    pair.b.autoRead = false;
    pair.Establish();
    const Writer writer(pair, pair.a, 400000);
    pair.RunUntil(400s);
    // 131072 bytes of buffer are full; the peer has answered every probe, so that it lives
    // (RFC 9293, MUST-37) beyond R2 (100 s) and the user timeout (300 s).
    BOOST_TEST(pair.b.delivered == 131072U);
    BOOST_TEST(ToText(pair.a.connection.GetState()) == ToText(State::Established));
    BOOST_TEST(pair.a.connection.Sending().wnd == 0U);
    pair.b.autoRead = true;
    pair.b.Run([&](Context& c) { pair.b.connection.Consume(131072, c); });
    pair.RunUntil(450s);
    BOOST_TEST(pair.b.delivered == 400000U);
    BOOST_TEST(pair.a.released == 400000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
