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
 * The parts of a host. Everything that exists has a handle; its index leads to the form in which it
 * is kept, to its entry in the timer queue, to its link in the demultiplexer and to its recorder.
 */

namespace ns3
{
namespace lifecycle
{

/// A connection in whole.
struct LiveConnection
{
    Connection connection; //!< the machine
    FourTuple tuple;       //!< its two ends
    uint64_t id;           //!< its number in the host
    QueuePlace place;     //!< in a queue of its listener: the SYN queue while in SYN-RECEIVED, then
                          //!< the accept queue
    bool reachable{true}; //!< segments find it; not in CLOSED
    Handle fastOpenOf;    //!< the listener that has taken its SYN's text, while in SYN-RECEIVED
    bool touched{false};  //!< Settle() is going to look at it
    bool dead{false};     //!< it has ended, and keeps its place in the accept queue

    /// \param config parameters \param ends its two ends \param number its id
    LiveConnection(const Config* config, const FourTuple& ends, uint64_t number)
        : connection(config, ends.localPort, ends.remotePort),
          tuple(ends),
          id(number)
    {
    }

    /// \param record a connection in TIME-WAIT \param table has what it shares
    /// \param deadline its deadline
    LiveConnection(const StoredTimeWait& record, const SharedTable& table, Instant deadline)
        : connection(record.Read(table, deadline)),
          tuple(record.Tuple(table)),
          id(record.id)
    {
    }

    /// \param record a connection in SYN-RECEIVED \param table has what it shares
    /// \param deadline its deadline
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

    // lifecycle-host.cc: users' calls

    /// Take the limit of challenge ACKs from the parameters.
    void SetChallenges();
    /// \param tuple two ends, localPort may be 0 \return whether the policy lets an active OPEN use
    /// such a tuple again that is in TIME-WAIT
    bool MayReuse(const FourTuple& tuple) const;
    /// \param tuple two ends \param now time \return whether an active OPEN may use them
    bool IsTupleFree(const FourTuple& tuple, Instant now) const;
    /// \param tuple two ends without localPort \param now time \return a port, or 0
    uint16_t ChoosePort(const FourTuple& tuple, Instant now);

    // lifecycle-host-forms.cc: what is kept in which form

    /// \param tuple two ends \return index of the connection, or NO_INDEX
    uint32_t FindTuple(const FourTuple& tuple) const;
    /// \param index in use \return its two ends
    FourTuple TupleAt(uint32_t index) const;
    /// \param index in use \return its number
    uint64_t IdAt(uint32_t index) const;
    /// \param index in use \return its state
    State StateAt(uint32_t index) const;
    /// \param index in use \return when it wants OnDeadline(), or NEVER
    Instant DeadlineAt(uint32_t index) const;
    /// \param index of a connection in TIME-WAIT \return what matters of it
    PackedTimeWait TimeWaitAt(uint32_t index) const;
    /// \param index of a connection in any form \return it, in whole from here on
    LiveConnection& Unpack(uint32_t index);
    /// Make a record of it, if it can be one. \param index of a live connection
    void Pack(uint32_t index);
    /// \return indexes of all that exists, in the order of their ids
    std::vector<uint32_t> AllById() const;

    // lifecycle-host-entries.cc: the one way into a connection and what follows from it

    /// \param tuple its two ends, not in use \param config parameters \param role who opens
    /// \param now time \return index of a new connection in CLOSED
    uint32_t NewConnection(const FourTuple& tuple, const Config* config, Role role, Instant now);
    /// What every entry leaves behind in m_actions. \param index whose \param live it \param now
    /// time
    void Absorb(uint32_t index, LiveConnection& live, Instant now);
    /// \param place of a connection \return the listener in one of whose queues it is, or a handle
    /// that names nothing
    Handle ListenerOf(const QueuePlace& place) const;
    /// \param index of a connection \param live it \param transition one of it
    void NoteTransition(uint32_t index, LiveConnection& live, const Transition& transition);
    /// Forget a connection or listener in CLOSED. \param index its index
    void Forget(uint32_t index);
    // lifecycle-host-listeners.cc: listeners and their queues

