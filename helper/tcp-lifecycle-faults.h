/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULTS_H
#define TCP_LIFECYCLE_FAULTS_H

#include "tcp-lifecycle-fault-model.h"

#include "ns3/error-model.h"
#include "ns3/point-to-point-net-device.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules as text, and their way onto a link.
 */

namespace ns3
{

/// A fault rule that can't be read; what() says where and why.
class TcpLifecycleFaultSyntaxError : public std::invalid_argument
{
  public:
    /// \param line from 1 on \param column from 1 on \param message what is wrong
    TcpLifecycleFaultSyntaxError(std::size_t line, std::size_t column, const std::string& message);

    /// \return line, from 1 on
    std::size_t GetLine() const;
    /// \return column of the word that is wrong, from 1 on; after the last word if one is missing
    std::size_t GetColumn() const;

  private:
    std::size_t m_line;   //!< line
    std::size_t m_column; //!< column
};

/**
 * \ingroup tcp-lifecycle
 *
 * Faults on the link between two nodes A and B, written as rules, one a line or separated by `;`:
 *
 * \code
 * drop B>A FIN 1            # the first FIN from B does not arrive
 * delay A>B data 1 30ms     # the first segment with text from A arrives 30 ms later
 * duplicate A>B SYN 1 5ms   # a second copy of A's first SYN arrives 5 ms after the first
 * inject A>B 2s F. 101:101(0) ack 301   # B gets this segment, as if from A, after two seconds
 * \endcode
 *
 * A rule is: action, direction, target, which one (from 1 on), and for `delay` a time (for
 * `duplicate` too, if it is not 0). Targets are `SYN` (without ACK), `SYN,ACK`, `FIN`, `RST`,
 * `ACK` (nothing but an acknowledgment), `data` (text) and `any`. Times have a unit: `ns`, `us`,
 * `ms` or `s`. What is injected is written in packetdrill's notation, with the sequence numbers
 * that are on the wire, see lifecycle::ReadSegment(); TcpLifecycleFaultModel::SetEnds() must have
 * been called. `#` begins a comment. Words are written as here: small and capital letters differ.
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
     * \return them, in order
     * \throw TcpLifecycleFaultSyntaxError for the first word that is wrong or missing
     */
    static std::vector<TcpLifecycleFaultRule> Parse(const std::string& text);

    /// \param rule a rule \return its text, which Parse() reads again
    static std::string ToText(const TcpLifecycleFaultRule& rule);

    /**
     * Put rules onto a link. An ErrorModel that was set for a device before is replaced; give it
     * as \p lossAtA or \p lossAtB to keep it.
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
