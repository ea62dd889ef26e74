/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONNECTION_H
#define LIFECYCLE_CONNECTION_H

#include "lifecycle-connection-calls.h"
#include "lifecycle-packed-state.h"
#include "lifecycle-path.h"
#include "lifecycle-rate.h"
#include "lifecycle-receive-growth.h"
#include "lifecycle-receive-space.h"
#include "lifecycle-recovery.h"
#include "lifecycle-rto.h"
#include "lifecycle-send-limits.h"
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
 * One connection as a state machine without I/O.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * One end of a connection (a TCB), as a value that can be copied and compared.
 *
 * It has no clock and performs no I/O. Every entry gets a Context and appends Actions to it;
 * NextDeadline() is the time of the next OnDeadline(). The driver performs the actions in order and
 * then calls Flush(), which sends an ACK that is due, unless data or a FIN that the user has sent
 * in the meantime have carried it.
 *
 * The connection does not store data: Send() gets a number of bytes, and Emit, Store, Deliver and
 * Release use offsets in the two streams.
 */
class Connection
{
  public:
    /**
     * A connection in CLOSED.
     * \param config parameters; must outlive the connection and not change
     * \param localPort local port \param remotePort remote port
     */
    Connection(const Config* config, uint16_t localPort, uint16_t remotePort);

    /// \param packed compressed state of a connection in TIME-WAIT, from ToTimeWait()
    explicit Connection(const PackedTimeWait& packed);
    /// \param packed compressed state of a connection in SYN-RECEIVED, from ToSynReceived()
    explicit Connection(const PackedSynReceived& packed);
    /// \return the compressed state of a connection in TIME-WAIT
    PackedTimeWait ToTimeWait() const;
    /// \return the compressed state of a connection in SYN-RECEIVED that was opened from LISTEN
    PackedSynReceived ToSynReceived() const;

    // User calls (RFC 9293, 3.10.1 to 3.10.5)

    /**
     * OPEN, active: CLOSED to SYN-SENT.
     * \param iss ISS \param context see Context \param fastOpen data of the SYN
     * \return AlreadyOpen unless it is CLOSED and was never open
     */
    Refusal Open(Seq iss, Context& context, const FastOpenStart& fastOpen = {});
    /**
     * A listener has received a SYN: the connection starts in LISTEN and enters SYN-RECEIVED (RFC
     * 9293, 3.10.7.2, third).
     * \param listener the state of the listener, LISTEN
     * \param syn a segment with SYN and without ACK and RST \param iss ISS \param context see
     * Context \param fastOpen what to do with the data of the SYN
     */
    void OpenFromListen(StateCell listener,
                        const Segment& syn,
                        Seq iss,
                        Context& context,
                        const FastOpenAnswer& fastOpen = {});
    /**
     * A listener has received the ACK of a SYN cookie: the connection starts in LISTEN and enters
     * ESTABLISHED (RFC 4987, 3.6).
     * \param listener the state of the listener, LISTEN
     * \param ack a segment with ACK and without SYN and RST; its data and FIN are processed
     * \param offered the options of the peer's SYN, from the cookie \param context see Context
     * \param ecn whether the SYN,ACK has accepted ECN
     */
    void OpenFromCookie(StateCell listener,
                        const Segment& ack,
                        const KnownOptions& offered,
                        Context& context,
                        bool ecn = false);
    /**
     * SEND: queue data.
     * \param octets number of bytes \param context see Context \param flags see SendFlags
     * \return NoSpace if SendRoom() is less; NotConnected or Closing, depending on the state
     */
    Refusal Send(uint32_t octets, Context& context, SendFlags flags = {});
    /// The user waits for room in the send buffer.
    void WantSpace();
    /// \param waits whether it waits to be accepted: then the receive buffer does not grow
    void WaitToBeAccepted(bool waits);
    void Push(Context& context); //!< sends what Nagle or MSG_MORE holds \param context see Context
    /**
     * The user has read delivered data.
     * \param octets number of bytes, at most Unread() \param context see Context
     */
    void Consume(uint32_t octets, Context& context);
    /**
     * CLOSE, both directions: a FIN after the queued data; data that arrive later are not wanted.
     * With unread data, a RST (see Config::resetOnUnread).
     * \param context see Context \return Closing if already called, NotConnected in CLOSED
     */
    Refusal Close(Context& context);
    /**
     * Shut down the sending direction: a FIN after the queued data; receiving continues.
     * \param context see Context \return Closing if already shut down, NotConnected if not open
     */
    Refusal ShutdownSend(Context& context);
    /**
     * Shut down the receiving direction: unread and new data are acknowledged and discarded.
     * Nothing is sent (not in RFC 9293; POSIX shutdown(SHUT_RD)).
     * \param context see Context \return NotConnected if not open
     */
    Refusal ShutdownReceive(Context& context);
    /**
     * ABORT: send a RST if the peer may know the connection, and enter CLOSED.
     * \param context see Context \param cause Cause::Abort, or another cause of the driver
     * \return NotConnected in CLOSED
     */
    Refusal Abort(Context& context, Cause cause = Cause::Abort);
    /**
     * Enter CLOSED without sending anything. In TIME-WAIT this is not a failure.
     * \param context see Context \param cause why
     */
    void CloseSilently(Context& context, Cause cause);
    /**
     * Answer a segment with a RST as from CLOSED, and end the connection.
     * \param segment the segment \param context see Context \param cause why
     */
    void Reject(const Segment& segment, Context& context, Cause cause);
    /**
     * Replace the parameters, when a user changes them on an open connection. Negotiated options do
     * not change, nor do running timers, except that the user timeout and keep-alive restart if
     * their parameters have changed.
     * \param config parameters; must outlive the connection \param context see Context
     */
    void Adopt(const Config* config, Context& context);

