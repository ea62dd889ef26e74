/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * SYN-SENT, and the negotiation of options.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 7323, 2.3: a larger shift count is treated as 14
constexpr uint8_t MAX_WINDOW_SHIFT = 14;

/// RFC 5482, 3.3: the largest value of the option, 15 bits of minutes
constexpr Duration MAX_USER_TIMEOUT = std::chrono::minutes(32767);

} // namespace

Refusal
Connection::Open(Seq iss, Context& context, const FastOpenStart& fastOpen)
{
    if (GetState() != State::Closed || m_opened)
    {
        return Refusal::AlreadyOpen;
    }
    m_opened = true;
    // RFC 9293, 3.10.1: "A SYN segment of the form <SEQ=ISS><CTL=SYN> is sent. Set SND.UNA to ISS,
    // SND.NXT to ISS+1, enter SYN-SENT state"
    m_snd.iss = iss;
    m_snd.una = iss;
    m_snd.nxt = iss + 1;
    m_snd.writeEnd = iss + 1;
    m_snd.pushEnd = iss + 1;
    m_ecnPoint = iss;
    m_snd.shortEnd = iss + 1;
    Enter(State::SynSent, Cause::ActiveOpen, context);
    SendFastSyn(fastOpen, context);
    ArmUser(context, true);
    Set(Timer::Connect, DeadlineAfter(context.now, m_config->connectTimeout));
    return Refusal::None;
}

void
Connection::OpenFromListen(StateCell listener,
                           const Segment& syn,
                           Seq iss,
                           Context& context,
                           const FastOpenAnswer& fastOpen)
{
    // RFC 9293, 3.10.7.2, third: "Set RCV.NXT to SEG.SEQ+1, IRS is set to SEG.SEQ ... ISS should be
    // selected and a SYN segment sent of the form <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>". Its data
    // and FIN are not acknowledged, and will be retransmitted; but see RFC 7413.
    BeginPassive(listener, syn.seq, iss, syn.options.Read());
    m_ecn = m_config->ecn != Ecn::Off && syn.Has(ECE | CWR);
    m_rcv.advertisedEnd = m_rcv.nxt;
    m_snd.wnd = syn.window;
    m_snd.maxWnd = syn.window;
    Enter(State::SynReceived, Cause::Syn, context);
    if (fastOpen.takesData)
    {
        TakeSynData(syn, context);
    }
    SendSyn(context, false, fastOpen.cookie.size > 0 ? &fastOpen.cookie : nullptr);
}

void
Connection::OpenFromCookie(StateCell listener,
                           const Segment& ack,
                           const KnownOptions& offered,
                           Context& context,
                           bool ecn)
{
    BeginPassive(listener, ack.seq - 1, ack.ack - 1, offered);
    m_ecn = ecn && m_config->ecn != Ecn::Off;
    m_rcv.advertisedEnd = m_rcv.nxt + std::min<uint32_t>(m_rcv.buffer, 0xffff);
    Enter(State::Established, Cause::AckOfCookie, context);
    SynAcknowledged(ack, context);
    OnSegmentOther(ack, ack.options.Read(), context);
}

void
Connection::BeginPassive(StateCell listener, Seq irs, Seq iss, const KnownOptions& offered)
{
    m_state = listener;
    m_opened = true;
    m_passive = true;
    m_rcv.eager = false; // a half-open connection keeps the window of its SYN,ACK
    m_rcv.irs = irs;
    m_rcv.nxt = irs + 1;
    m_rcv.lastAckSent = m_rcv.nxt;
    m_snd.iss = iss;
    m_snd.una = iss;
    m_snd.nxt = iss + 1;
    m_snd.writeEnd = iss + 1;
    m_snd.pushEnd = iss + 1;
    m_ecnPoint = iss;
    m_snd.shortEnd = iss + 1;
    AgreeOnOptions(offered);
}

void
Connection::AgreeOnOptions(const KnownOptions& options)
{
    // RFC 9293, MUST-15: without the option, the default; MUST-16 and RFC 6691: the minimum of all
    m_peerMss =
        options.maxSegmentSize ? std::max(*options.maxSegmentSize, m_config->minSendMss) : 0;
    const uint16_t theirs = m_peerMss != 0 ? m_peerMss : m_config->defaultSendMss;
    m_snd.mss = std::min(theirs, m_config->maxSegmentSize);
    // RFC 7323, 1.3 and 2.2, RFC 2018, 2: negotiated if both SYNs have the option
    m_rcv.windowScaling = m_config->windowScaling && options.windowScale.has_value();
    m_snd.shift =
        m_rcv.windowScaling ? std::min(*options.windowScale, MAX_WINDOW_SHIFT) : uint8_t{0};
    m_rcv.timestamps = m_config->timestamps && options.timestamps.has_value();
    if (m_rcv.timestamps)
    {
        m_rcv.tsRecent = options.timestamps->value;
    }
    m_rcv.sack = m_config->sack && options.sackPermitted;
    AdoptUserTimeout(options.userTimeout.value_or(0));
}

