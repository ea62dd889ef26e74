/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONNECTION_H
#define LIFECYCLE_CONNECTION_H

#include "lifecycle-action.h"
#include "lifecycle-challenge.h"
#include "lifecycle-config.h"
#include "lifecycle-congestion.h"
#include "lifecycle-packed-state.h"
#include "lifecycle-path.h"
#include "lifecycle-receive-space.h"
#include "lifecycle-recovery.h"
#include "lifecycle-rto.h"
#include "lifecycle-send-space.h"
#include "lifecycle-state.h"
#include "lifecycle-time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * One connection as a state machine without input or output.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// What every entry of the machine is handed.
struct Context
{
    Instant now;                               //!< the time
    Actions& out;                              //!< gets what is to be done
    CongestionControl& congestion;             //!< the connection's algorithm
    ChallengeBudget* challengeBudget{nullptr}; //!< the host's, or null: no limit
};

/// Why a user call was refused; a refused call changes nothing.
enum class Refusal : uint8_t
{
    None,         //!< it was not: done
    NotConnected, //!< "connection does not exist" (RFC 9293, 3.10)
    AlreadyOpen,  //!< "connection already exists"
    Closing,      //!< "connection closing": the sending direction is shut
    NoSpace,      //!< the send buffer has no room for all of it
};

/// How SEND is called.
struct SendFlags
{
    bool urgent{false};      //!< urgent data end after them (RFC 9293, 3.8.5)
    bool more{false};        //!< more follows at once: a segment that is not full waits until
                             //!< anything is acknowledged or sent, and has no PSH (MSG_MORE)
    bool endOfRecord{false}; //!< no later data go in a segment with them (MSG_EOR)
};

/// How an active OPEN uses Fast Open (RFC 7413, 4.2).
struct FastOpenStart
{
    bool offers{false};    //!< the SYN has the option
    FastOpenCookie cookie; //!< the peer's; of size 0, one is asked for and no text goes along
    uint16_t peerMss{0};   //!< what the peer has announced before; 0: not known
    uint32_t octets{0};    //!< text that is written already
};

/// What a listener does with the Fast Open option of a SYN (RFC 7413, 4.2.2).
struct FastOpenAnswer
{
    bool takesData{false}; //!< the cookie is valid: text counts before the handshake is done
    FastOpenCookie cookie; //!< one for the SYN,ACK; of size 0: none
};

/// How much of the congestion window was used in the last window of data (Linux,
/// tcp_cwnd_validate()).
struct WindowUsage
{
    Seq end;             //!< SND.NXT when this was noted
    uint32_t most{0};    //!< most octets outstanding
    bool limited{false}; //!< the window held text back

    /// \return whether all are the same
    bool operator==(const WindowUsage& other) const
    {
        return end == other.end && most == other.most && limited == other.limited;
    }

    /// \param digest gets all parts
    void AddTo(Digest& digest) const;
};

/// The deadlines of a connection.
enum class Timer : uint8_t
{
    Retransmission, //!< RFC 6298, for SYN, text and FIN
    Persist,        //!< zero-window probe, and the sender's silly-window override
    DelayedAck,     //!< RFC 9293, 3.8.6.3
    User,           //!< USER TIMEOUT (RFC 9293, 3.10.8)
    FinWait2,       //!< see Config::finWait2Timeout
    TimeWait,       //!< 2MSL
    KeepAlive,      //!< next probe of an idle peer (RFC 9293, 3.8.4)
    Connect,        //!< see Config::connectTimeout
    Linger,         //!< see Config::linger
};

/// RFC 9293, 3.7.1: IPv4's least reassembly size less the headers; below, a peer's MSS is not
/// believed (Linux: TCP_MIN_SND_MSS 48; it must leave room for 40 octets of options and some text)
constexpr uint16_t MIN_SEND_MSS = 48;

