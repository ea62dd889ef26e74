/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_INTERRUPT_H
#define TCP_LIFECYCLE_INTERRUPT_H

/**
 * \file
 * \ingroup tcp-lifecycle
 * A run that is broken off.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * While one exists, SIGINT and SIGTERM stop the simulation after the event at hand, so that its
 * files can be closed. A second signal of the same kind ends the process at once.
 *
 * \code
 * const TcpLifecycleInterrupt interrupt;
 * Simulator::Run();
 * records.Finish(interrupt.GetSignal() == 0);
 * \endcode
 */
class TcpLifecycleInterrupt
{
  public:
    TcpLifecycleInterrupt();
    ~TcpLifecycleInterrupt();
    TcpLifecycleInterrupt(const TcpLifecycleInterrupt&) = delete;
    TcpLifecycleInterrupt& operator=(const TcpLifecycleInterrupt&) = delete;

    /// \return the signal that came, or 0
    int GetSignal() const;
    /// \param status of an undisturbed run \return it, or what a shell says of that signal: 128 and
    /// its number
    int GetStatus(int status) const;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_INTERRUPT_H
