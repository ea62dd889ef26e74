/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * SYN cookies: listeners that keep no state in SYN-RECEIVED.
 */

#include "lifecycle-host-impl.h"
#include "lifecycle-syn-cookie.h"

namespace ns3
{
namespace lifecycle
{

bool
Host::Impl::WantsCookie(const Listener& listener) const
{
    switch (m_config.listening.synCookies)
    {
    case SynCookies::Off:
        return false;
    case SynCookies::Pressure:
        return IsSynQueueFull(listener);
    case SynCookies::Always:
        return true;
    }
    return false;
}

void
Host::Impl::SendCookie(uint32_t listenerAt,
                       const FourTuple& tuple,
                       const Config* config,
                       const Segment& syn,
                       Instant now)
{
    Listener& listener = m_listeners[listenerAt];
    const KnownOptions offered = syn.options.Read();
    const bool stamped = config->timestamps && offered.timestamps;
    Segment answered = syn;
    if (!stamped)
    {
        // A cookie without timestamps has no bits for window scale and SACK, so they are not
        // negotiated.
        answered.options = Options();
        if (offered.maxSegmentSize)
        {
            answered.options.AddMaxSegmentSize(*offered.maxSegmentSize);
        }
        answered.flags &= static_cast<uint8_t>(~(ECE | CWR)); // nor for ECN
    }
    const Seq cookie = MakeSynCookie(m_config.isn.key,
                                     tuple,
                                     syn.seq,
                                     offered.maxSegmentSize.value_or(config->defaultSendMss),
                                     now);
    // This connection only builds the SYN,ACK.
    Connection once(config, tuple.localPort, tuple.remotePort);
    RenoCongestionControl congestion;
    m_actions.Clear();
    Context context{now, m_actions, congestion};
    once.OpenFromListen(listener.state, answered, cookie, context);
    for (const Action& action : m_actions)
    {
        if (const auto* emit = std::get_if<Emit>(&action))
        {
            Emit answer = *emit;
            if (const auto stamps = answer.segment.options.Read().timestamps)
            {
                answer.segment.options.SetTimestamps(
                    {PutOptionsInTimestamp(stamps->value, offered, once.HasEcn()), stamps->echo});
            }
            m_out.emplace_back(m_handles.HandleAt(listener.index), tuple, listener.id, answer);
        }
    }
    m_actions.Clear();
    listener.cookieSent = now;
    ++listener.counters.cookiesSent;
    NoteChange(listenerAt);
}

bool
Host::Impl::MayBringCookie(const Listener& listener, const Segment& segment, Instant now) const
{
    return m_config.listening.synCookies != SynCookies::Off && segment.Has(ACK) &&
           !segment.HasAny(SYN | RST) && listener.cookieSent != NEVER &&
           now - listener.cookieSent <= 2 * SYN_COOKIE_LIFE;
}

Handle
Host::Impl::OpenFromCookie(uint32_t listenerAt,
                           const FourTuple& tuple,
                           const Segment& ack,
                           Instant now)
{
    const Handle listener = m_handles.HandleAt(m_listeners[listenerAt].index);
    const uint64_t id = m_listeners[listenerAt].id;
    NoteChange(listenerAt);
    const auto mss = ReadSynCookie(m_config.isn.key, tuple, ack.seq - 1, ack.ack - 1, now);
    if (!mss)
    {
        ++m_listeners[listenerAt].counters.cookiesRefused;
        AnswerByReset(listener, id, tuple, ack);
        return listener;
    }
    if (IsAcceptQueueFull(m_listeners[listenerAt]))
    {
        ++m_listeners[listenerAt].counters.acceptDrops;
        if (m_config.listening.acceptOverflow == AcceptOverflow::Reset)
        {
            AnswerByReset(listener, id, tuple, ack);
        }
        else
        {
            m_out.emplace_back(listener, tuple, id, Dropped{ACCEPT_QUEUE_IS_FULL});
        }
        return listener;
    }
    const Config* config = Admit(listener, tuple, NO_INDEX);
    if (config == nullptr)
    {
        m_out.emplace_back(listener, tuple, id, Dropped{"LISTEN: not admitted"});
        return listener;
    }
    KnownOptions offered;
    bool ecn = false;
    if (const auto stamps = ack.options.Read().timestamps; config->timestamps && stamps)
    {
        ecn = EcnFromTimestamp(stamps->echo);
        offered = OptionsFromTimestamp(stamps->echo);
        offered.timestamps = stamps;
    }
    offered.maxSegmentSize = mss;
    ++m_listeners[listenerAt].counters.cookiesAccepted;
    return MakeChild(listener,
                     tuple,
                     config,
                     ack,
                     now,
                     false,
                     [&](StateCell listening, Connection& connection, Context& context) {
                         connection.OpenFromCookie(listening, ack, offered, context, ecn);
                     });
}

} // namespace lifecycle
} // namespace ns3