/// How many timers a connection has.
constexpr std::size_t TIMER_COUNT = 9;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * One end of one connection (a TCB): a value that can be copied and compared.
 *
 * It has no clock, sends nothing and calls nobody: every entry gets a Context, appends Actions to
 * it, and NextDeadline() says when OnDeadline() wants to be called. Whoever drives it performs the
 * actions in order and then calls Flush(), which sends the acknowledgment still owed; what the
 * user sends or closes in between carries that acknowledgment along.
 *
 * The octets of text are elsewhere: Send() takes a number, Emit, Store, Deliver and Release speak
 * of places in the two streams.
 */
class Connection
{
  public:
    /**
     * A connection in CLOSED.
     * \param config parameters; must outlive the connection and stay as they are
     * \param localPort own port \param remotePort the peer's port
     */
    Connection(const Config* config, uint16_t localPort, uint16_t remotePort);

    /// \param remains of a connection in TIME-WAIT, from ToTimeWait()
    explicit Connection(const PackedTimeWait& packed);
    /// \param remains of a connection in SYN-RECEIVED, from ToSynReceived()
    explicit Connection(const PackedSynReceived& packed);
    /// \return what a connection in TIME-WAIT still needs
    PackedTimeWait ToTimeWait() const;
    /// \return what a connection in SYN-RECEIVED, opened from LISTEN, still needs
    PackedSynReceived ToSynReceived() const;

    // The user's calls (RFC 9293, 3.10.1 to 3.10.5)

    /**
     * OPEN, active: CLOSED to SYN-SENT.
     * \param iss ISS \param context see Context \param fastOpen text that goes with the SYN
     * \return AlreadyOpen unless it is CLOSED and was never open
     */
    Refusal Open(Seq iss, Context& context, const FastOpenStart& fastOpen = {});
    /**
     * A SYN has come for a listener: the connection begins as its copy, LISTEN, and goes to
     * SYN-RECEIVED (RFC 9293, 3.10.7.2, third).
     * \param listener the listener's state, LISTEN
     * \param syn a segment with SYN and without ACK and RST \param iss ISS \param context see
     * Context \param fastOpen about the SYN's text
     */
    void OpenFromListen(StateCell listener,
                        const Segment& syn,
                        Seq iss,
                        Context& context,
                        const FastOpenAnswer& fastOpen = {});
    /**
     * The ACK of a SYN,ACK has come whose ISN was a SYN cookie: the connection begins as its
     * listener's copy, LISTEN, and goes to ESTABLISHED (RFC 4987, 3.6).
     * \param listener the listener's state, LISTEN
     * \param ack a segment with ACK and without SYN and RST; its text and FIN are processed
     * \param offered what is known of the options on the peer's SYN \param context see Context
     * \param ecn whether the SYN,ACK has agreed to ECN
     */
    void OpenFromCookie(StateCell listener,
                        const Segment& ack,
                        const KnownOptions& offered,
                        Context& context,
                        bool ecn = false);
    /**
     * SEND: more octets are there to be sent.
     * \param octets how many \param context see Context \param flags see there
     * \return NoSpace when SendSpace() is less; NotConnected, Closing by the state
     */
    Refusal Send(uint32_t octets, Context& context, SendFlags flags = {});
    /// Send what waits for more, by Nagle's algorithm, Config::cork or SendFlags::more, now.
    /// \param context see Context
    void Push(Context& context);
    /**
     * The user has read octets that were delivered.
     * \param octets how many, at most Unread() \param context see Context
     */
    void Consume(uint32_t octets, Context& context);
    /**
     * CLOSE, both directions: a FIN after what is queued; data that arrive later are not wanted.
     * With data unread, RST (see Config::resetOnUnread).
     * \param context see Context \return Closing when already called, NotConnected in CLOSED
     */
    Refusal Close(Context& context);
    /**
     * Shut the sending direction: a FIN after what is queued; receiving goes on.
     * \param context see Context \return Closing when already shut, NotConnected when not open
     */
    Refusal ShutdownSend(Context& context);
    /**
     * Shut the receiving direction: what is unread and what arrives is acknowledged and discarded.
     * Nothing is sent for it (RFC 9293 does not know it; POSIX shutdown(SHUT_RD)).
     * \param context see Context \return NotConnected when not open
     */
    Refusal ShutdownReceive(Context& context);
    /**
     * ABORT: RST where the peer knows of the connection, and CLOSED.
     * \param context see Context \param cause Cause::Abort or another that a driver may give
     * \return NotConnected in CLOSED
     */
    Refusal Abort(Context& context, Cause cause = Cause::Abort);
    /**
     * Forget the connection without a word to the peer: CLOSED. No failure in TIME-WAIT.
     * \param context see Context \param cause why
     */
    void CloseSilently(Context& context, Cause cause);
    /**
     * Answer a segment by a RST as from CLOSED, and end the connection.
     * \param segment it \param context see Context \param cause why
     */
    void Reject(const Segment& segment, Context& context, Cause cause);
    /**
     * Other parameters from here on, as a user sets them on an open connection. What the SYNs have
     * agreed on and timers that run stay, but for the user timeout and keep-alive, which begin
     * anew if they have changed.
     * \param config parameters; must outlive the connection \param context see Context
     */
    void Adopt(const Config* config, Context& context);