    /// \param listenerAt number of a listener \param next its state after \param cause why
    void MoveListener(uint32_t listenerAt, State next, Cause cause);
    /// Close a listener. \param listenerAt its number \param cause why
    void EndListener(uint32_t listenerAt, Cause cause);
    /// Reset all in a queue. \param queue of a listener \param now time
    void ResetAll(const ListenQueue& queue, Instant now);
    /// Forget all in a queue, without a word to their peers. \param queue of a listener \param now
    /// time
    void ForgetAll(const ListenQueue& queue, Instant now);
    /// \param index of a connection in a queue, in any form \return its place there
    QueuePlace& PlaceAt(uint32_t index);
    /// \param queue of a listener \param listenerAt its number \param index of a connection, in
    /// none
    void Enqueue(ListenQueue& queue, uint32_t listenerAt, uint32_t index);
    /// \param queue of a listener \param index of a connection in it
    void Dequeue(ListenQueue& queue, uint32_t index);
    /// What a transition does to the queues. \param index of a connection \param live it
    /// \param transition one of it
    void UpdateQueues(uint32_t index, LiveConnection& live, const Transition& transition);
    /// \param live a connection that has ended, of which m_actions are \return whether it waits to
    /// be accepted none the less
    bool WaitsDead(const LiveConnection& live) const;
    /// Its user is told, and Settle() forgets it. \param index of one that has ended in the queue
    void ReleaseDead(uint32_t index);
    /// A listener's status has changed. \param listenerAt its number
    void NoteChange(uint32_t listenerAt);
    /// \param listener a listener \return whether its SYN queue has no place left
    bool IsSynQueueFull(const Listener& listener) const;
    /// \param listener a listener \return whether its accept queue has no place left
    bool IsAcceptQueueFull(const Listener& listener) const;
    /// A SYN that the SYN queue has no place for is counted. \param listenerAt number of a listener
    /// \return whether a SYN can be taken, perhaps after MakeRoom()
    bool CanTakeSyn(uint32_t listenerAt);
    /// Displace connections from a full SYN queue. \param listenerAt number of a listener
    /// \param now time
    void MakeRoom(uint32_t listenerAt, Instant now);
    /// The accept queue and deferAccept may hold a segment back that would make an embryo
    /// ESTABLISHED. \param index of a connection \param segment for it \param now time
    /// \return whether it was held back, and what follows from that is done
    bool HoldBack(uint32_t index, const Segment& segment, Instant now);

    /// Hand it to the user of its listener. \param index of a connection \param live it
    /// \param listenerAt number of the listener
    void AcceptChild(uint32_t index, LiveConnection& live, uint32_t listenerAt);

    // lifecycle-host-fast-open.cc: text on SYNs (RFC 7413)

    /// \return whether users may send text with a SYN
    bool IsFastOpenClient() const;
    /// \return whether listeners take text of a SYN
    bool IsFastOpenServer() const;
    /// \param server its address \param options of an active OPEN \param now time \return how it
    /// begins
    FastOpenStart FastOpenStartFor(const IpAddress& server,
                                   const OpenOptions& options,
                                   Instant now) const;
    /// \param index of a connection that was in SYN-SENT \param synAck what it has got \param now
    /// time
    void LearnFastOpen(uint32_t index, const Segment& synAck, Instant now);
    /// \param live a connection \param transition one of it \param now time
    void NoteFastOpenFailure(const LiveConnection& live, const Transition& transition, Instant now);
    /// \param listenerAt number of a listener \param client its peer \param syn from there
    /// \return what is done about the text
    FastOpenAnswer AnswerFastOpen(uint32_t listenerAt, const IpAddress& client, const Segment& syn);
    /// \param index of a connection \param live it \param transition one of it
    /// \return whether it enters or leaves SYN-RECEIVED, and its user has it there already
    bool UpdateFastOpen(uint32_t index, LiveConnection& live, const Transition& transition);

    // lifecycle-host-cookies.cc: listeners that keep no state in SYN-RECEIVED

    /// \param listener a listener \return whether it answers a SYN by a cookie
    bool WantsCookie(const Listener& listener) const;
    /// Answer a SYN and forget it. \param listenerAt number of a listener \param tuple two ends
    /// \param config parameters \param syn the SYN \param now time
    void SendCookie(uint32_t listenerAt,
                    const FourTuple& tuple,
                    const Config* config,
                    const Segment& syn,
                    Instant now);
    /// \param listener a listener \param segment for nobody but it \param now time
    /// \return whether the segment may bring back a cookie that the listener has sent
    bool MayBringCookie(const Listener& listener, const Segment& segment, Instant now) const;
    /// \param listenerAt number of a listener \param tuple two ends \param ack MayBringCookie()
    /// \param now time \return who took it: a new connection, if the cookie is valid
    Handle OpenFromCookie(uint32_t listenerAt,
                          const FourTuple& tuple,
                          const Segment& ack,
                          Instant now);

