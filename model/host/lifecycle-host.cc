/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-host.h"

#include "lifecycle-host-impl.h"
#include "lifecycle-incarnation.h"

#include <functional>

namespace ns3
{
namespace lifecycle
{

Host::Impl::Impl(const HostConfig& hostConfig, HostEnvironment& hostEnvironment)
    : m_config(hostConfig),
      m_environment(hostEnvironment),
      m_ports(hostConfig.isn.key)
{
    SetChallenges();
}

void
Host::Impl::SetChallenges()
{
    m_challenges.limit = m_config.challenges.limit;
    m_challenges.period = m_config.challenges.period;
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
    m_impl->m_ports.ReleaseAll();
    m_impl->SetChallenges();
}

// Users

Handle
Host::Open(FourTuple tuple,
           const Config* config,
           Instant now,
           HostRefusal& refusal,
           const OpenOptions& options)
{
    Impl& host = *m_impl;
    if (IsSilent(now))
    {
        refusal = HostRefusal::Silent;
        return Handle{};
    }
    if (tuple.localPort == 0)
    {
        tuple.localPort = host.ChoosePort(tuple, now);
        if (tuple.localPort == 0)
        {
            refusal = HostRefusal::NoPort;
            return Handle{};
        }
    }
    else if (!host.IsTupleFree(tuple, now))
    {
        refusal = HostRefusal::AddressInUse;
        return Handle{};
    }
    refusal = HostRefusal::None;
    Seq iss = InitialSequence(host.m_config.isn, tuple, now);
    const uint32_t before = host.FindTuple(tuple);
    if (before != NO_INDEX)
    {
        iss = NewIncarnationIss(iss, host.TimeWaitAt(before).sndNxt);
        host.Run(before, now, [](Connection& connection, Context& context) {
            connection.CloseSilently(context, Cause::TupleReused);
            return Refusal::None;
        });
    }
    const FastOpenStart start = host.FastOpenStartFor(tuple.remote, options, now);
    const uint32_t index = host.NewConnection(tuple, config, Role::Active, now);
    host.Run(index, now, [&](Connection& connection, Context& context) {
        return connection.Open(iss, context, start);
    });
    return host.m_handles.HandleAt(index);
}

bool
Host::Impl::MayReuse(const FourTuple& tuple) const
{
    switch (m_config.timeWait.reuse)
    {
    case TimeWaitReuse::Off:
        return false;
    case TimeWaitReuse::Loopback:
        return tuple.local == tuple.remote || tuple.remote.IsLoopback();
    case TimeWaitReuse::All:
        return true;
    }
    return false;
}

bool
Host::Impl::IsTupleFree(const FourTuple& tuple, Instant now) const
{
    const uint32_t index = FindTuple(tuple);
    if (index == NO_INDEX)
    {
        return true;
    }
    if (StateAt(index) != State::TimeWait || !MayReuse(tuple))
    {
        return false;
    }
    // As in RFC 6191, with the roles exchanged: timestamps show the peer that the SYN is not an old
    // duplicate, once its clock has advanced
    const PackedTimeWait old = TimeWaitAt(index);
    const Instant began = old.deadline - old.config->timeWait;
    return old.timestamps && now - began >= m_config.timeWait.reuseDelay;
}

uint16_t
Host::Impl::ChoosePort(const FourTuple& tuple, Instant now)
{
    FourTuple trial = tuple;
    const auto isFree = [&](uint16_t port) {
        // RFC 6056, 3.1: a port of a listener is not used either
        trial.localPort = port;
        return IsTupleFree(trial, now) && m_listeners.Find(trial.local, port) == NO_INDEX;
    };
    // std::function does not allocate for a reference wrapper.
    return m_ports.Choose(m_config.portAlgorithm,
                          m_config.ephemeralPorts,
                          tuple,
                          std::cref(isFree),
                          !MayReuse(tuple));
}

Refusal
Host::Send(Handle handle, uint32_t octets, Instant now, SendFlags flags)
{
    return m_impl->Call(handle, now, [&](Connection& connection, Context& context) {
        return connection.Send(octets, context, flags);
    });
}

void
Host::Push(Handle handle, Instant now)
{
    m_impl->Call(handle, now, [](Connection& connection, Context& context) {
        connection.Push(context);
        return Refusal::None;
    });
}

void
Host::WantSpace(Handle handle, Instant now)
{
    m_impl->Call(handle, now, [](Connection& connection, Context&) {
        connection.WantSpace();
        return Refusal::None;
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

void
Host::Adopt(Handle handle, const Config* config, Instant now)
{
    m_impl->Call(handle, now, [config](Connection& connection, Context& context) {
        connection.Adopt(config, context);
        return Refusal::None;
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
        if (place.form == Form::Live && host.m_live[place.at].dead)
        {
            host.ReleaseDead(index);
            continue;
        }
        if (host.StateAt(index) == State::Closed)
        {
            continue; // Settle() deletes it
        }
        if (place.form == Form::Listener)
        {
            host.EndListener(place.at, Cause::HostShutdown);
            continue;
        }
        host.Run(index, now, [](Connection& connection, Context& context) {
            connection.CloseSilently(context, Cause::HostShutdown);
            return Refusal::None;
        });
    }
}

void
Host::Crash(Instant now)
{
    Shutdown(now);
    m_impl->m_cookies.Clear();
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

State
Host::StateFor(const FourTuple& tuple) const
{
    const uint32_t index = m_impl->FindTuple(tuple);
    if (index != NO_INDEX)
    {
        return m_impl->StateAt(index);
    }
    const bool listens = m_impl->m_listeners.Find(tuple.local, tuple.localPort) != NO_INDEX;
    return listens ? State::Listen : State::Closed;
}

uint64_t
Host::IdOf(Handle handle) const
{
    const bool known = m_impl->m_handles.Find(handle).form != Form::None;
    return known ? m_impl->IdAt(handle.index) : 0;
}

Handle
Host::ListenerOf(Handle handle) const
{
    switch (m_impl->m_handles.Find(handle).form)
    {
    case Form::Live:
    case Form::SynReceived:
        return m_impl->ListenerOf(m_impl->PlaceAt(handle.index));
    case Form::None:
    case Form::Listener:
    case Form::TimeWait:
        break;
    }
    return Handle{};
}

ListenerStatus
Host::StatusOf(Handle listener) const
{
    const Place place = m_impl->m_handles.Find(listener);
    return place.form == Form::Listener ? m_impl->m_listeners[place.at].Status() : ListenerStatus();
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
    const Impl& host = *m_impl;
    std::vector<ConnectionRecord> records;
    for (const uint32_t index : host.AllById())
    {
        if (const Recorder* recorder = host.m_records.Find(index))
        {
            records.push_back({recorder->Read(now), host.IdAt(index), host.TupleAt(index)});
        }
    }
    return records;
}

} // namespace lifecycle
} // namespace ns3