    // Segments and time

    /// SEGMENT ARRIVES (RFC 9293, 3.10.7). \param segment for this 4-tuple \param context see
    /// Context
    void OnSegment(const Segment& segment, Context& context);
    /**
     * An ICMP error has come that quotes a segment of this connection (RFC 9293, 3.9.2.2).
     * \param error it \param context see Context \return what was done about it
     */
    PathVerdict OnPathError(const PathError& error, Context& context);
    /// Time has come to NextDeadline(), or later. \param context see Context
    void OnDeadline(Context& context);
    /// Send the acknowledgment that is owed at once, if still so. \param context see Context
    void Flush(Context& context);
    /// \return when OnDeadline() wants to be called, or NEVER
    Instant NextDeadline() const;

    // What can be seen

    /// \return the state
    State GetState() const
    {
        return m_state.Get();
    }

    /// \return how it has failed, so far
    Error GetError() const;
    /// \return what an ICMP error says about the path since it last carried an ACK of ours
    Error GetSoftError() const;
    /// \return parameters
    const Config& GetConfig() const;
    /// \return own port
    uint16_t LocalPort() const;
    /// \return the peer's port
    uint16_t RemotePort() const;
    /// \return SND.*
    const SendSpace& Sending() const;
    /// \return RCV.*
    const ReceiveSpace& Receiving() const;
    /// \return RTT and RTO
    const RtoEstimator& Rto() const;
    /// \return retransmission time-outs or zero-window probes in a row without an answer
    uint32_t Retries() const;
    /// \return zero-window probes in a row, answered or not; 0 when the window is open
    uint32_t Probes() const;
    /// \return congestion window and phase of loss recovery
    const CongestionWindow& Congestion() const;
    /// \return what is in flight, lost, to be sent again
    const LossRecovery& Recovery() const;
    /// \return octets in the network, by what is known of losses
    uint32_t Pipe() const;
    /// \return octets Send() would take
    uint32_t SendRoom() const;
    /// \return octets delivered and not consumed
    uint32_t Unread() const;
    /// \return octets to be consumed up to the end of the urgent data, of which some may not have
    /// arrived yet; 0: there are none (RFC 9293, MUST-33)
    uint32_t UrgentUnread() const;
    /// \return whether the user has called Close()
    bool IsUserClosed() const;
    /// \return octets of text that went with our SYN (RFC 7413)
    uint32_t SynData() const;
    /// \return whether text of the peer's SYN was taken (RFC 7413, 4.2.2)
    bool IsFastOpened() const;
    /// \return whether a user has it: not one in SYN-RECEIVED from LISTEN, unless it was fast
    /// opened
    bool IsKnownToUser() const;
    /// \return whether ECN is agreed on (RFC 3168, 6.1.1)
    bool HasEcn() const;
    /// \return whether an acknowledgment is owed at once
    bool OwesAck() const;

