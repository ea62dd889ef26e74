/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SCENARIO_RUN_H
#define TCP_LIFECYCLE_SCENARIO_RUN_H

#include "tcp-lifecycle-conntrack.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-formula.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-ladder-recorder.h"
#include "tcp-lifecycle-scenario.h"

#include "ns3/address.h"
#include "ns3/data-rate.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/socket.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Playing a story of the catalogue.
 */

namespace ns3
{

/// The world a story is played in.
struct TcpLifecycleScenarioParameters
{
    DataRate rate{"1Gbps"};            //!< of the link
    Time delay{MilliSeconds(10)};      //!< of the link, one way
    double loss{0};                    //!< probability that a packet is lost, 0..1, both ways
    bool ipv6{false};                  //!< IPv6 instead of IPv4
    std::string faults;                //!< rules beside the story's, see TcpLifecycleFaults
    std::map<std::string, Time> times; //!< D, s, x, T, where not the story's
};

/// A measure, predicted and measured.
struct TcpLifecycleScenarioResult
{
    TcpLifecycleScenarioMeasure measure; //!< what
    Time expected;                       //!< by the formula
    std::optional<Time> measured;        //!< empty: it did not happen

    /// \return whether both are the same to the nanosecond
    bool IsAsExpected() const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * One story between two nodes A and B on a point-to-point link, `rate`, `delay`. Both have the
 * module's TCP, with its attributes' defaults, but ISS 100 at A and 300 at B unless a default for
 * `InitialSequence` was set. A is 10.0.0.1 or 2001:db8::1, port 49152; B is 10.0.0.2 or
 * 2001:db8::2, port 80.
 *
 * A segment takes `delay` and the time that its octets take at `rate`: PPP header (2), IP header
 * (20 or 40), TCP header with its options, text. `d`, `h`, `q` and `r` of the formulas are made
 * from the headers that were really sent. They hold when no segment waits for another one in the
 * sending device and nothing but the story's faults occurs.
 *
 * Of a story with a middlebox the link is two of `rate` and half of `delay` each, with the
 * middlebox between them; B is then 10.0.1.2, and by IPv6 A is
 * fd00::1 and B fd00:0:0:1::2.
 *
 * One at a time can exist: it uses the one simulator there is, and its end is Simulator::Destroy().
 */
class TcpLifecycleScenarioRun
{
  public:
    /**
     * \param scenario the story \param parameters its world
     * \throw TcpLifecycleSyntaxError if the parameters' faults can't be read
     * \throw std::invalid_argument if another parameter makes no sense
     */
    TcpLifecycleScenarioRun(const TcpLifecycleScenario& scenario,
                            const TcpLifecycleScenarioParameters& parameters);
    ~TcpLifecycleScenarioRun();
    TcpLifecycleScenarioRun(const TcpLifecycleScenarioRun&) = delete;
    TcpLifecycleScenarioRun& operator=(const TcpLifecycleScenarioRun&) = delete;

    /// \return nodes A and B
    const NodeContainer& GetNodes() const;
    /// \return their devices
    const NetDeviceContainer& GetDevices() const;
    /// \return the middlebox, or null if the story has none
    Ptr<TcpLifecycleConntrack> GetMiddlebox() const;
    /// \return the helper that installed TCP, for further traces
    TcpLifecycleHelper& GetHelper();

    /// Write `<prefix>.txt` and `<prefix>.svg`, the ladder. \param prefix path without extension
    void EnableLadder(const std::string& prefix);
    /// Keep the ends' windows and timers, too: TcpLifecycleLadderModel::views.
    void EnableViews();
    /// Play, until nothing is left to happen.
    void Run();
    /// Complete the ladder. \throw TcpLifecycleFileError if it can't be written
    void FinishLadder();
    /// Complete all files. \throw TcpLifecycleFileError if one can't be written
    void Finish();

    /// \return story, link, fault rules and times, by name; one name may stand there several times
    std::vector<std::pair<std::string, std::string>> DescribeStory() const;
    /// \return story, link, and all attributes in force, a line each
    std::string Describe() const;

