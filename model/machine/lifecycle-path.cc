/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-path.h"

#include "lifecycle-hash.h"

#include <tuple>

namespace ns3
{
namespace lifecycle
{

const char*
ToText(PathErrorKind kind)
{
    switch (kind)
    {
    case PathErrorKind::Unreachable:
        return "unreachable";
    case PathErrorKind::TimeExceeded:
        return "time-exceeded";
    case PathErrorKind::ParameterProblem:
        return "parameter-problem";
    case PathErrorKind::ProtocolUnreachable:
        return "protocol-unreachable";
    case PathErrorKind::PortUnreachable:
        return "port-unreachable";
    case PathErrorKind::Prohibited:
        return "prohibited";
    case PathErrorKind::PacketTooBig:
        return "packet-too-big";
    case PathErrorKind::SourceQuench:
        return "source-quench";
    }
    return "?";
}

bool
IsHardError(PathErrorKind kind)
{
    switch (kind)
    {
    case PathErrorKind::ProtocolUnreachable:
    case PathErrorKind::PortUnreachable:
    case PathErrorKind::Prohibited:
        return true;
    case PathErrorKind::Unreachable:
    case PathErrorKind::TimeExceeded:
    case PathErrorKind::ParameterProblem:
    case PathErrorKind::PacketTooBig:
    case PathErrorKind::SourceQuench:
        return false;
    }
    return false;
}

const char*
ToText(PathVerdict verdict)
{
    switch (verdict)
    {
    case PathVerdict::NoConnection:
        return "no-connection";
    case PathVerdict::NotInFlight:
        return "not-in-flight";
    case PathVerdict::Ignored:
        return "ignored";
    case PathVerdict::Noted:
        return "noted";
    case PathVerdict::Aborted:
        return "aborted";
    case PathVerdict::Lowered:
        return "lowered";
    case PathVerdict::Deferred:
        return "deferred";
    }
    return "?";
}

auto
PathSizes::Parts() const
{
    return std::tie(claimed, claimedFor, sent, sentEnd, acked);
}

bool
PathSizes::operator==(const PathSizes& other) const
{
    return Parts() == other.Parts();
}

void
PathSizes::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