    /// \param timer which \return its deadline
    Instant DeadlineOf(Timer timer) const
    {
        return m_deadlines[static_cast<std::size_t>(timer)];
    }

    /// \return whether every part is the same
    bool operator==(const Connection& other) const;
    /// \return the same for connections that are equal
    std::size_t Hash() const;
    /// \param digest gets all parts save the parameters, whose place differs between runs
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;

    // lifecycle-connection.cc: the gate and what goes with a state
    void Enter(State next, Cause cause, Context& context);
    void CloseWithError(Error error, Cause cause, Context& context);
    void CloseWithoutError(Cause cause, Context& context);

    void Set(Timer timer, Instant when)
    {
        m_deadlines[static_cast<std::size_t>(timer)] = when;
    }

    void Clear(Timer timer)
    {
        Set(timer, NEVER);
    }

    bool IsSet(Timer timer) const
    {
        return DeadlineOf(timer) != NEVER;
    }

    // lifecycle-connection-open.cc: SYN-SENT and what two SYNs agree on
    void BeginPassive(StateCell listener, Seq irs, Seq iss, const KnownOptions& offered);
    void OnSegmentSynSent(const Segment& segment, const KnownOptions& options, Context& context);
    void AgreeOnOptions(const KnownOptions& options);
    void RoundBuffer();
    void AdoptUserTimeout(uint32_t seconds);
    uint32_t AdvertisedUserTimeout() const;
    void SynAcknowledged(const Segment& segment, Context& context);
    void SendSyn(Context& context,
                 bool retransmission,
                 const FastOpenCookie* fastOpen = nullptr,
                 uint32_t octets = 0);
    Options SynOptions(const Context& context) const;

    // lifecycle-connection-fast-open.cc: text on a SYN (RFC 7413)
    void SendFastSyn(const FastOpenStart& fastOpen, Context& context);
    void TakeSynData(const Segment& syn, Context& context);

    // lifecycle-connection-input.cc: all other states, in RFC 9293's order of steps
    void OnSegmentOther(const Segment& segment, const KnownOptions& options, Context& context);
    bool CheckSequence(const Segment& segment, const KnownOptions& options, Context& context);
    bool FailsPaws(const Segment& segment, const KnownOptions& options, Instant now) const;
    void AnswerUnacceptable(const Segment& segment, Context& context);
    bool ResetsAfterFin(const Segment& segment) const;
    bool CheckReset(const Segment& segment, Context& context);
    bool CheckSyn(const Segment& segment, Context& context);
    bool CheckAck(const Segment& segment, Context& context);
    void Challenge(const Segment& segment, Context& context);
    bool TakeAnswer(const Segment& segment, Context& context);
    bool MayAnswerFin(const Segment& segment, Context& context);
    bool RepeatsFin() const;
    void ResetBySyn(const Segment& segment, Context& context);
    void RestartTimeWait(Context& context);

    // lifecycle-connection-data.cc: the sixth to the eighth of these
    Seq Consumed() const;
    void ProcessUrgent(const Segment& segment, Context& context);
    bool ProcessData(const Segment& segment, Context& context);
    void AcceptRange(Seq textStart, Seq start, Seq end, Context& context);
    void DelayAck(uint32_t octets, Context& context);
    void WaitToAck(Context& context);
    void NoteDuplicateData(const Segment& segment);
    void ProcessFin(const Segment& segment, Context& context);

