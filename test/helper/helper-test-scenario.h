/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HELPER_TEST_SCENARIO_H
#define HELPER_TEST_SCENARIO_H

#include "tcp-lifecycle-scenario-run.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/// \file
/// Scenarios played in tests, and held against tables in the manner of the catalogue.

namespace helper_test
{

/// Something that happens: `A FIN-WAIT-1` (a state is entered), `A>B F. 101:101(0) ack 301` (a
/// segment leaves; ` !` at its end: it is lost, ` again`: it repeats).
struct Happening
{
    ns3::Time time;   //!< since the closing began, or since the start
    std::string what; //!< see above

    /// \return whether this comes first: by time, then by letters
    bool operator<(const Happening& other) const;
    /// \return whether both are the same
    bool operator==(const Happening& other) const;
};

using Rows = std::vector<Happening>; //!< of a schedule

/// \param list what happens \return it as text, a line each, sorted
std::string ToText(std::vector<Happening> list);

/// \param list what happens \param more what happens, too \return both
std::vector<Happening> operator+(std::vector<Happening> list, const std::vector<Happening>& more);

/// Who closes first, and the sequence numbers of both FINs.
struct FirstCloser
{
    char name{'A'};      //!< who
    int number{101};     //!< of its FIN
    int peerNumber{301}; //!< of the other's FIN
};

/// \param h a SYN's time of flight \return RFC 9293, figure 6: A's SYN at 0, and B's answer
std::vector<Happening> SynAnswered(ns3::Time h);

/// \param t when A opens, its SYN being heard \param h a SYN's time of flight \return from
/// SYN-RECEIVED to A's third segment
std::vector<Happening> Handshake(ns3::Time t, ns3::Time h);

/// \param t when the first FIN is sent \param d a segment's time of flight \param closer who sends
/// it \return RFC 9293, figure 12, 2 and 3: the FIN and its acknowledgment
std::vector<Happening> HalfClose(ns3::Time t, ns3::Time d, const FirstCloser& closer = {});

/// \param t when the second FIN is sent \param d a segment's time of flight \param closer who sent
/// the first \return RFC 9293, figure 12, 4 and 5: the FIN and its acknowledgment
std::vector<Happening> OtherHalfClose(ns3::Time t, ns3::Time d, const FirstCloser& closer = {});

/// \param t when the first FIN is sent \param d a segment's time of flight \param wait from the end
/// of file to the second FIN \param closer who sends the first \return RFC 9293, figure 12
std::vector<Happening> FourSegmentClose(ns3::Time t,
                                        ns3::Time d,
                                        ns3::Time wait,
                                        const FirstCloser& closer = {});

struct Play;

/**
 * A opens again while B still has the old connection (RFC 9293, 3.5.1, figure 9): the ACK of B is
 * answered with a RST, and the SYN is accepted when it is retransmitted.
 * \param play the scenario
 * \param open when A opens again
 * \param number number that B acknowledges
 * \param peerNumber number of B's ACK
 * \return from SYN-SENT to ESTABLISHED at both ends
 */
std::vector<Happening> OpenOverOldConnection(const Play& play,
                                             ns3::Time open,
                                             int number,
                                             int peerNumber);

/// A scenario, played: 10 Mb/s, 10 ms each way.
struct Play
{
    /// \param name of the scenario \param ipv6 or IPv4 \param faults beside the scenario's
    explicit Play(const std::string& name, bool ipv6 = false, const std::string& faults = "");

    /// \return what happened before the closing began, since the start
    std::vector<Happening> Opening() const;
    /// \return what happened since the closing began
    std::vector<Happening> Closing() const;
    /// \return whether both ends were left in CLOSED, and a record of each was written
    bool EndsClosed() const;
    /// \param end 0 or 1 \return its record
    const ns3::lifecycle::ConnectionRecord& Record(std::size_t end) const;

    ns3::TcpLifecycleScenarioRun run; //!< the scenario, played

    // One-way times: 10 ms, and 0.8 us for each byte of PPP (2), IP (20 or 40), TCP (20), options
    ns3::Time h;  //!< SYN: 20 bytes of options (MSS 4, SACK-permitted 2, timestamps 10, window
                  //!< scale 3, and 1 to fill)
    ns3::Time d;  //!< no data: 12 bytes of options (timestamps 10, and 2 to fill)
    ns3::Time dr; //!< RST: no options
    ns3::Time q;  //!< what 100 bytes of data add
};

} // namespace helper_test

#endif // HELPER_TEST_SCENARIO_H
