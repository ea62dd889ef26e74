/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_CLOSING_H
#define STUDY_CLOSING_H

#include "lifecycle-record.h"
#include "study-estimate.h"
#include "study-network.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * One end closes, the other a while after its FIN, and what is counted of it.
 */

namespace study
{

/// How long the second closer's application waits between end of file and close: D
const ns3::Time APPLICATION_DELAY = ns3::MilliSeconds(7);

/// What the first closer needs so that its own limits do not end what is measured at the second: no
/// end of FIN-WAIT-1 before the second FIN has come, nor of FIN-WAIT-2.
const Attributes PATIENT = {{"FinRetries", "60"},
                            {"RetryLimitBy", "count"},
                            {"FinWait2Timeout", "never"},
                            {"UserTimeout", "never"}};

/// \param added attributes \param attributes get them
void Append(const Attributes& added, Attributes& attributes);

/**
 * Open without loss, close with, and run to the end.
 * \param network a network \param count how many \param first who closes first
 */
void CloseInOrder(Network& network, uint32_t count, End first);

/// What is counted over closed connections.
struct Closes
{
    ns3::TcpLifecycleSample entry;    //!< CLOSE of the first to its TIME-WAIT
    ns3::TcpLifecycleSample lastAck;  //!< the second's time in LAST-ACK, where it was answered
    std::vector<ns3::Time> answered;  //!< the same
    ns3::TcpLifecycleSample closed;   //!< CLOSE of the first to the second's CLOSED, the same
    ns3::TcpLifecycleSample timeWait; //!< the first's time in TIME-WAIT
    ns3::TcpLifecycleSample reAcks;   //!< ACKs of TIME-WAIT after the first
    uint64_t entryAtOnce{0};          //!< TIME-WAIT was entered after RTT and D
    uint64_t answeredAtOnce{0};       //!< LAST-ACK lasted a round trip
    uint64_t gaveUp{0};               //!< LAST-ACK gave up
    uint64_t reset{0};                //!< LAST-ACK ended by RST
    uint64_t restarted{0};            //!< restarts of 2MSL
    uint64_t reAcked{0};              //!< ACKs of TIME-WAIT, any after the first

    /// \param first the first closer's record \param second the second's \param rtt round-trip time
    void Add(const ns3::lifecycle::ConnectionRecord& first,
             const ns3::lifecycle::ConnectionRecord& second,
             ns3::Time rtt);
};

/// \param network after the run \param count connections \param rtt round-trip time
/// \param first who closed first \return what there is to count
Closes Count(const Network& network, uint32_t count, ns3::Time rtt, End first);

} // namespace study

#endif // STUDY_CLOSING_H
