/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-view.h"

#include "lifecycle-connection.h"

#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Windows and timers of a connection at one moment.
 */

namespace ns3
{

namespace
{

using lifecycle::Timer;

/// The timers, by the names that the page about a run has for them.
constexpr std::pair<Timer, const char*> TIMERS[] = {
    {Timer::Retransmission, "retransmission"},
    {Timer::Persist, "persist"},
    {Timer::DelayedAck, "delayed-ack"},
    {Timer::User, "user-timeout"},
    {Timer::FinWait2, "fin-wait-2"},
    {Timer::TimeWait, "2msl"},
    {Timer::KeepAlive, "keep-alive"},
    {Timer::Connect, "connect"},
    {Timer::Linger, "linger"},
    {Timer::Pacing, "pacing"},
};
static_assert(sizeof(TIMERS) / sizeof(TIMERS[0]) == lifecycle::TIMER_COUNT);

} // namespace

TcpLifecycleLadderView
ViewTcpLifecycleConnection(const lifecycle::Connection& connection)
{
    const lifecycle::SendSpace& send = connection.Sending();
    const lifecycle::ReceiveSpace& receive = connection.Receiving();
    TcpLifecycleLadderView view;
    view.sndUna = send.una;
    view.sndNxt = send.nxt;
    view.sndWnd = send.wnd;
    view.cwnd = connection.Congestion().cwnd;
    view.unsent = send.Unsent();
    const lifecycle::State state = connection.GetState();
    view.knowsPeer = state == lifecycle::State::SynReceived || lifecycle::IsSynchronized(state);
    view.rcvNxt = receive.nxt;
    view.rcvWnd = receive.Window();
    view.unread = receive.unread;
    for (const auto& [timer, name] : TIMERS)
    {
        const lifecycle::Instant deadline = connection.DeadlineOf(timer);
        if (deadline != lifecycle::NEVER)
        {
            view.timers.push_back({name, NanoSeconds(deadline.time_since_epoch().count())});
        }
    }
    return view;
}

} // namespace ns3
