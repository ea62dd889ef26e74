/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-record.h"

namespace ns3
{
namespace lifecycle
{

const char*
ToText(Role role)
{
    switch (role)
    {
    case Role::Active:
        return "active";
    case Role::Passive:
        return "passive";
    }
    return "?";
}

const char*
ToText(Outcome outcome)
{
    switch (outcome)
    {
    case Outcome::Open:
        return "open";
    case Outcome::Closed:
        return "closed";
    case Outcome::Refused:
        return "refused";
    case Outcome::Reset:
        return "reset";
    case Outcome::TimedOut:
        return "timed-out";
    case Outcome::Aborted:
        return "aborted";
    case Outcome::Unreachable:
        return "unreachable";
    }
    return "?";
}

const char*
ToText(Closer closer)
{
    switch (closer)
    {
    case Closer::None:
        return "none";
    case Closer::Local:
        return "local";
    case Closer::Remote:
        return "remote";
    case Closer::Both:
        return "both";
    }
    return "?";
}

const char*
ToText(CloseType type)
{
    switch (type)
    {
    case CloseType::None:
        return "none";
    case CloseType::FourSegment:
        return "four-segment";
    case CloseType::ThreeSegment:
        return "three-segment";
    case CloseType::Simultaneous:
        return "simultaneous";
    case CloseType::FinReset:
        return "fin-reset";
    case CloseType::Reset:
        return "reset";
    case CloseType::Timeout:
        return "timeout";
    }
    return "?";
}

} // namespace lifecycle
} // namespace ns3