    /// SEGMENT ARRIVES (RFC 9293, 3.10.7). \param segment a segment with this 4-tuple \param
    /// context see Context
    void OnSegment(const Segment& segment, Context& context);
    /**
     * An ICMP error has arrived that quotes a segment of this connection (RFC 9293, 3.9.2.2).
     * \param error the error \param context see Context \return what was done with it
     */
    PathVerdict OnPathError(const PathError& error, Context& context);
    /// NextDeadline() is reached. \param context see Context
    void OnDeadline(Context& context);
    /// Send an ACK that is due. \param context see Context
    void Flush(Context& context);
    /// \return when to call OnDeadline(), or NEVER
    Instant NextDeadline() const;

    // Inspection

    State GetState() const //!< \return the state
    {
        return m_state.Get();
    }

    /// \return why it failed, if it did
    Error GetError() const;
    /// \return the last ICMP error since data were acknowledged
    Error GetSoftError() const;
    /// \return the parameters
    const Config& GetConfig() const;
    /// \return the local port
    uint16_t LocalPort() const;
    /// \return the remote port
    uint16_t RemotePort() const;
    /// \return the send sequence space
    const SendSpace& Sending() const;
    /// \return the receive sequence space
    const ReceiveSpace& Receiving() const;
    const RtoEstimator& Rto() const; //!< \return the estimator of the RTO
    /// \return consecutive retransmission timeouts or zero-window probes without an answer
    uint32_t Retries() const;
    /// \return consecutive zero-window probes, answered or not; 0 if the window is open
    uint32_t Probes() const;
    const CongestionWindow& Congestion() const; //!< \return congestion window and phase
    /// \return the state of loss recovery
    const LossRecovery& Recovery() const;
    /// \return delivery rates
    const RateSampler& Rate() const;
    /// \return at which segments leave, bit/s; 0: at once
    uint64_t PacingRate() const;
    uint32_t Pipe() const; //!< \return estimate of the bytes in the network
    /// \return bytes that Send() would accept
    uint32_t SendRoom() const;
    /// \return whether a user that waits for room is woken
    bool IsWritable() const;
    /// \return what it has waited for
    const SendTimes& Times() const;
    uint32_t Unread() const; //!< \return bytes delivered and not read
    /// \return bytes up to the end of the urgent data, including bytes not received yet; 0: there
    /// are no urgent data (RFC 9293, MUST-33)
    uint32_t UrgentUnread() const;
    /// \return whether the user has called Close()
    bool IsUserClosed() const;
    /// \return bytes of data sent with our SYN (RFC 7413)
    uint32_t SynData() const;
    /// \return whether data of the peer's SYN were accepted (RFC 7413, 4.2.2)
    bool IsFastOpened() const;
    /// \return whether a user has it; false in SYN-RECEIVED from LISTEN, except with Fast Open
    bool IsKnownToUser() const;
    /// \return whether ECN is negotiated (RFC 3168, 6.1.1)
    bool HasEcn() const;
    /// \return whether Flush() would send an ACK
    bool OwesAck() const;

