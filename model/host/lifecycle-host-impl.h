/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HOST_IMPL_H
#define LIFECYCLE_HOST_IMPL_H

#include "lifecycle-demux-table.h"
#include "lifecycle-fast-open.h"
#include "lifecycle-handle-table.h"
#include "lifecycle-host.h"
#include "lifecycle-listeners.h"
#include "lifecycle-port-allocator.h"
#include "lifecycle-record-book.h"
#include "lifecycle-slab.h"
#include "lifecycle-stored.h"
#include "lifecycle-timer-queue.h"

#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The implementation of a host. Each connection and listener has a handle. The index of the handle
 * gives its form, its entry in the timer queue, its link in the demultiplexer and its recorder.
 */

namespace ns3
{
namespace lifecycle
{

/// A connection that is not packed.
struct LiveConnection
{
    Connection connection; //!< the machine
    FourTuple tuple;       //!< its 4-tuple
    uint64_t id;           //!< id in the host
    QueuePlace place; //!< place in a queue of its listener: in SYN-RECEIVED the SYN queue, later
                      //!< the accept queue
    bool reachable{true}; //!< segments are delivered to it; false in CLOSED
    Handle fastOpenOf;    //!< the listener that accepted the data of its SYN, while in SYN-RECEIVED
    bool touched{false};  //!< it is in m_touched
    bool dead{false};     //!< it has ended and keeps its place in the accept queue

    /// \param config parameters \param ends 4-tuple \param number id
    LiveConnection(const Config* config, const FourTuple& ends, uint64_t number)
        : connection(config, ends.localPort, ends.remotePort),
          tuple(ends),
          id(number)
    {
    }

    /// \param record a connection in TIME-WAIT \param table the parameters and addresses of records
    /// \param deadline its deadline
    LiveConnection(const StoredTimeWait& record, const SharedTable& table, Instant deadline)
        : connection(record.Read(table, deadline)),
          tuple(record.Tuple(table)),
          id(record.id)
    {
    }

    /// \param record a connection in SYN-RECEIVED \param table the parameters and addresses of
    /// records \param deadline its deadline
    LiveConnection(const StoredSynReceived& record, const SharedTable& table, Instant deadline)
        : connection(record.Read(table, deadline)),
          tuple(record.Tuple(table)),
          id(record.id),
          place(record.place)
    {
    }
};

/// Why a segment for a listener is dropped.
constexpr const char* ACCEPT_QUEUE_IS_FULL = "accept queue is full";

/// See Host.
struct Host::Impl
{
    /// \param hostConfig parameters \param hostEnvironment the driver
    Impl(const HostConfig& hostConfig, HostEnvironment& hostEnvironment);

    // lifecycle-host.cc: user calls

    /// Copy the limit of challenge ACKs from the parameters.
    void SetChallenges();
    /// \param tuple a 4-tuple in TIME-WAIT, localPort may be 0 \return whether the policy allows an
    /// active OPEN to reuse it
    bool MayReuse(const FourTuple& tuple) const;
    /// \param tuple a 4-tuple \param now current time \return whether an active OPEN may use it
    bool IsTupleFree(const FourTuple& tuple, Instant now) const;
    /// \param tuple a 4-tuple without localPort \param now current time \return a port, or 0
    uint16_t ChoosePort(const FourTuple& tuple, Instant now);

    // lifecycle-host-forms.cc: access by form

    /// \param tuple a 4-tuple \return index of the connection, or NO_INDEX
    uint32_t FindTuple(const FourTuple& tuple) const;
    /// \param index index in use \return its 4-tuple
    FourTuple TupleAt(uint32_t index) const;
    /// \param index index in use \return its id
    uint64_t IdAt(uint32_t index) const;
    /// \param index index in use \return its state
    State StateAt(uint32_t index) const;
    /// \param index index in use \return its deadline, or NEVER
    Instant DeadlineAt(uint32_t index) const;
    /// \param index index of a connection in TIME-WAIT \return its packed state
    PackedTimeWait TimeWaitAt(uint32_t index) const;
    /// \param index index of a connection in any form \return the connection, not packed
    LiveConnection& Unpack(uint32_t index);
    /// Pack a connection, if possible. \param index index of a connection that is not packed
    void Pack(uint32_t index);
    /// \return the indexes of all connections and listeners, ordered by id
    std::vector<uint32_t> AllById() const;

