/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-assumptions.h"

#include "study-network.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/string.h"
#include "ns3/type-id.h"

/**
 * \file
 * What the formulas assume of a TCP, whatever its profile says.
 */

namespace study
{

using namespace ns3;

namespace
{

/**
 * What the formulas assume, whatever the profile says. A TCP that lacks one of these attributes has
 * that rule anyway, or none that departs from it.
 */
const Attributes ASSUMPTIONS = {
    {"DuplicateSyn", "ack"},         // a repeated SYN brings no SYN,ACK
    {"FinAck", "at-once"},           // a FIN is acknowledged at once
    {"TimeWaitRestart", "fin"},      // only a FIN restarts 2MSL
    {"TimeWaitReuse", "off"},        // TIME-WAIT keeps its port
    {"SynCookies", "off"},           // a full SYN queue drops SYNs
    {"SynOverflow", "drop-new"},     // the new ones
    {"SynBacklog", "4294967295"},    // none, where that is not what is measured
    {"AcceptBacklog", "4294967295"}, // nobody waits to be accepted
    {"KeepAlive", "false"},          // idle connections send nothing
};

/// The same of timers, unless the profile's own are wanted; see ConfigOf().
const Attributes TEXTBOOK_TIMERS = {
    {"SynLinearTimeouts", "0"},      // the RTO of a SYN doubles from the first repeat on
    {"ConnectTimeout", "never"},     // the number of repeats ends an active open
    {"RtoSlop", "0ns"},              // the RTO is RFC 6298's
    {"TailLossProbe", "false"},      // and nothing is repeated before it is over
    {"RetryLimitBy", "count"},       // limits count repeats
    {"OrphanRetries", "4294967295"}, // and are the same after CLOSE
};

/// \param assumptions some \param tcp gets those that it has attributes for
void
SetAll(const Attributes& assumptions, TcpLifecycleHelper& tcp)
{
    for (const auto& [name, value] : assumptions)
    {
        TypeId::AttributeInformation information;
        if (TcpLifecycleL4Protocol::GetTypeId().LookupAttributeByName(name, &information))
        {
            tcp.SetAttribute(name, StringValue(value));
        }
    }
}

} // namespace

void
Assume(bool ownTimers, TcpLifecycleHelper& tcp)
{
    SetAll(ASSUMPTIONS, tcp);
    if (!ownTimers)
    {
        SetAll(TEXTBOOK_TIMERS, tcp);
    }
}

} // namespace study