    // lifecycle-host-input.cc: segments for listeners and for nobody

    /// \param handle any \return whether it is a listener in LISTEN
    bool IsListening(Handle handle) const;
    /// \param listener handle of a listener \param tuple two ends \param index of the connection
    /// with that tuple, or NO_INDEX \return parameters for a SYN, or null to drop it
    const Config* Admit(Handle listener, const FourTuple& tuple, uint32_t index);
    /// SEGMENT ARRIVES in LISTEN. \param listenerAt number of the listener \param tuple two ends
    /// \param segment the segment \param now time \return who took it
    Handle InListen(uint32_t listenerAt,
                    const FourTuple& tuple,
                    const Segment& segment,
                    Instant now);
    /// By the policy. \param index of a connection in TIME-WAIT \param tuple its two ends
    /// \param syn a SYN for it \param now time \return who took it; nothing if TIME-WAIT is to
    /// answer it
    Handle SynInTimeWait(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now);
    /// \param index of a connection in TIME-WAIT \param tuple its two ends \param syn a SYN for it
    /// \param now time \return who took the SYN; nothing if it is TIME-WAIT's
    Handle Reopen(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now);
    /// \param listener a listener \param tuple two ends \param config parameters \param iss ISS
    /// \param syn the SYN \param now time \return the new connection
    Handle OpenChild(Handle listener,
                     const FourTuple& tuple,
                     const Config* config,
                     Seq iss,
                     const Segment& syn,
                     Instant now);

    /**
     * \param listener a listener \param tuple two ends \param config parameters
     * \param segment what has come for it \param now time
     * \param takesData whether the text of that, a SYN, counts at once
     * \param begin gets the listener's state, the new connection and a Context
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

    /// \param by who answers, or nobody \param id its number \param tuple two ends
    /// \param segment what is answered by a RST
    void AnswerByReset(Handle by, uint64_t id, const FourTuple& tuple, const Segment& segment);

    /**
     * Enter a connection: every call, segment and deadline comes this way.
     * \param index of a connection in any form \param now time
     * \param entry gets the connection and a Context \return what entry returns
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

    /// A user's call. \param handle any \param now time \param entry as for Run()
    /// \return NotConnected when it is no connection, else what entry returns
    template <typename Entry>
    Refusal Call(Handle handle, Instant now, Entry&& entry)
    {
        const Form form = m_handles.Find(handle).form;
        return form == Form::None || form == Form::Listener
                   ? Refusal::NotConnected
                   : Run(handle.index, now, std::forward<Entry>(entry));
    }

    /// \param index in use \param visitor gets what it is, in its form \return what visitor returns
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

    HostConfig m_config;                             //!< parameters
    HostEnvironment& m_environment;                  //!< the driver
    HandleTable m_handles;                           //!< from handles to forms
    DemuxTable m_demux;                              //!< from tuples to indexes
    TimerQueue m_timers;                             //!< deadlines
    Listeners m_listeners;                           //!< by number
    Slab<LiveConnection> m_live;                     //!< connections in whole
    Slab<StoredSynReceived> m_synReceived;           //!< records
    Slab<StoredTimeWait> m_timeWait;                 //!< records
    SharedTable m_shared;                            //!< parameters and addresses of records
    RecordBook m_records;                            //!< recorders
    PortAllocator m_ports;                           //!< ephemeral ports
    FastOpenCache m_cookies;                         //!< of servers (RFC 7413)
    Instant m_silentUntil{};                         //!< NEVER: down; else see Host::Reboot()
    ChallengeBudget m_challenges;                    //!< challenge ACKs of all connections
    uint64_t m_lastId{0};                            //!< the highest number given
    std::array<std::size_t, STATE_COUNT> m_counts{}; //!< how many are in each state
    std::vector<uint32_t> m_touched;                 //!< indexes that Settle() is to look at
    Actions m_actions;                               //!< of the entry that is running
    std::vector<HostAction> m_out;                   //!< see Host::Out()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_IMPL_H