    // lifecycle-connection-ack.cc: the ACK field
    void ProcessAck(const Segment& segment, const KnownOptions& options, Context& context);
    void UpdateWindow(const Segment& segment);
    bool SampleByTimestamp(Seq ack, const KnownOptions& options, Instant now);
    uint32_t Advance(Seq ack, const KnownOptions& options, Context& context);
    void ReportAck(const AckReport& report,
                   const Delivered& delivered,
                   uint32_t flight,
                   const KnownOptions& options,
                   Context& context);
    void AfterAck(Context& context, bool timerSet);
    CongestionInput MakeInput(const Context& context, uint32_t flight) const;

    // lifecycle-connection-window.cc: how the congestion window is used, and ECN (RFC 3168)
    void NoteUsage(uint32_t flightBefore, bool limited);
    void RestartAfterIdle(Context& context);
    uint32_t BurstSegments() const;
    void NoteCongestionMark(const Segment& segment);
    void TakeEcho(const Segment& segment, Context& context);

    // lifecycle-connection-recovery.cc: what is sent again
    AckReport MakeReport(const Context& context) const;
    bool SendRepairs(Context& context);
    bool SendRepair(const Scoreboard::Repair& repair, bool forced, Context& context);
    /// What the retransmission timer is set for.
    enum class TimerUse : uint8_t
    {
        Timeout,    //!< RTO (RFC 6298)
        LossProbe,  //!< PTO (RFC 8985, 7)
        Reordering, //!< RACK's (RFC 8985, 6.3)
    };
    Duration LossProbeTimeout() const;
    Duration TimeToTimeout(Instant now) const;
    void SendLossProbe(Context& context);
    bool ArmReordering(Context& context);
    void OnReorderingTimeout(Context& context);

    // lifecycle-connection-path.cc: ICMP errors
    PathVerdict OnPacketTooBig(const PathError& error, Context& context);
    void LimitSegments(uint16_t mss);
    void NoteSize(uint32_t size, Seq end);
    void NoteSizeAcked(Seq ack);

    // lifecycle-connection-output.cc: what is sent and when
    /// What becomes of a segment that is not full.
    enum class Hold : uint8_t
    {
        Nagle, //!< Nagle's algorithm decides, and Config::cork
        Wait,  //!< it waits
        Never, //!< it goes
    };
    void Output(Context& context, Hold hold = Hold::Nagle);
    bool SendOneNew(Seq begin, Hold hold, Context& context);
    bool MaySendNow(uint32_t octets, uint32_t usable, bool fin, Seq begin, Hold hold) const;
    bool Pushes(Seq end) const;
    void PushLast(Context& context);
    void EmitData(Seq from, uint32_t octets, bool fin, EmitReason reason, Context& context);
    void EmitAck(EmitReason reason, Context& context);
    void EmitReset(Seq seq, std::optional<Seq> ack, Context& context);
    void EmitOwnReset(Context& context);
    void EmitResetAsClosed(const Segment& segment, Context& context);
    /// What is done with a SYN on a synchronized connection.
    enum class SynVerdict : uint8_t
    {
        Challenge, //!< a challenge ACK
        Reset,     //!< RST, and it ends
        Drop,      //!< nothing
    };
    SynVerdict JudgeSyn(const Segment& segment) const;
    bool TakeHalfOpenSyn(const Segment& segment, const KnownOptions& options, Context& context);
    void ResetByData(const Segment& segment, Context& context);
    bool RefuseLateData(const Segment& segment, Context& context);
    bool TryRefusedAgain(Context& context);
    void EmitEmptyProbe(Context& context);
    Segment NewSegment(uint8_t flags, Seq seq, const Context& context);
    void OweAck(EmitReason reason);
    uint32_t TimestampClock(Instant now) const;
    void AddTimestamps(Options& options, Instant now) const;
    std::size_t SackBlocksDue() const;
    uint32_t SegmentRoom() const;
    uint16_t WindowField();
    uint32_t WindowGain() const;
    Seq ControlSeq() const;