    /// \return the story
    const TcpLifecycleScenario& GetScenario() const;
    /// \return what happened, as a ladder
    const TcpLifecycleLadderModel& GetModel() const;
    /// \return the same for a diagram: of a long transfer the middle is left out
    TcpLifecycleLadderModel GetShownModel() const;
    /// \return the records of both ends, in the order in which they ended, open ones last
    const std::vector<TcpLifecycleRecord>& GetRecords() const;
    /// \return the time named Established in the story; nothing if it did not come to that
    std::optional<Time> GetEstablished() const;
    /// \return how many segments both ends sent from Established on
    uint32_t GetSegments() const;
    /// \return how many fault rules have struck, of how many
    std::pair<std::size_t, std::size_t> GetStruck() const;
    /// \return what the formulas' names stand for, after Run()
    TcpLifecycleSymbols GetSymbols() const;
    /// \return all measures of the story, after Run()
    std::vector<TcpLifecycleScenarioResult> GetResults() const;
    /// \return why the formulas do not hold for this run: what its parameters add to the story;
    /// empty: they hold
    std::string GetExcuse() const;
    /// \param end 0 or 1 \return octets its application has read
    uint64_t GetOctetsRead(std::size_t end) const;
    /// \param end 0 or 1 \return how many of them came from segments that were injected
    uint64_t GetForgedOctetsRead(std::size_t end) const;
    /// \return why OPENs from ephemeral ports were refused, in order
    const std::vector<Socket::SocketErrno>& GetRefusals() const;

  private:
    /// An application.
    struct End
    {
        Ptr<Socket> listener;   //!< where it accepts, or null
        Ptr<Socket> socket;     //!< the connection, or null
        Address local;          //!< own address and port
        bool reads{true};       //!< it reads what arrives
        bool endOfFile{false};  //!< it has read to the end
        bool connected{false};  //!< it was ESTABLISHED
        bool message{false};    //!< the other end's first Send has arrived
        uint64_t octetsRead{0}; //!< what it has read
        uint64_t forgedRead{0}; //!< of these, octets that nobody has sent
    };

    /// \param text with `{x}` in it \return it with that time in place of it
    std::string Filled(std::string text) const;
    /// \param name of an attribute \return whether the user has set a default for it
    static bool IsChosen(const std::string& name);
    void BuildLink();
    void BuildStacks();
    void SetAttributes();
    void AssignAddresses();
    void AssignIpv4Addresses();
    void AssignIpv6Addresses();
    Ptr<TcpLifecycleFaultModel> ModelAt(std::size_t end) const;
    void InstallFaults();
    Ptr<Socket> NewSocket(std::size_t end, bool anyPort = false);
    void DoListen(std::size_t end, uint32_t backlog);
    void DoOpen(std::size_t end, const Ptr<Socket>& socket);
    static void DoSocket(const Ptr<Socket>& socket, const TcpLifecycleScenarioStep& step);
    void DoHost(std::size_t end, const TcpLifecycleScenarioStep& step);
    void DoFlood(std::size_t end, const TcpLifecycleScenarioStep& step);
    void Watch(std::size_t end, Ptr<Socket> socket);
    void Begin(TcpLifecycleScenarioFrom from, std::optional<std::size_t> end);
    void Do(std::size_t end, TcpLifecycleScenarioStep step);
    void OnAccept(std::size_t end, Ptr<Socket> socket, const Address& from);
    void OnReadable(std::size_t end, Ptr<Socket> socket);
    void CheckMessage(std::size_t end, const Ptr<Socket>& socket);
    void OnTransition(const TcpLifecycleTransition& transition);
    void OnRecord(const TcpLifecycleRecord& record);
    Time OneWay(uint32_t octets) const;
    Time RtoAfter(Time sample) const;
    Time FirstRepeatAfter(Time sample) const;
    Time GiveUpAfter(std::size_t end, Time sample) const;
    Time KeepAliveTime() const;
    std::optional<Time> Measured(const TcpLifecycleScenarioMeasure& measure) const;

    const TcpLifecycleScenario m_scenario;             //!< the story
    const TcpLifecycleScenarioParameters m_parameters; //!< its world
    TcpLifecycleSymbols m_times;                       //!< D, s, x, T
    TcpLifecycleHelper m_helper;                       //!< installs TCP
    NodeContainer m_nodes;                             //!< A and B
    NetDeviceContainer m_devices;                      //!< their devices
    Ptr<Node> m_middle;                                //!< the middlebox's node, or null
    NetDeviceContainer m_middleDevices;                //!< its devices, towards A and B
    std::vector<Socket::SocketErrno> m_refusals;       //!< see GetRefusals()
    TcpLifecycleFaults::Models m_faults;               //!< at the devices
    std::size_t m_ruleCount{0};                        //!< fault rules
    std::array<End, 2> m_ends;                         //!< the applications
    std::optional<Time> m_established;                 //!< see GetEstablished()
    Ptr<TcpLifecycleLadderRecorder> m_recorder;        //!< what happens
    std::vector<TcpLifecycleRecord> m_records;         //!< see GetRecords()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_RUN_H