void
Connection::RoundBuffer()
{
    if (m_config->bufferRounding == BufferRounding::Up && m_rcv.buffer > m_snd.mss)
    {
        const uint32_t part = m_rcv.buffer % m_snd.mss;
        m_rcv.buffer += part > 0 ? m_snd.mss - part : 0;
    }
}

void
Connection::AdoptUserTimeout(uint32_t seconds)
{
    // RFC 5482, 3.1: without ENABLED the option is ignored; 3.3: a value of zero is always ignored
    if (!m_config->userTimeoutOption || seconds == 0)
    {
        return;
    }
    m_peerUserTimeout = seconds;
    if (m_config->userTimeoutChangeable)
    {
        // USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT))
        const Duration advertised = std::chrono::seconds(AdvertisedUserTimeout());
        const Duration remote = std::chrono::seconds(seconds);
        m_userTimeout = std::min(m_config->userTimeoutMax,
                                 std::max({advertised, remote, m_config->userTimeoutMin}));
    }
}

uint32_t
Connection::AdvertisedUserTimeout() const
{
    const Duration own = m_config->advertisedUserTimeout > Duration::zero()
                             ? m_config->advertisedUserTimeout
                             : m_config->userTimeout;
    const auto seconds = std::min(own, MAX_USER_TIMEOUT) / std::chrono::seconds(1);
    return static_cast<uint32_t>(std::max<int64_t>(seconds, 1)); // 3.3: never zero
}

Options
Connection::SynOptions(const Context& context) const
{
    // An option of a SYN,ACK answers that of the peer (RFC 7323, 1.3; RFC 2018, 2); a SYN offers
    // all options.
    const bool answer = GetState() != State::SynSent;
    const bool offers = m_retries < m_config->fewOptionsFrom;
    const bool stamps = answer ? m_rcv.timestamps : m_config->timestamps && offers;
    const bool scale = answer ? m_rcv.windowScaling : m_config->windowScaling && offers;
    const bool sack = answer ? m_rcv.sack : m_config->sack && offers;
    const Timestamps values{TimestampClock(context.now), answer ? m_rcv.tsRecent : 0};
    Options options;
    if (m_config->announceMss)
    {
        options.AddMaxSegmentSize(m_config->maxSegmentSize);
    }
    switch (m_config->optionLayout)
    {
    case OptionLayout::Linux:
        // mss, then SACK-permitted in the two bytes before the timestamps, otherwise NOPs
        if (stamps)
        {
            if (sack)
            {
                options.AddSackPermitted();
            }
            else
            {
                options.AddNoOperation();
                options.AddNoOperation();
            }
            options.AddTimestamps(values);
        }
        else if (sack)
        {
            options.AddNoOperation();
            options.AddNoOperation();
            options.AddSackPermitted();
        }
        if (scale)
        {
            options.AddNoOperation();
            options.AddWindowScale(m_rcv.shift);
        }
        break;
    case OptionLayout::Bsd:
        // mss, nop, wscale, SACK-permitted, timestamps; SendSyn() pads with an end of list
        if (scale)
        {
            options.AddNoOperation();
            options.AddWindowScale(m_rcv.shift);
        }
        if (sack)
        {
            options.AddSackPermitted();
        }
        if (stamps)
        {
            if (!sack)
            {
                options.AddNoOperation();
                options.AddNoOperation();
            }
            options.AddTimestamps(values);
        }
        break;
    }
    if (m_config->userTimeoutOption)
    {
        options.AddUserTimeout(AdvertisedUserTimeout());
    }
    return options;
}

