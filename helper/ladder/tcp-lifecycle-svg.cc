/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-svg.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * What all pictures have in common.
 */

namespace ns3
{

using lifecycle::State;

const char*
TcpLifecycleSvgColour(State state)
{
    switch (state)
    {
    case State::Closed:
        return "#d5dae0";
    case State::Listen:
        return "#9aa7b4";
    case State::SynSent:
        return "#f2c230";
    case State::SynReceived:
        return "#f08c2e";
    case State::Established:
        return "#3fa66b";
    case State::FinWait1:
        return "#7db7ea";
    case State::FinWait2:
        return "#2f74c0";
    case State::CloseWait:
        return "#c39be0";
    case State::Closing:
        return "#e0629f";
    case State::LastAck:
        return "#7b46b0";
    case State::TimeWait:
        return "#b5473c";
    }
    return "#1f2933";
}

std::string
TcpLifecycleSvgEscape(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        switch (c)
        {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        default:
            escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return escaped;
}

} // namespace ns3