    // lifecycle-host-entries.cc: entry into a connection, and what follows from it

    /// \param tuple a 4-tuple that is not in use \param config parameters \param role who opens
    /// \param now current time \return index of a new connection in CLOSED
    uint32_t NewConnection(const FourTuple& tuple, const Config* config, Role role, Instant now);
    /// Process m_actions after an entry. \param index index of a connection \param live the
    /// connection \param now current time
    void Absorb(uint32_t index, LiveConnection& live, Instant now);
    /// \param place place of a connection \return the listener in one of whose queues it is, or the
    /// null handle
    Handle ListenerOf(const QueuePlace& place) const;
    /// \param index index of a connection \param live the connection \param transition a transition
    /// of it
    void NoteTransition(uint32_t index, LiveConnection& live, const Transition& transition);
    /// Delete a connection or listener in CLOSED. \param index its index
    void Forget(uint32_t index);
    // lifecycle-host-listeners.cc: listeners and their queues

    /// \param listenerAt number of a listener \param next its next state \param cause why
    void MoveListener(uint32_t listenerAt, State next, Cause cause);
    /// Close a listener. \param listenerAt its number \param cause why
    void EndListener(uint32_t listenerAt, Cause cause);
    /// Reset all connections in a queue. \param queue queue of a listener \param now current time
    void ResetAll(const ListenQueue& queue, Instant now);
    /// Close all connections in a queue silently. \param queue queue of a listener \param now
    /// current time
    void ForgetAll(const ListenQueue& queue, Instant now);
    /// \param index index of a connection in a queue, in any form \return its place in the queue
    QueuePlace& PlaceAt(uint32_t index);
    /// \param queue queue of a listener \param listenerAt its number \param index index of a
    /// connection that is not in a queue
    void Enqueue(ListenQueue& queue, uint32_t listenerAt, uint32_t index);
    /// \param queue queue of a listener \param index index of a connection in it
    void Dequeue(ListenQueue& queue, uint32_t index);
    /// Update the queues after a transition. \param index index of a connection \param live the
    /// connection \param transition a transition of it
    void UpdateQueues(uint32_t index, LiveConnection& live, const Transition& transition);
    /// \param live a connection that has ended, whose actions are in m_actions \return whether it
    /// stays in the accept queue
    bool WaitsDead(const LiveConnection& live) const;
    /// Notify its user; Settle() then deletes it. \param index index of a connection that has ended
    /// in the queue
    void ReleaseDead(uint32_t index);
    /// Queue a ListenerChanged. \param listenerAt number of a listener
    void NoteChange(uint32_t listenerAt);
    /// \param listener a listener \return whether its SYN queue is full
    bool IsSynQueueFull(const Listener& listener) const;
    /// \param listener a listener \return whether its accept queue is full
    bool IsAcceptQueueFull(const Listener& listener) const;
    /// Count a SYN that finds the SYN queue full. \param listenerAt number of a listener \return
    /// whether a SYN can be accepted, perhaps after MakeRoom()
    bool CanTakeSyn(uint32_t listenerAt);
    /// Close connections in a full SYN queue. \param listenerAt number of a listener \param now
    /// current time
    void MakeRoom(uint32_t listenerAt, Instant now);
    /// Drop a segment that would make a half-open connection ESTABLISHED, because of a full accept
    /// queue or deferAccept. \param index index of a connection \param segment a segment for it
    /// \param now current time \return whether the segment was dropped
    bool HoldBack(uint32_t index, const Segment& segment, Instant now);

    /// Give a connection to the user of its listener. \param index index of a connection \param
    /// live the connection \param listenerAt number of the listener
    void AcceptChild(uint32_t index, LiveConnection& live, uint32_t listenerAt);

    // lifecycle-host-fast-open.cc: data on a SYN (RFC 7413)

