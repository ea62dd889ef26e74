/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-host.h"

#include "lifecycle-host-impl.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

Host::Impl::Impl(const HostConfig& hostConfig, HostEnvironment& hostEnvironment)
    : m_config(hostConfig),
      m_environment(hostEnvironment),
      m_ports(hostConfig.isn.key)
{
}

Host::Host(const HostConfig& config, HostEnvironment& environment)
    : m_impl(std::make_unique<Impl>(config, environment))
{
}

Host::~Host() = default;

void
Host::SetConfig(const HostConfig& config)
{
    m_impl->m_config = config;
    m_impl->m_ports.SetKey(config.isn.key);
}

// Users

Handle
Host::Listen(const IpAddress& local, uint16_t port, Instant now, HostRefusal& refusal)
{
    (void)now; // a listener sends nothing, so that it may be made in the quiet time
    Impl& host = *m_impl;
    if (host.m_silentUntil == NEVER)
    {
        refusal = HostRefusal::Silent;
        return Handle{};
    }
    if (host.m_listeners.FindExact(local, port) != NO_INDEX)
    {
        refusal = HostRefusal::AddressInUse;
        return Handle{};
    }
    refusal = HostRefusal::None;
    const uint32_t at = host.m_listeners.Make(local, port);
    const Handle handle = host.m_handles.Make(Place{Form::Listener, at});
    host.m_listeners[at].index = handle.index;
    host.m_listeners[at].id = ++host.m_lastId;
    ++host.m_counts[static_cast<std::size_t>(State::Closed)];
    host.MoveListener(at, State::Listen, Cause::PassiveOpen);
    return handle;
}

void
Host::CloseListener(Handle listener, Instant now)
{
    Impl& host = *m_impl;
    if (!host.IsListening(listener))
    {
        return;
    }
    const uint32_t at = host.m_handles.Find(listener).at;
    std::vector<uint32_t> embryos = host.m_listeners[at].embryos;
    std::sort(embryos.begin(), embryos.end(), [&host](uint32_t a, uint32_t b) {
        return host.IdAt(a) < host.IdAt(b);
    });
    for (const uint32_t index : embryos)
    {
        host.Run(index, now, [](Connection& connection, Context& context) {
            return connection.Abort(context, Cause::ListenerGone);
        });
    }
    host.EndListener(at, Cause::Close);
}

Handle
Host::Open(FourTuple tuple, const Config* config, Instant now, HostRefusal& refusal)
{
    Impl& host = *m_impl;
    if (IsSilent(now))
    {
        refusal = HostRefusal::Silent;
        return Handle{};
    }
    if (tuple.localPort == 0)
    {
        // RFC 6056, 3.1: not a port on which somebody listens, either
        FourTuple trial = tuple;
        trial.localPort =
            host.m_ports.Choose(host.m_config.ephemeralPorts, tuple, [&](uint16_t port) {
                trial.localPort = port;
                return host.FindTuple(trial) == NO_INDEX &&
                       host.m_listeners.Find(trial.local, port) == NO_INDEX;
            });
        tuple = trial;
        if (tuple.localPort == 0)
        {
            refusal = HostRefusal::NoPort;
            return Handle{};
        }
    }
    else if (host.FindTuple(tuple) != NO_INDEX)
    {
        refusal = HostRefusal::AddressInUse;
        return Handle{};
    }
    refusal = HostRefusal::None;
    const uint32_t index = host.NewConnection(tuple, config, Role::Active, now);
    const Seq iss = InitialSequence(host.m_config.isn, tuple, now);
    host.Run(index, now, [&](Connection& connection, Context& context) {
        return connection.Open(iss, context);
    });
    return host.m_handles.HandleAt(index);
}

Refusal
Host::Send(Handle handle, uint32_t octets, Instant now)
{
    return m_impl->Call(handle, now, [&](Connection& connection, Context& context) {
        return connection.Send(octets, context);
    });
}

