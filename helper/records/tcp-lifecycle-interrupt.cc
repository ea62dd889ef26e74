/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-interrupt.h"

#include "ns3/simulator.h"

#include <csignal>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A run that is broken off.
 */

namespace ns3
{

namespace
{

volatile std::sig_atomic_t g_signal = 0; //!< the signal that came, or 0

/// \param number of the signal
void
OnSignal(int number)
{
    g_signal = number;
    std::signal(number, SIG_DFL);
    Simulator::Stop(); // ns-3's simulators set a flag there, and nothing else
}

} // namespace

TcpLifecycleInterrupt::TcpLifecycleInterrupt()
{
    Simulator::Now(); // makes the simulator, so that the handler does not
    g_signal = 0;
    std::signal(SIGINT, OnSignal);
    std::signal(SIGTERM, OnSignal);
}

TcpLifecycleInterrupt::~TcpLifecycleInterrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

int
TcpLifecycleInterrupt::GetSignal() const
{
    return g_signal;
}

int
TcpLifecycleInterrupt::GetStatus(int status) const
{
    return g_signal == 0 ? status : 128 + g_signal;
}

} // namespace ns3
