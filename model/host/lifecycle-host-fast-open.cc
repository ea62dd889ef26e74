/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * TCP Fast Open (RFC 7413) on the client and the server.
 */

#include "lifecycle-host-impl.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// How long Fast Open is not tried again with a server that did not accept a SYN's data. RFC 7413,
/// 4.1.3.1, requires that negative responses are cached but gives no time; Linux:
/// tcp_fastopen_blackhole_timeout_sec, 3600 where it is on.
constexpr Duration REFUSED_FOR = std::chrono::hours(1);

/// \param cause why SYN-SENT has ended in CLOSED \return whether the SYN got no answer, or an error
bool
IsNegative(Cause cause)
{
    return cause == Cause::RetriesExceeded || cause == Cause::UserTimeout ||
           cause == Cause::ConnectTimeout || cause == Cause::IcmpError;
}

} // namespace

bool
Host::Impl::IsFastOpenClient() const
{
    return m_config.fastOpen.use == FastOpen::Client || m_config.fastOpen.use == FastOpen::Both;
}

bool
Host::Impl::IsFastOpenServer() const
{
    return m_config.fastOpen.use == FastOpen::Server || m_config.fastOpen.use == FastOpen::Both;
}

FastOpenStart
Host::Impl::FastOpenStartFor(const IpAddress& server, const OpenOptions& options, Instant now) const
{
    FastOpenStart start;
    start.octets = options.octets;
    if (!options.fastOpen || !IsFastOpenClient())
    {
        return start;
    }
    const FastOpenEntry* known = m_cookies.Find(server);
    start.offers = known == nullptr || now >= known->refusedUntil;
    if (start.offers && known != nullptr)
    {
        start.cookie = known->cookie;
        start.peerMss = known->mss;
    }
    return start;
}

bool
Host::HasFastOpenCookie(const IpAddress& server, Instant now) const
{
    OpenOptions options;
    options.fastOpen = true;
    const FastOpenStart start = m_impl->FastOpenStartFor(server, options, now);
    return start.offers && start.cookie.size > 0;
}

FastOpenCookie
Host::FastOpenCookieOf(const IpAddress& client) const
{
    return MakeFastOpenCookie(m_impl->m_config.isn.key, client);
}

void
Host::Impl::LearnFastOpen(uint32_t index, const Segment& synAck, Instant now)
{
    const Connection& connection = m_live[m_handles.At(index).at].connection;
    if (!IsFastOpenClient() || !IsSynchronized(connection.GetState()))
    {
        return;
    }
    // RFC 7413, 4.2.2, client, SYN-ACK: "1. If the SYN-ACK packet has a Fast Open option or an MSS
    // option or both, update the corresponding cookie and MSS information in the cookie cache"
    const IpAddress server = TupleAt(index).remote;
    const KnownOptions options = synAck.options.Read();
    const bool brings = options.fastOpen && options.fastOpen->size > 0;
    if (brings)
    {
        m_cookies.At(server).cookie = *options.fastOpen;
    }
    if (options.maxSegmentSize && (brings || m_cookies.Find(server) != nullptr))
    {
        m_cookies.At(server).mss = *options.maxSegmentSize;
    }
    // 4.1.3.1: "Negative responses include the server not acknowledging the data in the SYN"; a
    // server that sends a cookie instead supports Fast Open
    if (!brings && connection.SynData() > 0 && synAck.ack == connection.Sending().iss + 1)
    {
        m_cookies.At(server) = FastOpenEntry{{}, 0, DeadlineAfter(now, REFUSED_FOR)};
    }
}

void
Host::Impl::NoteFastOpenFailure(const LiveConnection& live,
                                const Transition& transition,
                                Instant now)
{
    if (transition.from == State::SynSent && transition.to == State::Closed &&
        live.connection.SynData() > 0 && IsNegative(transition.cause))
    {
        m_cookies.At(live.tuple.remote) = FastOpenEntry{{}, 0, DeadlineAfter(now, REFUSED_FOR)};
    }
}

FastOpenAnswer
Host::Impl::AnswerFastOpen(uint32_t listenerAt, const IpAddress& client, const Segment& syn)
{
    FastOpenAnswer answer;
    if (!IsFastOpenServer())
    {
        return answer; // RFC 7413, 4.2.2, server, SYN: "1. ... If FastOpenEnabled is false"
    }
    const auto offered = syn.options.Read().fastOpen;
    if (!offered)
    {
        return answer;
    }
    Listener& listener = m_listeners[listenerAt];
    const FastOpenCookie valid = MakeFastOpenCookie(m_config.isn.key, client);
    if (!(*offered == valid))
    {
        answer.cookie =
            valid; // "3. If IsCookieValid() returns false", or the client asked for a cookie
        return answer;
    }
    if (syn.length == 0)
    {
        return answer;
    }
    // "2. If PendingFastOpenRequests is over the system limit"
    if (listener.counters.fastOpenPending >= m_config.fastOpen.backlog ||
        IsAcceptQueueFull(listener))
    {
        ++listener.counters.fastOpenOverflows;
        NoteChange(listenerAt);
        return answer;
    }
    answer.takesData = true;
    return answer;
}

bool
Host::Impl::UpdateFastOpen(uint32_t index, LiveConnection& live, const Transition& transition)
{
    if (!live.fastOpenOf)
    {
        return false;
    }
    if (transition.to == State::SynReceived)
    {
        const uint32_t listenerAt = live.place.listener;
        ++m_listeners[listenerAt].counters.fastOpenPending;
        ++m_listeners[listenerAt].counters.fastOpenTaken;
        NoteChange(listenerAt);
        AcceptChild(index, live, listenerAt);
        return true;
    }
    if (transition.from != State::SynReceived)
    {
        return false;
    }
    const Place listener = m_handles.Find(live.fastOpenOf);
    if (listener.form == Form::Listener)
    {
        --m_listeners[listener.at].counters.fastOpenPending;
        NoteChange(listener.at);
    }
    live.fastOpenOf = Handle{};
    return true;
}

} // namespace lifecycle
} // namespace ns3
