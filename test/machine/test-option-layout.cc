/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>
#include <string>

/**
 * \file
 * The order of the options of a SYN, and their padding: Linux, tcp_output.c, tcp_options_write();
 * FreeBSD, tcp_output.c, tcp_addoptions(). And RFC 6675's two reasons for a loss.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// The options that both ends negotiate, and the kinds that a SYN then has, in order
struct Layout
{
    OptionLayout layout;
    bool timestamps;
    bool sack;
    bool windowScaling;
    const char* kinds; ///< m: MSS, w: window scale, s: SACK permitted, t: timestamps, n: no
                       ///< operation, e: end of list
};

const Layout LAYOUTS[] = {
    {OptionLayout::Linux, true, true, true, "mstnw"},
    {OptionLayout::Linux, true, false, true, "mnntnw"},
    {OptionLayout::Linux, false, true, true, "mnnsnw"},
    {OptionLayout::Linux, false, false, true, "mnw"},
    {OptionLayout::Linux, false, true, false, "mnns"},
    {OptionLayout::Linux, false, false, false, "m"},
    {OptionLayout::Bsd, true, true, true, "mnwst"},
    {OptionLayout::Bsd, true, false, true, "mnwnnt"},
    {OptionLayout::Bsd, false, true, true, "mnwsee"},
    {OptionLayout::Bsd, false, false, true, "mnw"},
    {OptionLayout::Bsd, false, false, false, "m"},
};

/// \param options of a segment \return a letter for each
std::string
Kinds(const Options& options)
{
    std::string kinds;
    for (std::size_t at = 0; at < options.Size();)
    {
        const uint8_t kind = options.Data()[at];
        kinds += kind < 9 ? "enmws   t"[kind] : '?';
        at += kind < 2 ? 1 : options.Data()[at + 1];
    }
    return kinds;
}

} // namespace

BOOST_AUTO_TEST_SUITE(option_layout)

BOOST_AUTO_TEST_CASE(a_syn_has_its_options_in_the_order_of_its_system)
{
    for (const Layout& row : LAYOUTS)
    {
        Config config = Prompt();
        config.optionLayout = row.layout;
        config.timestamps = row.timestamps;
        config.sack = row.sack;
        config.windowScaling = row.windowScaling;
        Solo solo(config);
        solo.Open();
        BOOST_TEST(Kinds(solo.SentAt(0).segment.options) == row.kinds);
    }
}

// RFC 6675, 4, IsLost(): "either when DupThresh discontiguous SACKed sequences have arrived above
// 'SeqNum' or more than (DupThresh - 1) * SMSS bytes with sequence numbers greater than 'SeqNum'
// have been SACKed"
BOOST_AUTO_TEST_CASE(three_small_ranges_that_are_sacked_above_tell_of_a_loss)
{
    for (const std::size_t ranges : {2, 3})
    {
        Config config = Prompt();
        config.nagle = false;
        Solo solo(config);
        solo.synOptions = SackPermitted();
        solo.Reach(State::Established);
        for (int i = 0; i < 7; ++i)
        {
            solo.Send(10);
        }
        SackBlock blocks[3];
        for (uint32_t i = 0; i < 3; ++i)
        {
            blocks[i] = {solo.iss + 11 + 20 * i, solo.iss + 21 + 20 * i};
        }
        Segment ack = solo.Make(ACK, solo.irs + 1, solo.iss + 1);
        ack.options.AddSack(blocks, ranges);
        solo.Feed(ack);
        BOOST_TEST((solo.Sent().find("1:11(10)") != std::string::npos) == (ranges == 3),
                   ranges << ": " << solo.Sent());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