    /// \param timer a timer \return its deadline
    Instant DeadlineOf(Timer timer) const
    {
        return m_deadlines[static_cast<std::size_t>(timer)];
    }

    /// \param other another \return whether all members are equal
    bool operator==(const Connection& other) const;
    /// \return a hash; equal connections have equal hashes
    std::size_t Hash() const;
    /// \param digest gets all members except the parameters, whose address differs between runs
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;

    // lifecycle-connection.cc: state changes
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

    // lifecycle-connection-open.cc: SYN-SENT and negotiation of options
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

    // lifecycle-connection-fast-open.cc: data on a SYN (RFC 7413)
    void SendFastSyn(const FastOpenStart& fastOpen, Context& context);
    void TakeSynData(const Segment& syn, Context& context);

    // lifecycle-connection-input.cc: all other states, in the order of RFC 9293's steps
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

    // lifecycle-connection-data.cc: sixth to eighth step
    Seq Consumed() const;
    void ProcessUrgent(const Segment& segment, Context& context);
    bool ProcessData(const Segment& segment, Context& context);
    void AcceptRange(Seq textStart, Seq start, Seq end, Context& context);
    void DelayAck(uint32_t octets, Context& context);
    void WaitToAck(Context& context);
    void NoteDuplicateData(const Segment& segment);
    void ProcessFin(const Segment& segment, Context& context);

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

    // lifecycle-connection-window.cc: use of the congestion window, and ECN (RFC 3168)
    void NoteUsage(uint32_t flightBefore, bool limited);
    void RestartAfterIdle(Context& context);
    uint32_t BurstSegments() const;
    void NoteCongestionMark(const Segment& segment, Context& context);
    void TakeEcho(const Segment& segment, Context& context);

    enum class Hold : uint8_t
    {
        Nagle,
        Wait,
        Never,
    };

    // lifecycle-connection-rate.cc: delivery rates and pacing
    void BeginRate(Context& context);
    void NoteUserLimit();
    void SampleRate(const AckReport& report,
                    const Delivered& delivered,
                    uint32_t newlyLost,
                    CongestionInput& input,
                    Context& context);
    bool WaitsForPacer(Hold hold, Context& context);
    void Pace(Seq from, uint32_t octets, Instant now);

    AckReport MakeReport(const Context& context) const;
    bool SendRepairs(Context& context);
    bool SendRepair(const Scoreboard::Repair& repair, bool forced, Context& context);
    /// Use of the retransmission timer.
    enum class TimerUse : uint8_t
    {
        Timeout,
        LossProbe,
        Reordering,
    };
    Duration LossProbeTimeout() const;
    Duration TimeToTimeout(Instant now) const;
    void SendLossProbe(Context& context);
    bool ArmReordering(Context& context);
    void OnReorderingTimeout(Context& context);

    PathVerdict OnPacketTooBig(const PathError& error, Context& context);
    void LimitSegments(uint16_t mss);
    void NoteSize(uint32_t size, Seq end);
    void NoteSizeAcked(Seq ack);