void
Connection::SendSyn(Context& context,
                    bool retransmission,
                    const FastOpenCookie* fastOpen,
                    uint32_t octets)
{
    const bool withAck = GetState() != State::SynSent;
    Segment syn;
    syn.sourcePort = m_localPort;
    syn.destinationPort = m_remotePort;
    syn.seq = m_snd.iss;
    syn.flags = SYN;
    // RFC 7323, 2.2: "The window field in a segment where the SYN bit is set MUST NOT be scaled". A
    // retransmitted SYN,ACK keeps the right edge even if the user has reduced the buffer (SHLD-14)
    const uint32_t told = withAck ? m_rcv.Window() : 0;
    syn.window = static_cast<uint16_t>(std::min<uint32_t>(std::max(m_rcv.Room(), told), 0xffff));
    if (withAck)
    {
        syn.flags |= ACK;
        syn.ack = m_rcv.nxt;
        m_rcv.lastAckSent = m_rcv.nxt;
        m_rcv.advertisedEnd = Latest(m_rcv.advertisedEnd, m_rcv.nxt + syn.window);
        m_ackNow = false;
    }
    if (withAck ? m_ecn : m_config->ecn == Ecn::Active && m_retries <= m_config->ecnSynRepeats)
    {
        syn.flags |= withAck ? ECE : ECE | CWR; // RFC 3168, 6.1.1
    }
    syn.options = SynOptions(context);
    // RFC 7413, 4.2.2: a retransmitted SYN or SYN,ACK has neither the option nor data. Without
    // space for the option: "abort TFO and fall back to regular 3WHS"
    if (fastOpen != nullptr && syn.options.AddFastOpen(*fastOpen))
    {
        syn.length = octets;
        m_synData = static_cast<uint16_t>(octets);
        m_snd.nxt += octets; // "update SND.NXT to include the data accordingly"
    }
    while (syn.options.Size() % 4 != 0)
    {
        // Last: options after an end of list are not read (RFC 9293, 3.2)
        m_config->optionLayout == OptionLayout::Bsd ? syn.options.AddEndOfList()
                                                    : syn.options.AddNoOperation();
    }
    if (retransmission || (withAck && !m_passive))
    {
        m_snd.timedAt.reset(); // Karn, RFC 6298, 3: it was sent before, as a SYN or a SYN,ACK
    }
    else
    {
        m_snd.timedAt = context.now;
        m_snd.timedEnd = m_snd.iss + 1;
    }
    context.out.Add(Emit{syn, 0, withAck ? EmitReason::SynAck : EmitReason::Syn, retransmission});
    ArmRetransmission(context, true);
}

void
Connection::OnSegmentSynSent(const Segment& segment, const KnownOptions& options, Context& context)
{
    // RFC 9293, 3.10.7.3, first: check the ACK bit
    if (segment.Has(ACK))
    {
        if (AtOrBefore(segment.ack, m_snd.iss) || After(segment.ack, m_snd.nxt))
        {
            if (!segment.Has(RST))
            {
                EmitReset(segment.ack, std::nullopt, context);
            }
            if (m_config->synAfterBadAck > Duration::zero() && m_retries == 0)
            {
                // Linux, tcp_rcv_synsent_state_process(): "Previous FIN/ACK or RST/ACK might be
                // ignored": the peer has now lost the state of the old connection, so try again
                Set(Timer::Retransmission, DeadlineAfter(context.now, m_config->synAfterBadAck));
            }
            context.out.Add(Dropped{"SYN-SENT: unacceptable ACK"});
            return;
        }
    }
    // Second: check the RST bit. A RST without ACK is dropped, since it may be blind (RFC 5961,
    // 3.2)
    if (segment.Has(RST))
    {
        if (segment.Has(ACK))
        {
            if (!TryRefusedAgain(context))
            {
                CloseWithError(Error::Refused, Cause::Refused, context);
            }
        }
        else
        {
            context.out.Add(Dropped{"SYN-SENT: RST without ACK"});
        }
        return;
    }
    // Third: security, not implemented. Fourth: check the SYN bit
    if (!segment.Has(SYN))
    {
        // Fifth: "if neither of the SYN or RST bits is set, then drop the segment"
        context.out.Add(Dropped{"SYN-SENT: neither SYN nor RST"});
        return;
    }
    m_rcv.irs = segment.seq;
    m_rcv.nxt = segment.seq + 1;
    m_rcv.lastAckSent = m_rcv.nxt;
    m_rcv.advertisedEnd = m_rcv.nxt + std::min<uint32_t>(m_rcv.buffer, 0xffff);
    AgreeOnOptions(options);
    RoundBuffer();
    // RFC 3168, 6.1.1: an ECN-setup SYN has ECE and CWR, an ECN-setup SYN,ACK only ECE
    m_ecn = segment.Has(ACK) ? m_config->ecn == Ecn::Active && segment.Has(ECE) && !segment.Has(CWR)
                             : m_config->ecn != Ecn::Off && segment.Has(ECE | CWR);
    if (!segment.Has(ACK))
    {
        // "Otherwise, enter SYN-RECEIVED, form a SYN,ACK segment ... and send it": simultaneous
        // open, figure 7. Data and FIN of the SYN are not acknowledged, and will be retransmitted.
        m_snd.wnd = segment.window;
        m_snd.maxWnd = segment.window;
        Enter(State::SynReceived, Cause::Syn, context);
        m_retries = 0;
        SendSyn(context, false);
        return;
    }
    // "If SND.UNA > ISS (our SYN has been ACKed), change the connection state to ESTABLISHED, form
    // an ACK segment <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> and send it. Data or controls that were
    // queued for transmission MAY be included."
    Enter(State::Established, Cause::SynAck, context);
    SynAcknowledged(segment, context);
    if (m_synData > 0)
    {
        ProcessAck(segment, options, context);
    }
    OweAck(EmitReason::Ack);
    // "If there are other controls or text in the segment, then continue processing at the sixth
    // step under section 3.10.7.4 where the URG bit is checked"
    ProcessUrgent(segment, context);
    if (ProcessData(segment, context))
    {
        ProcessFin(segment, context);
        Output(context);
    }
}

