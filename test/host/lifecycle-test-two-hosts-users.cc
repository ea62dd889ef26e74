/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What the users of one of two hosts do: every call that there is.
 */

#include "lifecycle-test-two-hosts.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace test
{

void
ChaosHost::CallUser(bool within)
{
    switch (m_world.m_choose(16))
    {
    case 0:
    case 1:
        OpenOne();
        break;
    case 2:
    case 3:
        CallListener();
        break;
    case 4:
        CallHost();
        break;
    default:
        CallConnection(AnyConnection());
        break;
    }
    if (!within)
    {
        Drive();
    }
}

void
ChaosHost::OpenOne()
{
    const Chooser& choose = m_world.m_choose;
    const uint16_t ports[] = {0, 0, 80, 1000, 1001};
    const unsigned to = choose(16) == 0 ? m_number : 1 - m_number;
    FourTuple tuple{m_world.AddressOf(m_number),
                    m_world.AddressOf(to),
                    ports[choose(5)],
                    static_cast<uint16_t>(choose(8) == 0 ? 1000 : 80)};
    if (Open().size() > 6)
    {
        return;
    }
    if (const Handle old = AnyConnection(); choose(2) == 0 && host->StateOf(old) == State::TimeWait)
    {
        tuple = *host->TupleOf(old); // TIME-WAIT may be used again
    }
    const Config& config = m_configs[choose(2)];
    OpenOptions options;
    options.fastOpen = choose(2) == 0;
    options.octets = options.fastOpen ? std::min(choose(3000), config.sendBuffer) : 0;
    HostRefusal refusal;
    const Handle handle = host->Open(tuple, &config, m_world.m_now, refusal, options);
    if (handle)
    {
        const Connection* connection = host->Find(handle);
        seen[host->IdOf(handle)].written = connection->Sending().written;
        Own(handle);
    }
}

void
ChaosHost::CallListener()
{
    const Chooser& choose = m_world.m_choose;
    const Instant now = m_world.m_now;
    const Handle listener = m_listeners.empty()
                                ? Handle{}
                                : m_listeners[choose(static_cast<uint32_t>(m_listeners.size()))];
    switch (listener ? choose(8) : 0)
    {
    case 0: {
        ListenerOptions options;
        options.backlog = choose(2) == 0 ? UNLIMITED : choose(3);
        options.explicitAccept = choose(2) == 0;
        options.deferAccept = static_cast<uint8_t>(choose(4) == 0 ? choose(3) : 0);
        HostRefusal refusal;
        const IpAddress any;
        const IpAddress& local = choose(2) == 0 ? any : m_world.AddressOf(m_number);
        const Handle made = host->Listen(local, choose(8) == 0 ? 1000 : 80, now, refusal, options);
        if (made)
        {
            m_listeners.push_back(made);
        }
        break;
    }
    case 1:
        if (choose(4) == 0)
        {
            host->CloseListener(listener, now);
        }
        break;
    default: {
        bool aborted = false;
        Own(host->Accept(listener, &aborted));
        break;
    }
    }
}

void
ChaosHost::CallHost()
{
    const Chooser& choose = m_world.m_choose;
    const Instant now = m_world.m_now;
    switch (choose(8))
    {
    case 0:
        if (!m_world.m_benign && choose(2) == 0)
        {
            host->Crash(now);
            m_listeners.clear();
        }
        break;
    case 1:
        if (!m_world.m_benign && choose(8) == 0)
        {
            host->Shutdown(now);
            m_listeners.clear();
        }
        break;
    case 2:
        host->OpenRecords(now);
        break;
    default:
        host->Reboot(now); // no effect on one that is up
        break;
    }
}

void
ChaosHost::TellError(Handle handle)
{
    const Chooser& choose = m_world.m_choose;
    PathError error;
    const uint32_t kind = choose(2 * static_cast<uint32_t>(PathErrorKind::SourceQuench) + 2);
    error.kind = kind > static_cast<uint32_t>(PathErrorKind::SourceQuench)
                     ? PathErrorKind::PortUnreachable
                     : static_cast<PathErrorKind>(kind);
    error.mtu = choose(2) * choose(2000);
    const Connection* connection = host->Find(handle);
    error.seq = connection != nullptr ? connection->Sending().una : Seq(choose(1000));
    if (const auto tuple = host->TupleOf(handle))
    {
        host->OnPathError(*tuple, error, m_world.m_now);
    }
}

void
ChaosHost::CallConnection(Handle handle)
{
    const Chooser& choose = m_world.m_choose;
    const Instant now = m_world.m_now;
    const uint64_t id = host->IdOf(handle);
    const Connection* connection = host->Find(handle);
    const uint32_t unread = connection != nullptr ? connection->Unread() : 0;
    const uint32_t room = connection != nullptr ? connection->SendRoom() : 0;
    if (id == 0)
    {
        return;
    }
    Watched& one = seen[id];
    switch (choose(16))
    {
    case 0:
    case 1:
        one.discards = true;
        host->Close(handle, now);
        break;
    case 2:
        host->ShutdownSend(handle, now);
        break;
    case 3:
        one.discards = true;
        host->ShutdownReceive(handle, now);
        break;
    case 4:
        if (choose(8) == 0)
        {
            host->Abort(handle, now);
        }
        break;
    case 5:
        host->Adopt(handle, &m_configs[choose(2)], now);
        break;
    case 6:
        TellError(handle);
        break;
    case 7:
    case 8:
        host->Consume(handle, std::min(choose(5000), unread), now);
        break;
    default: {
        const uint32_t octets = std::min(choose(5000), room + 1);
        const SendFlags flags{choose(16) == 0, choose(16) == 0, choose(16) == 0};
        if (host->Send(handle, octets, now, flags) == Refusal::None)
        {
            one.written += octets;
        }
        break;
    }
    }
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