void
Host::Consume(Handle handle, uint32_t octets, Instant now)
{
    m_impl->Call(handle, now, [&](Connection& connection, Context& context) {
        connection.Consume(octets, context);
        return Refusal::None;
    });
}

Refusal
Host::Close(Handle handle, Instant now)
{
    return m_impl->Call(handle, now, [](Connection& connection, Context& context) {
        return connection.Close(context);
    });
}

Refusal
Host::ShutdownSend(Handle handle, Instant now)
{
    return m_impl->Call(handle, now, [](Connection& connection, Context& context) {
        return connection.ShutdownSend(context);
    });
}

Refusal
Host::ShutdownReceive(Handle handle, Instant now)
{
    return m_impl->Call(handle, now, [](Connection& connection, Context& context) {
        return connection.ShutdownReceive(context);
    });
}

Refusal
Host::Abort(Handle handle, Instant now)
{
    return m_impl->Call(handle, now, [](Connection& connection, Context& context) {
        return connection.Abort(context);
    });
}

void
Host::Shutdown(Instant now)
{
    Impl& host = *m_impl;
    for (const uint32_t index : host.AllById())
    {
        const Place place = host.m_handles.At(index);
        if (host.StateAt(index) == State::Closed)
        {
            continue; // gone already, Settle() forgets it
        }
        if (place.form == Form::Listener)
        {
            host.EndListener(place.at, Cause::HostShutdown);
            continue;
        }
        host.Run(index, now, [](Connection& connection, Context& context) {
            connection.Vanish(context, Cause::HostShutdown);
            return Refusal::None;
        });
    }
}

void
Host::Crash(Instant now)
{
    Shutdown(now);
    m_impl->m_silentUntil = NEVER;
}

void
Host::Reboot(Instant now)
{
    if (m_impl->m_silentUntil == NEVER)
    {
        m_impl->m_silentUntil = DeadlineAfter(now, m_impl->m_config.quietTime);
    }
}

bool
Host::IsSilent(Instant now) const
{
    return now < m_impl->m_silentUntil;
}

// Results

std::vector<HostAction>&
Host::Out()
{
    return m_impl->m_out;
}

std::vector<Child>&
Host::Accepted()
{
    return m_impl->m_accepted;
}

std::vector<ConnectionRecord>&
Host::Finished()
{
    return m_impl->m_finished;
}

// What can be seen

const Connection*
Host::Find(Handle handle) const
{
    const Place place = m_impl->m_handles.Find(handle);
    return place.form == Form::Live ? &m_impl->m_live[place.at].connection : nullptr;
}

State
Host::StateOf(Handle handle) const
{
    const bool known = m_impl->m_handles.Find(handle).form != Form::None;
    return known ? m_impl->StateAt(handle.index) : State::Closed;
}

std::optional<FourTuple>
Host::TupleOf(Handle handle) const
{
    const bool known = m_impl->m_handles.Find(handle).form != Form::None;
    return known ? std::optional<FourTuple>(m_impl->TupleAt(handle.index)) : std::nullopt;
}

Handle
Host::HandleOf(const FourTuple& tuple) const
{
    const uint32_t index = m_impl->FindTuple(tuple);
    return index == NO_INDEX ? Handle{} : m_impl->m_handles.HandleAt(index);
}

uint64_t
Host::IdOf(Handle handle) const
{
    const bool known = m_impl->m_handles.Find(handle).form != Form::None;
    return known ? m_impl->IdAt(handle.index) : 0;
}

std::size_t
Host::Size() const
{
    return m_impl->m_handles.Count();
}

std::size_t
Host::CountIn(State state) const
{
    return m_impl->m_counts[static_cast<std::size_t>(state)];
}

std::vector<ConnectionRecord>
Host::OpenRecords(Instant now) const
{
    return m_impl->m_records.ReadAll(now);
}

} // namespace lifecycle
} // namespace ns3
