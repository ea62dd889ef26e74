/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULTS_H
#define TCP_LIFECYCLE_FAULTS_H

#include "tcp-lifecycle-fault-model.h"
#include "tcp-lifecycle-syntax-error.h"

#include "ns3/error-model.h"
#include "ns3/point-to-point-net-device.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules as text, and their way onto a link.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Faults on the link between two nodes A and B, written as rules, one a line or separated by `;`:
 *
 * \code
 * drop B>A FIN 1                               # the first FIN from B does not arrive
 * delay A>B data 1 30ms                        # the first data from A arrives 30 ms later
 * duplicate A>B SYN 1 5ms                      # A's first SYN arrives once more, 5 ms later
 * corrupt A>B data 3                           # one bit of the third is turned over
 * reorder A>B data 2 per connection            # of every connection the second arrives third
 * drop A>B any every burst 0.01 0.3            # Gilbert and Elliott's losses
 * drop B>A ACK every state LAST-ACK            # no ACK reaches A in LAST-ACK
 * inject A>B 2s F. 101:101(0) ack 301          # B gets this segment, as if from A, after two
 * seconds inject A>B RST seq guess times 100 on B>A SYN,ACK 1   # a blind attack crash B on A>B
 * data 5                        # B crashes at the fifth text reboot B at 30s \endcode
 *
 * The manual's page on faults has the whole language. `#` begins a comment. Words are written as
 * there: small and capital letters differ; a word that is not known is refused with its place.
 */
class TcpLifecycleFaults
{
  public:
    /// The models at the two ends of the link.
    struct Models
    {
        Ptr<TcpLifecycleFaultModel> atA; //!< strikes what B sends
        Ptr<TcpLifecycleFaultModel> atB; //!< strikes what A sends
    };

    /**
     * \param text rules
     * \param place of the text's first byte, for messages
     * \return them, in order
     * \throw TcpLifecycleSyntaxError for the first word that is wrong or missing
     */
    static std::vector<TcpLifecycleFaultRule> Parse(const std::string& text,
                                                    const TcpLifecycleTextPlace& place = {
                                                        "fault rules"});

    /**
     * \param path a file with rules
     * \return them, in order
     * \throw TcpLifecycleSyntaxError for the first word that is wrong or missing
     * \throw std::invalid_argument if the file cannot be read
     */
    static std::vector<TcpLifecycleFaultRule> ReadFile(const std::string& path);

    /**
     * \param rule a rule
     * \return its text, which Parse() reads again
     */
    static std::string ToText(const TcpLifecycleFaultRule& rule);

    /**
     * Put rules onto a link. An ErrorModel that was set for a device before is replaced; give it as
     * \p lossAtA or \p lossAtB to keep it.
     *
     * \param rules the rules, of both directions
     * \param a device of node A
     * \param b device of node B
     * \param lossAtA asked about what no rule strikes on its way to A, or null
     * \param lossAtB the same for B
     * \return the models
     */
    static Models Install(const std::vector<TcpLifecycleFaultRule>& rules,
                          Ptr<PointToPointNetDevice> a,
                          Ptr<PointToPointNetDevice> b,
                          Ptr<ErrorModel> lossAtA = nullptr,
                          Ptr<ErrorModel> lossAtB = nullptr);
};

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULTS_H