void
Connection::SynAcknowledged(const Segment& segment, Context& context)
{
    // RFC 7323, 2.2: the window field is scaled except on a SYN
    const bool scaled = !segment.Has(SYN);
    m_snd.synAcked = true;
    m_rcv.tsRecentAt = context.now;
    m_snd.una = m_snd.iss + 1;
    m_snd.wnd = scaled ? uint32_t{segment.window} << m_snd.shift : segment.window;
    m_snd.maxWnd = std::max(m_snd.maxWnd, m_snd.wnd);
    m_snd.wl1 = segment.seq;
    m_snd.wl2 = segment.ack;
    RoundBuffer();
    // As announced by an ACK in SYN-RECEIVED, in units of the scale; see WindowField()
    m_rcv.advertisedEnd = m_rcv.nxt + (m_rcv.WindowField() << m_rcv.Scale());
    m_rcv.eager = m_config->windowAdvance == WindowAdvance::Eager;
    m_recovery.Begin(m_snd.iss); // RFC 6582, 3.2, step 1
    // RFC 7413, 4.2.2: "The client SHOULD retransmit any unacknowledged data in the first ACK
    // packet": data of the SYN that were not acknowledged with it were not accepted
    const Seq synDataEnd = m_snd.una + m_synData;
    if (Before(segment.ack, synDataEnd))
    {
        m_recovery.Sent(m_snd.una, synDataEnd, context.now, false);
        m_recovery.SendAllAgain();
    }
    m_retries = 0;
    m_softError = Error::None;
    if (m_snd.timedAt && AtOrAfter(segment.ack, m_snd.timedEnd))
    {
        m_rto.Sample(context.now - *m_snd.timedAt, {segment.ack, m_snd.nxt}, *m_config);
        m_recovery.NoteRtt(context.now - *m_snd.timedAt, context.now);
        m_snd.timedAt.reset();
    }
    else
    {
        m_rto.EndBackOff(*m_config);
    }
    // Linux, tcp_ack_update_rtt(), tcp_init_metrics(): a SYN that was sent twice gives an RTT
    // sample by its timestamp; only without a sample is the RTO raised to 3 s. Measured (6.18): 284
    // ms after 81 ms.
    const bool measured = m_synTimedOut && m_config->rttEstimator == RttEstimator::Linux &&
                          SampleByTimestamp(segment.ack, segment.options.Read(), context.now);
    if (m_synTimedOut && !measured)
    {
        // RFC 6298, 5.7: "the RTO MUST be re-initialized to 3 seconds when data transmission
        // begins"
        m_rto.RaiseTo(m_config->rtoAfterSynLoss);
    }
    // RFC 6928, 2; RFC 5681, 3.1: one segment if the SYN or SYN,ACK was lost
    m_congestion.cwnd = (m_synTimedOut ? 1 : m_config->initialWindow) * SegmentRoom();
    Clear(Timer::Connect);
    ArmKeepAlive(context);
    Clear(Timer::Retransmission);
    if (m_snd.Flight() > 0)
    {
        ArmRetransmission(context, true); // for the FIN of a CLOSE in SYN-RECEIVED (RFC 6298, 5.3)
    }
    ArmUser(context, true);
    if (GetState() == State::Established)
    {
        context.out.Add(Notify{Event::Connected, Error::None});
        if (m_snd.finQueued)
        {
            // RFC 9293, 3.10.4: a CLOSE queued "for processing after entering ESTABLISHED state"
            Enter(State::FinWait1, Cause::Close, context);
        }
    }
}

} // namespace lifecycle
} // namespace ns3
