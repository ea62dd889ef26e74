/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-topology.h"
#include "tcp-lifecycle-words.h"

#include "ns3/queue-disc.h"

#include <stdexcept>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Links of a network, and its shapes.
 */

namespace ns3
{

namespace
{

/// \param right whether it must be \param message what is wrong otherwise
void
Require(bool right, const std::string& message)
{
    if (!right)
    {
        throw std::invalid_argument(message);
    }
}

/// \param text a rate \return it \throw std::invalid_argument if it is none
DataRate
RateOf(const std::string& text)
{
    DataRateValue value;
    // ns-3 reads with a stream, and ends the program at white space
    const bool right = !text.empty() && text.find_first_not_of("0123456789") != 0 &&
                       text.find_first_of(" \t\n\v\f\r") == std::string::npos &&
                       value.DeserializeFromString(text, MakeDataRateChecker());
    Require(right, TcpLifecycleQuoted(text) + " is not a rate such as '10Mbps'");
    return value.Get();
}

} // namespace

TcpLifecycleLink::TcpLifecycleLink(const std::string& linkRate,
                                   const std::string& linkDelay,
                                   double linkLoss,
                                   const std::string& disc,
                                   const std::string& size)
    : rate(RateOf(linkRate)),
      delay(linkDelay),
      loss(linkLoss),
      queueDisc(disc),
      queueSize(size)
{
}

std::string
TcpLifecycleLink::GetQueueDiscType() const
{
    const std::string type = queueDisc == "default" && !queueSize.empty()
                                 ? "ns3::FqCoDelQueueDisc" // ns-3's default, by name
                                 : queueDisc;
    return type == "none" ? "" : type;
}

void
TcpLifecycleLink::Check() const
{
    Require(rate.GetBitRate() > 0, "a link's rate must be above 0");
    Require(!delay.IsStrictlyNegative(), "a link's delay must not be negative");
    Require(loss >= 0 && loss <= 1, "a link's loss is a probability, 0 to 1");
    const std::string type = GetQueueDiscType();
    TypeId tid;
    const bool named = !type.empty() && type != "default";
    Require(!named || (TypeId::LookupByNameFailSafe(type, &tid) &&
                       tid.IsChildOf(QueueDisc::GetTypeId()) && tid.HasConstructor()),
            TcpLifecycleQuoted(type) +
                " is not a queue disc; known: 'default', 'none', 'ns3::CoDelQueueDisc' ...");
    TypeId::AttributeInformation info;
    Require(queueSize.empty() || !named || tid.LookupAttributeByName("MaxSize", &info),
            TcpLifecycleQuoted(type) + " has no size");
    const std::size_t digits = queueSize.find_first_not_of("0123456789");
    const std::string unit = digits == std::string::npos ? "" : queueSize.substr(digits);
    const bool sized = digits > 0 && digits <= 9 &&
                       (unit == "p" || unit == "B" || unit == "KB" || unit == "KiB" ||
                        unit == "MB" || unit == "MiB");
    Require(queueSize.empty() || sized,
            TcpLifecycleQuoted(queueSize) + " is not a size of a queue such as '100p' or '64KiB'");
}

TcpLifecyclePointToPoint::TcpLifecyclePointToPoint(const TcpLifecycleLink& link,
                                                   const TcpLifecycleHosts& hosts)
    : TcpLifecycleTopology({1, 1, 0, link, link, link}, hosts)
{
}

TcpLifecycleChain::TcpLifecycleChain(uint32_t routers,
                                     const TcpLifecycleLink& link,
                                     const TcpLifecycleHosts& hosts)
    : TcpLifecycleTopology({1, 1, routers, link, link, link}, hosts)
{
}

TcpLifecycleDumbbell::TcpLifecycleDumbbell(uint32_t clients,
                                           uint32_t servers,
                                           const TcpLifecycleLink& access,
                                           const TcpLifecycleLink& bottleneck,
                                           const TcpLifecycleHosts& hosts)
    : TcpLifecycleTopology({clients, servers, 2, access, bottleneck, access}, hosts)
{
}

TcpLifecycleStar::TcpLifecycleStar(uint32_t clients,
                                   const TcpLifecycleLink& access,
                                   const TcpLifecycleLink& server,
                                   const TcpLifecycleHosts& hosts)
    : TcpLifecycleTopology({clients, 1, 1, access, server, server}, hosts)
{
}

} // namespace ns3
