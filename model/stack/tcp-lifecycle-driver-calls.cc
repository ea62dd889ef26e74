/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/log.h"

// User calls of sockets.

namespace ns3
{

lifecycle::HostRefusal
TcpLifecycleDriver::Open(TcpLifecycleSocket* socket,
                         const lifecycle::FourTuple& tuple,
                         const lifecycle::Config* config,
                         bool fastOpen,
                         const Ptr<const Packet>& text)
{
    NS_LOG_FUNCTION(this << socket << fastOpen);
    if (m_detached)
    {
        return lifecycle::HostRefusal::Silent;
    }
    const lifecycle::Instant now = Now();
    lifecycle::HostRefusal refusal = lifecycle::HostRefusal::None;
    lifecycle::OpenOptions options;
    options.fastOpen = fastOpen;
    options.octets = text ? text->GetSize() : 0;
    const lifecycle::Handle handle = m_host->Open(tuple, config, now, refusal, options);
    if (handle)
    {
        Attach(handle, socket, TcpLifecycleSocketRole::Opener);
        if (text)
        {
            socket->Keep(text); // before the Emits of the host are performed
        }
        Run(now, false);
    }
    return refusal;
}

bool
TcpLifecycleDriver::HasFastOpenCookie(const lifecycle::IpAddress& server) const
{
    return m_host->HasFastOpenCookie(server, Now());
}

lifecycle::HostRefusal
TcpLifecycleDriver::Listen(TcpLifecycleSocket* socket,
                           const lifecycle::IpAddress& local,
                           uint16_t port,
                           const lifecycle::ListenerOptions& options)
{
    NS_LOG_FUNCTION(this << socket << port);
    if (m_detached)
    {
        return lifecycle::HostRefusal::Silent;
    }
    const lifecycle::Instant now = Now();
    lifecycle::HostRefusal refusal = lifecycle::HostRefusal::None;
    const lifecycle::Handle handle = m_host->Listen(local, port, now, refusal, options);
    if (handle)
    {
        Attach(handle, socket, TcpLifecycleSocketRole::Listener);
        Run(now, false);
    }
    return refusal;
}

void
TcpLifecycleDriver::CloseListener(lifecycle::Handle listener)
{
    NS_LOG_FUNCTION(this << listener.index);
    const lifecycle::Instant now = Now();
    m_host->CloseListener(listener, now);
    Run(now, false);
}

lifecycle::Refusal
TcpLifecycleDriver::Send(TcpLifecycleSocket* socket,
                         Ptr<const Packet> packet,
                         lifecycle::SendFlags flags)
{
    NS_LOG_FUNCTION(this << socket << packet);
    const lifecycle::Instant now = Now();
    const lifecycle::Refusal refusal =
        m_host->Send(socket->GetHandle(), packet->GetSize(), now, flags);
    if (refusal == lifecycle::Refusal::None)
    {
        socket->Keep(packet); // before the Emits of the host are performed
        Run(now, false);
    }
    return refusal;
}

void
TcpLifecycleDriver::Push(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    m_host->Push(handle, now);
    Run(now, false);
}

void
TcpLifecycleDriver::WantSpace(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    m_host->WantSpace(handle, now);
    Run(now, false);
}

void
TcpLifecycleDriver::Consume(lifecycle::Handle handle, uint32_t octets)
{
    NS_LOG_FUNCTION(this << handle.index << octets);
    const lifecycle::Instant now = Now();
    m_host->Consume(handle, octets, now);
    Run(now, false);
}

lifecycle::Refusal
TcpLifecycleDriver::Close(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    const lifecycle::Refusal refusal = m_host->Close(handle, now);
    Run(now, false);
    return refusal;
}

lifecycle::Refusal
TcpLifecycleDriver::ShutdownSend(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    const lifecycle::Refusal refusal = m_host->ShutdownSend(handle, now);
    Run(now, false);
    return refusal;
}

lifecycle::Refusal
TcpLifecycleDriver::ShutdownReceive(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    const lifecycle::Refusal refusal = m_host->ShutdownReceive(handle, now);
    Run(now, false);
    return refusal;
}

lifecycle::Refusal
TcpLifecycleDriver::Abort(lifecycle::Handle handle)
{
    NS_LOG_FUNCTION(this << handle.index);
    const lifecycle::Instant now = Now();
    const lifecycle::Refusal refusal = m_host->Abort(handle, now);
    Run(now, false);
    return refusal;
}

void
TcpLifecycleDriver::Adopt(lifecycle::Handle handle, const lifecycle::Config* config)
{
    const lifecycle::Instant now = Now();
    m_host->Adopt(handle, config, now);
    Run(now, false);
}

void
TcpLifecycleDriver::Crash()
{
    NS_LOG_FUNCTION(this);
    const lifecycle::Instant now = Now();
    m_host->Crash(now);
    Run(now, false);
}

void
TcpLifecycleDriver::Reboot()
{
    NS_LOG_FUNCTION(this);
    m_host->Reboot(Now());
}

void
TcpLifecycleDriver::Forget(lifecycle::Handle handle)
{
    if (Slot* slot = Find(handle))
    {
        Leave(*slot);
        if (!m_running)
        {
            ReleaseLeaving();
        }
    }
}

void
TcpLifecycleDriver::CatchUp(lifecycle::Handle handle)
{
    if (!m_running)
    {
        Run(Now(), false);
        return;
    }
    PerformFor(handle, m_performed);
    PerformFor(handle, m_out);
    const Slot* slot = Find(handle);
    if (slot != nullptr && slot->socket != nullptr)
    {
        End(*slot->socket, handle);
    }
}

} // namespace ns3
