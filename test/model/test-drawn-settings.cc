/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "host/lifecycle-test-host-config.h"
#include "tcp-lifecycle-settings.h"

#include <boost/test/unit_test.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

// The tests of chaos (test/machine, test/host) draw parameters without ns-3, and so without the
// table of settings. Here they are held against it: what a user can set is drawn, with its
// extremes.

using namespace ns3;
using lifecycle::Profile;

namespace
{

/// Not drawn, for they are no parameter of a connection or a host but a way to set others.
const std::set<std::string> DERIVED = {"Msl",             // sets TimeWaitDuration
                                       "MaxSegmentSize"}; // by the MTU; the drawn one is Config's

/// \param random numbers \return parameters as the tests of chaos draw them
Profile
Draw(std::mt19937& random)
{
    const lifecycle::test::Chooser choose = [&random](uint32_t below) {
        return static_cast<uint32_t>(uint64_t{random()} * below >> 32);
    };
    Profile profile;
    profile.connection = lifecycle::test::DrawConfig(choose);
    const lifecycle::HostConfig host = lifecycle::test::DrawHostConfig(choose);
    profile.ephemeralPorts = host.ephemeralPorts;
    profile.portAlgorithm = host.portAlgorithm;
    profile.fixedIsn = host.isn.fixed;
    profile.quietTime = host.quietTime;
    profile.listening = host.listening;
    profile.challenges = host.challenges;
    profile.timeWait = host.timeWait;
    profile.fastOpen = host.fastOpen;
    profile.intake = host.intake;
    return profile;
}

} // namespace

BOOST_AUTO_TEST_SUITE(drawn_settings)

BOOST_AUTO_TEST_CASE(the_tests_of_chaos_draw_every_setting_of_the_table)
{
    const std::vector<TcpLifecycleSetting>& all = TcpLifecycleSettings::All();
    std::vector<std::set<int64_t>> values(all.size());
    std::mt19937 random(1);
    for (int run = 0; run < 3000; ++run)
    {
        const Profile profile = Draw(random);
        for (std::size_t i = 0; i < all.size(); ++i)
        {
            values[i].insert(all[i].read(profile));
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i)
    {
        if (DERIVED.count(all[i].name) == 1)
        {
            continue;
        }
        BOOST_TEST(values[i].size() >= 2U, all[i].name << " is not drawn");
        switch (all[i].kind)
        {
        case TcpLifecycleSettingKind::Flag:
        case TcpLifecycleSettingKind::Choice:
            BOOST_TEST(values[i].size() == static_cast<std::size_t>(all[i].max) + 1,
                       all[i].name << ": not every word is drawn");
            break;
        case TcpLifecycleSettingKind::Duration:
        case TcpLifecycleSettingKind::Count:
            BOOST_TEST(*values[i].begin() <= all[i].min + 1,
                       all[i].name << ": the least drawn is " << *values[i].begin());
            break;
        case TcpLifecycleSettingKind::Isn:
        case TcpLifecycleSettingKind::Ports:
            break;
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