    /// \return whether users may send data on a SYN
    bool IsFastOpenClient() const;
    /// \return whether listeners accept data on a SYN
    bool IsFastOpenServer() const;
    /// \param server address of the server \param options options of an active OPEN \param now
    /// current time \return how the connection starts
    FastOpenStart FastOpenStartFor(const IpAddress& server,
                                   const OpenOptions& options,
                                   Instant now) const;
    /// \param index index of a connection that was in SYN-SENT \param synAck the segment received
    /// \param now current time
    void LearnFastOpen(uint32_t index, const Segment& synAck, Instant now);
    /// \param live a connection \param transition a transition of it \param now current time
    void NoteFastOpenFailure(const LiveConnection& live, const Transition& transition, Instant now);
    /// \param listenerAt number of a listener \param client address of the peer \param syn its SYN
    /// \return whether the data of the SYN are accepted, and the cookie to send
    FastOpenAnswer AnswerFastOpen(uint32_t listenerAt, const IpAddress& client, const Segment& syn);
    /// \param index index of a connection \param live the connection \param transition a transition
    /// of it \return whether it enters or leaves SYN-RECEIVED while its user already has it
    bool UpdateFastOpen(uint32_t index, LiveConnection& live, const Transition& transition);

    // lifecycle-host-cookies.cc: listeners that keep no state in SYN-RECEIVED

    /// \param listener a listener \return whether it answers a SYN with a cookie
    bool WantsCookie(const Listener& listener) const;
    /// Answer a SYN without keeping state. \param listenerAt number of a listener \param tuple its
    /// 4-tuple \param config parameters \param syn the SYN \param now current time
    void SendCookie(uint32_t listenerAt,
                    const FourTuple& tuple,
                    const Config* config,
                    const Segment& syn,
                    Instant now);
    /// \param listener a listener \param segment a segment without a connection \param now current
    /// time \return whether the segment may carry a cookie of this listener
    bool MayBringCookie(const Listener& listener, const Segment& segment, Instant now) const;
    /// \param listenerAt number of a listener \param tuple its 4-tuple \param ack see
    /// MayBringCookie() \param now current time \return a new connection if the cookie is valid
    Handle OpenFromCookie(uint32_t listenerAt,
                          const FourTuple& tuple,
                          const Segment& ack,
                          Instant now);

    // lifecycle-host-input.cc: segments for listeners, and segments without a receiver

    /// \param handle a handle \return whether it names a listener in LISTEN
    bool IsListening(Handle handle) const;
    /// \param listener handle of a listener \param tuple its 4-tuple \param index index of the
    /// connection with that tuple, or NO_INDEX \return parameters for a SYN, or null to drop it
    const Config* Admit(Handle listener, const FourTuple& tuple, uint32_t index);
    /// SEGMENT ARRIVES in LISTEN. \param listenerAt number of the listener \param tuple its 4-tuple
    /// \param segment the segment \param now current time \return the receiver of the segment
    Handle InListen(uint32_t listenerAt,
                    const FourTuple& tuple,
                    const Segment& segment,
                    Instant now);
    /// Apply TimeWaitPolicy::syn. \param index index of a connection in TIME-WAIT \param tuple its
    /// 4-tuple \param syn a SYN for it \param now current time \return the receiver of the SYN;
    /// null handle if TIME-WAIT answers it
    Handle SynInTimeWait(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now);
    /// \param index index of a connection in TIME-WAIT \param tuple its 4-tuple \param syn a SYN
    /// for it \param now current time \return the receiver of the SYN; null handle if it belongs to
    /// TIME-WAIT
    Handle Reopen(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now);
    /// \param listener a listener \param tuple its 4-tuple \param config parameters \param iss ISS
    /// \param syn the SYN \param now current time \return the new connection
    Handle OpenChild(Handle listener,
                     const FourTuple& tuple,
                     const Config* config,
                     Seq iss,
                     const Segment& syn,
                     Instant now);