    // lifecycle-connection-timers.cc: deadlines
    void OnRetransmissionTimeout(Context& context);
    void OnPersistTimeout(Context& context);
    void OnKeepAliveTimeout(Context& context);
    void GiveUp(Cause cause, Context& context);
    void ArmRetransmission(Context& context, bool restart);
    void ArmPersist(Context& context);
    void ArmUser(Context& context, bool restart);
    void ArmKeepAlive(Context& context);
    void ArmLinger(Context& context);
    void ArmFinWait2(Context& context);
    uint32_t RetryLimit() const;
    bool RetriesExceeded(Instant now) const;

    const Config* m_config;         //!< parameters
    StateCell m_state;              //!< the state
    Error m_error{Error::None};     //!< how it has failed
    Error m_softError{Error::None}; //!< what ICMP said since anything was acknowledged
    bool m_opened{false};           //!< has left CLOSED once
    bool m_passive{false};          //!< came from LISTEN
    bool m_userClosed{false};       //!< Close() was called
    bool m_receiveShut{false};      //!< nobody will read
    bool m_peerFinished{false};     //!< the peer's FIN is processed
    bool m_ackNow{false};           //!< Flush() is to send an ACK
    bool m_synTimedOut{false}; //!< our SYN or SYN,ACK was sent more than once for want of an answer
    bool m_refused{false};     //!< our SYN was refused, and is to be sent again
    bool m_fastOpened{false};  //!< FastOpened of RFC 7413, 4.2.2: the SYN's text was taken
    uint16_t m_synData{0};     //!< octets of text that went with our SYN
    bool m_cwndLimited{false}; //!< the congestion window held text back
    WindowUsage m_usage;       //!< the same, of a window of data
    bool m_ecn{false};         //!< ECN is agreed on
    bool m_ecnEcho{false};     //!< ACKs have ECE: a mark has come, and no CWR since
    bool m_ecnReduced{false};  //!< the next new data have CWR
    Seq m_ecnPoint;            //!< an echo of what is sent from here on reduces the window
    bool m_userTimeoutDue;     //!< the user timeout option has been on our SYN only
    bool m_probing{false};     //!< what is outstanding is a zero-window probe
    TimerUse m_timerUse{TimerUse::Timeout};  //!< what Retransmission is set for
    uint32_t m_quickAcks;                    //!< see Config::quickAcks: those that are left
    Instant m_lastDataAt{};                  //!< when text came last
    uint8_t m_probes{0};                     //!< zero-window probes in a row, for their back-off
    uint32_t m_keepAliveProbes{0};           //!< keep-alive probes since anything came
    EmitReason m_ackReason{EmitReason::Ack}; //!< what that ACK is for
    uint32_t m_peerUserTimeout{0};           //!< seconds, by its last option; 0: none
    Duration m_userTimeout;                  //!< USER TIMEOUT (RFC 9293, 3.10.8)
    uint32_t m_retries{0};                   //!< retransmission time-outs or probes in a row
    uint32_t m_unackedSegments{0};           //!< segments of text received since the last ACK sent
    Instant m_retriesSince{};                //!< when what is repeated was sent first
    AnswerLimits m_answers;                  //!< to what is not acceptable
    uint16_t m_localPort;                    //!< own port
    uint16_t m_remotePort;                   //!< the peer's port
    uint16_t m_peerMss{0};                   //!< the MSS the peer announced; 0: none
    SendSpace m_snd;                         //!< SND.*
    ReceiveSpace m_rcv;                      //!< RCV.*
    RtoEstimator m_rto;                      //!< RTT, RTO
    PathSizes m_path;                        //!< sizes that the path carries
    CongestionWindow m_congestion;           //!< cwnd, ssthresh, phase
    LossRecovery m_recovery;                 //!< what is in flight, lost, to be sent again
    std::array<Instant, TIMER_COUNT> m_deadlines; //!< by Timer
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNECTION_H