    void Output(Context& context, Hold hold = Hold::Nagle);
    bool SendOneNew(Seq begin, Hold hold, bool joined, Context& context);
    void SendNew(Seq begin, Hold hold, Context& context);
    bool MaySendNow(uint32_t octets, uint32_t usable, bool fin, Seq begin, Hold hold) const;
    bool Pushes(Seq end) const;
    void PushLast(Context& context);
    void EmitData(Seq from,
                  uint32_t octets,
                  bool fin,
                  EmitReason reason,
                  Context& context,
                  uint8_t traits = 0);

    // lifecycle-connection-segment.cc: how a segment is made
    void EmitAck(EmitReason reason, Context& context);
    void EmitReset(Seq seq, std::optional<Seq> ack, Context& context);
    void EmitOwnReset(Context& context);
    void EmitResetAsClosed(const Segment& segment, Context& context);
    /// Treatment of a SYN on a synchronized connection.
    enum class SynVerdict : uint8_t
    {
        Challenge,
        Reset, //!< a RST, and the connection ends
        Drop,  //!< the SYN is dropped
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

    // lifecycle-connection-buffer.cc: the two buffers, as their users and Linux see them
    uint32_t FrameSize() const;
    uint32_t TailSize() const;
    uint32_t SendMemory() const;
    void NoteWait(bool sent, Context& context);
    void MeasureArrival(const Segment& segment, const KnownOptions& options, Context& context);
    void GrowBuffer(uint32_t space);
    bool AcksForCount();

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

    const Config* m_config;
    StateCell m_state;
    Error m_error{Error::None};     //!< why it failed
    Error m_softError{Error::None}; //!< last ICMP error since data were acknowledged
    bool m_opened{false};           //!< it has left CLOSED
    bool m_passive{false};          //!< it was opened from LISTEN
    bool m_userClosed{false};
    bool m_receiveShut{false};
    bool m_peerFinished{false};
    bool m_ackNow{false};
    bool m_synTimedOut{false};
    bool m_refused{false};
    bool m_fastOpened{false};
    uint16_t m_synData{0};
    bool m_cwndLimited{false};
    WindowUsage m_usage;
    SendTimes m_times; //!< what it has waited for
    bool m_ecn{false};
    bool m_ecnEcho{false};
    bool m_ecnReduced{false};
    bool m_ecnCut{false}; //!< an echo has reduced the window for what is before that
    Seq m_ecnPoint;
    bool m_rateAsked{false};    //!< BeginRate() was called
    bool m_byRate{false};       //!< the algorithm sets the window by delivery rates
    Hold m_heldAs{Hold::Nagle}; //!< how what waits for the pacer is to be sent
    bool m_userTimeoutDue;
    bool m_probing{false};
    TimerUse m_timerUse{TimerUse::Timeout};
    uint32_t m_quickAcks;
    Instant m_lastDataAt{};
    uint8_t m_probes{0};
    uint32_t m_keepAliveProbes{0};
    EmitReason m_ackReason{EmitReason::Ack};
    uint32_t m_peerUserTimeout{0};
    Duration m_userTimeout; //!< USER TIMEOUT (RFC 9293, 3.10.8)
    uint32_t m_retries{0};
    uint32_t m_unackedSegments{0};
    Instant m_retriesSince{};
    AnswerLimits m_answers;
    uint16_t m_localPort;
    uint16_t m_remotePort;
    uint16_t m_peerMss{0};
    SendSpace m_snd;
    ReceiveSpace m_rcv;
    ReceiveGrowth m_growth; //!< how fast the user reads
    RtoEstimator m_rto;
    PathSizes m_path;
    CongestionWindow m_congestion;
    LossRecovery m_recovery;
    RateSampler m_rate; //!< delivery rates
    Pacer m_pacer;      //!< when the next segment may leave
    std::array<Instant, TIMER_COUNT> m_deadlines;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNECTION_H
