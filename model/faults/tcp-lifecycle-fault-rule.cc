/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-rule.h"

#include <tuple>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A fault rule as a value.
 */

namespace ns3
{

namespace
{

/// \param rule a rule \return all that is compared
auto
Parts(const TcpLifecycleFaultRule& rule)
{
    return std::tie(rule.action,
                    rule.from,
                    rule.target,
                    rule.nth,
                    rule.amount,
                    rule.segment,
                    rule.last,
                    rule.perConnection,
                    rule.flags,
                    rule.states,
                    rule.notBefore,
                    rule.until,
                    rule.probability,
                    rule.burst,
                    rule.timed,
                    rule.host,
                    rule.copies,
                    rule.seqFrom,
                    rule.ackFrom,
                    rule.likeMatched);
}

} // namespace

bool
TcpLifecycleFaultBurst::operator==(const TcpLifecycleFaultBurst& other) const
{
    return toBad == other.toBad && toGood == other.toGood && inGood == other.inGood &&
           inBad == other.inBad;
}

bool
TcpLifecycleFaultRule::IsMatched() const
{
    return !timed;
}

bool
TcpLifecycleFaultRule::IsFate() const
{
    return TcpLifecycleFormOf(action).subject == TcpLifecycleFaultSubject::Segment;
}

bool
TcpLifecycleFaultRule::IsRandom() const
{
    return probability < 1 || burst || action == TcpLifecycleFaultAction::Corrupt ||
           seqFrom == TcpLifecycleFaultNumber::Guess || ackFrom == TcpLifecycleFaultNumber::Guess;
}

bool
TcpLifecycleFaultRule::operator==(const TcpLifecycleFaultRule& other) const
{
    return Parts(*this) == Parts(other);
}

bool
Matches(TcpLifecycleFaultTarget target, const lifecycle::Segment& segment)
{
    using namespace lifecycle;
    switch (target)
    {
    case TcpLifecycleFaultTarget::Any:
        return true;
    case TcpLifecycleFaultTarget::Syn:
        return segment.Has(SYN) && !segment.Has(ACK);
    case TcpLifecycleFaultTarget::SynAck:
        return segment.Has(SYN | ACK);
    case TcpLifecycleFaultTarget::Fin:
        return segment.Has(FIN);
    case TcpLifecycleFaultTarget::Rst:
        return segment.Has(RST);
    case TcpLifecycleFaultTarget::Ack:
        return segment.Has(ACK) && !segment.HasAny(SYN | FIN | RST) && segment.length == 0;
    case TcpLifecycleFaultTarget::Data:
        return segment.length > 0;
    case TcpLifecycleFaultTarget::Flags:
        return false; // which ones, a rule says
    }
    return false;
}

bool
Matches(const TcpLifecycleFaultRule& rule, const lifecycle::Segment& segment)
{
    return rule.target == TcpLifecycleFaultTarget::Flags ? segment.flags == rule.flags
                                                         : Matches(rule.target, segment);
}

} // namespace ns3