    /**
     * \param listener a listener \param tuple its 4-tuple \param config parameters
     * \param segment the segment that it received \param now current time
     * \param takesData whether the data of the segment, a SYN, are accepted at once
     * \param begin called with the listener's state, the new connection and a Context
     * \return the new connection
     */
    template <typename Begin>
    Handle MakeChild(Handle listener,
                     const FourTuple& tuple,
                     const Config* config,
                     const Segment& segment,
                     Instant now,
                     bool takesData,
                     Begin&& begin)
    {
        const uint32_t listenerAt = m_handles.Find(listener).at;
        const StateCell listening = m_listeners[listenerAt].state;
        const uint32_t index = NewConnection(tuple, config, Role::Passive, now);
        LiveConnection& live = m_live[m_handles.At(index).at];
        live.place.listener = listenerAt;
        live.fastOpenOf = takesData ? listener : Handle{};
        m_records.OnReceived(index, segment);
        Run(index, now, [&](Connection& connection, Context& context) {
            begin(listening, connection, context);
            return Refusal::None;
        });
        return m_handles.HandleAt(index);
    }

    /// \param by the connection or listener that answers, or the null handle \param id its id
    /// \param tuple its 4-tuple \param segment the segment to answer with a RST
    void AnswerByReset(Handle by, uint64_t id, const FourTuple& tuple, const Segment& segment);

    /**
     * Enter a connection. Every user call, segment and deadline uses this function.
     * \param index index of a connection in any form \param now current time
     * \param entry called with the connection and a Context \return what entry returns
     */
    template <typename Entry>
    Refusal Run(uint32_t index, Instant now, Entry&& entry)
    {
        m_actions.Clear();
        Context context{now,
                        m_actions,
                        m_environment.CongestionOf(m_handles.HandleAt(index)),
                        &m_challenges};
        LiveConnection& live = Unpack(index);
        const Refusal refusal = entry(live.connection, context);
        Absorb(index, live, now);
        return refusal;
    }

    /// A user call. \param handle a handle \param now current time \param entry as for Run()
    /// \return NotConnected if the handle does not name a connection, otherwise what entry returns
    template <typename Entry>
    Refusal Call(Handle handle, Instant now, Entry&& entry)
    {
        const Form form = m_handles.Find(handle).form;
        return form == Form::None || form == Form::Listener
                   ? Refusal::NotConnected
                   : Run(handle.index, now, std::forward<Entry>(entry));
    }

    /// \param index index in use \param visitor called with the object, in its form \return what
    /// visitor returns
    template <typename Visitor>
    auto Visit(uint32_t index, Visitor&& visitor) const
    {
        const Place place = m_handles.At(index);
        switch (place.form)
        {
        case Form::Listener:
            return visitor(m_listeners[place.at]);
        case Form::Live:
            return visitor(m_live[place.at]);
        case Form::SynReceived:
            return visitor(m_synReceived[place.at]);
        case Form::TimeWait:
            return visitor(m_timeWait[place.at]);
        case Form::None:
            break;
        }
        throw std::logic_error("a free index has no form");
    }

    HostConfig m_config;                   //!< parameters
    HostEnvironment& m_environment;        //!< the driver
    HandleTable m_handles;                 //!< map from handles to forms
    DemuxTable m_demux;                    //!< map from 4-tuples to indexes
    TimerQueue m_timers;                   //!< deadlines
    Listeners m_listeners;                 //!< by number
    Slab<LiveConnection> m_live;           //!< connections that are not packed
    Slab<StoredSynReceived> m_synReceived; //!< records
    Slab<StoredTimeWait> m_timeWait;       //!< records
    SharedTable m_shared;                  //!< parameters and addresses of records
    RecordBook m_records;                  //!< recorders
    PortAllocator m_ports;                 //!< ephemeral ports
    FastOpenCache m_cookies;               //!< Fast Open cookies of servers (RFC 7413)
    Instant m_silentUntil{};      //!< NEVER: the host is down; otherwise see Host::Reboot()
    ChallengeBudget m_challenges; //!< challenge ACKs of all connections
    uint64_t m_lastId{0};         //!< highest id so far
    std::array<std::size_t, STATE_COUNT> m_counts{}; //!< number of connections in each state
    std::vector<uint32_t> m_touched;                 //!< indexes that Settle() processes
    Actions m_actions;                               //!< actions of the current entry
    std::vector<HostAction> m_out;                   //!< see Host::Out()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_IMPL_H
