/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * A host is a value: its copy does what it does, and neither changes the other.
 */

#include "lifecycle-hash.h"
#include "lifecycle-host-driver.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <random>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \param host a host \return its digest
std::pair<uint64_t, uint64_t>
DigestOf(const Host& host)
{
    Digest digest;
    host.AddTo(digest);
    return {digest.Low(), digest.High()};
}

/// \param host a host \param now time \return what it has to do since the last call, as text
std::string
Take(Host& host, Instant now)
{
    std::string text;
    DriveHost(host, now, [&text](const HostAction& action) { text += Describe(action) + "\n"; });
    return text;
}

/// Calls of a user, segments and time, drawn at random, for as many hosts as one likes.
class Fate
{
  public:
    /// \param seed of what is drawn
    explicit Fate(uint32_t seed)
        : m_random(seed)
    {
    }

    /// The next step is another one.
    void Next()
    {
        for (uint32_t& number : m_drawn)
        {
            number = m_random();
        }
    }

    /// \param host gets the step \param config of connections \param now time
    void Do(Host& host, const Config* config, Instant now) const
    {
        const auto port = static_cast<uint16_t>(1000 + m_drawn[0] % 3);
        const FourTuple tuple{Address(1), Address(2), 80, port};
        const Handle handle = host.HandleOf(tuple);
        HostRefusal refusal = HostRefusal::None;
        switch (m_drawn[1] % 12)
        {
        case 0:
            host.Listen(Address(1), 80, now, refusal);
            return;
        case 1:
            host.Open(tuple, config, now, refusal);
            return;
        case 2:
            host.Send(handle, m_drawn[2] % 3000, now);
            return;
        case 3:
            host.Close(handle, now);
            return;
        case 4:
            host.OnDeadline(now);
            return;
        default:
            break;
        }
        const Connection* connection = host.Find(handle);
        const uint8_t flags[] = {SYN, SYN, ACK, ACK, ACK, FIN | ACK, SYN | ACK, RST};
        Segment segment =
            Make(flags[m_drawn[2] % 8],
                 connection != nullptr ? connection->Receiving().nxt.Value() : 500 + m_drawn[3] % 2,
                 connection != nullptr ? connection->Sending().nxt.Value() : 1001,
                 m_drawn[4] % 2 * 100);
        segment.sourcePort = port;
        segment.destinationPort = 80;
        segment.window = 60000;
        host.OnSegment(Address(1), Address(2), segment, now);
    }

  private:
    std::mt19937 m_random;             //!< draws
    std::array<uint32_t, 5> m_drawn{}; //!< for this step
};

} // namespace

BOOST_AUTO_TEST_SUITE(copy)

BOOST_AUTO_TEST_CASE(a_copy_does_what_the_host_does_and_neither_changes_the_other)
{
    for (uint32_t seed = 0; seed < 40; ++seed)
    {
        HostConfig hostConfig = WithIsn(1000);
        hostConfig.unpackedSynReceived = seed % 2 * 4; // records, too
        LoneHost lone(hostConfig);
        lone.config.timeWait = 2s;
        Fate fate(seed);
        for (uint32_t step = 0; step < 150; ++step)
        {
            Host copy = lone.host;
            const auto before = DigestOf(lone.host);
            BOOST_TEST((DigestOf(copy) == before));
            lone.now += std::chrono::milliseconds(step % 7 == 0 ? 900 : 1);
            fate.Next();
            fate.Do(copy, &lone.config, lone.now);
            const std::string didCopy = Take(copy, lone.now);
            BOOST_TEST((DigestOf(lone.host) == before), "a copy has changed the host");
            fate.Do(lone.host, &lone.config, lone.now);
            const std::string did = Take(lone.host, lone.now);
            BOOST_TEST(did == didCopy);
            BOOST_TEST((DigestOf(lone.host) == DigestOf(copy)));
            BOOST_TEST((lone.host.NextDeadline() == copy.NextDeadline()));
            if (step % 10 == 9)
            {
                lone.host = copy; // goes on as the copy
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_digest_tells_hosts_apart_and_not_forms)
{
    // One keeps a connection in SYN-RECEIVED whole, the other as a record: they behave alike
    HostConfig whole = WithIsn(1000);
    whole.packStates = false;
    HostConfig small = WithIsn(1000);
    LoneHost one(whole);
    LoneHost other(small);
    HostRefusal refusal = HostRefusal::None;
    const FourTuple tuple{Address(1), Address(2), 80, 1000};
    for (LoneHost* lone : {&one, &other})
    {
        lone->host.Listen(Address(1), 80, lone->now, refusal);
        lone->Receive(tuple, Make(SYN, 500));
        lone->Take();
    }
    const auto halfOpen = DigestOf(one.host);
    for (LoneHost* lone : {&one, &other})
    {
        lone->Receive(tuple, Make(ACK, 501, 1001));
        lone->Take();
    }
    BOOST_TEST((DigestOf(one.host) == DigestOf(other.host)));
    BOOST_TEST((DigestOf(one.host) != halfOpen));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
