/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-action.h"

namespace ns3
{
namespace lifecycle
{

const char*
ToText(EmitReason reason)
{
    switch (reason)
    {
    case EmitReason::Syn:
        return "syn";
    case EmitReason::SynAck:
        return "syn-ack";
    case EmitReason::Data:
        return "data";
    case EmitReason::Fin:
        return "fin";
    case EmitReason::Ack:
        return "ack";
    case EmitReason::WindowUpdate:
        return "window-update";
    case EmitReason::Probe:
        return "probe";
    case EmitReason::KeepAlive:
        return "keep-alive";
    case EmitReason::OutOfWindow:
        return "out-of-window-ack";
    case EmitReason::ChallengeAck:
        return "challenge-ack";
    case EmitReason::TimeWaitAck:
        return "time-wait-ack";
    case EmitReason::Reset:
        return "reset";
    }
    return "?";
}

const char*
ToText(Error error)
{
    switch (error)
    {
    case Error::None:
        return "none";
    case Error::Refused:
        return "refused";
    case Error::Reset:
        return "reset";
    case Error::TimedOut:
        return "timed-out";
    case Error::Aborted:
        return "aborted";
    case Error::Unreachable:
        return "unreachable";
    case Error::ProtocolUnreachable:
        return "protocol-unreachable";
    }
    return "?";
}

} // namespace lifecycle
} // namespace ns3
