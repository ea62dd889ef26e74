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
 * Runs a scenario of the catalogue.
 */

namespace ns3
{

/// The parameters of a run.
struct TcpLifecycleScenarioParameters
{
    DataRate rate{"1Gbps"};                //!< of the link
    Time delay{MilliSeconds(10)};          //!< of the link, one way
    double loss{0};                        //!< probability that a packet is lost, 0..1, both ways
    bool ipv6{false};                      //!< IPv6 instead of IPv4
    std::string faults;                    //!< additional rules, see TcpLifecycleFaults
    std::map<std::string, Time> times;     //!< D, s, x, T, if not those of the scenario
    std::array<std::string, 2> profiles{}; //!< of A and B; empty: the default of the attribute
};

/// A measure, predicted and measured.
struct TcpLifecycleScenarioResult
{
    TcpLifecycleScenarioMeasure measure; //!< the measure
    Time expected;                       //!< the value of its formula
    std::optional<Time> measured;        //!< empty: it did not happen

    /// \return whether both are equal to the nanosecond
    bool IsAsExpected() const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * A scenario between two nodes A and B on a point-to-point link with `rate` and `delay`. Both have
 * the module's TCP, with the defaults of its attributes, but ISS 100 at A and 300 at B unless a
 * default for `InitialSequence` was set. A is 10.0.0.1 or 2001:db8::1, port 49152; B is 10.0.0.2 or
 * 2001:db8::2, port 80.
 *
 * A segment takes `delay` and the transmission time of its bytes at `rate`: PPP header (2), IP
 * header (20 or 40), TCP header with its options, data. `d`, `h`, `q` and `r` of the formulas are
 * computed from the headers that were sent. They are valid if no segment waits for another one in
 * the sending device and no other faults occur than the scenario's.
 *
 * In a scenario with a middlebox there are two links of `rate` and half of `delay` each, with the
 * middlebox between them. B is then 10.0.1.2; with IPv6 A is fd00::1 and B fd00:0:0:1::2.
 *
 * Only one run can exist at a time: it uses the global simulator and calls Simulator::Destroy().
 */
class TcpLifecycleScenarioRun
{
  public:
    /**
     * \param scenario the scenario \param parameters the parameters of the run
     * \throw TcpLifecycleSyntaxError if the parameters' fault rules are invalid
     * \throw std::invalid_argument if another parameter is invalid
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
    /// \return the middlebox, or null if the scenario has none
    Ptr<TcpLifecycleConntrack> GetMiddlebox() const;
    /// \return the helper that installed TCP, for further traces
    TcpLifecycleHelper& GetHelper();

    /// Write `<prefix>.txt` and `<prefix>.svg`, the ladder. \param prefix path without extension
    void EnableLadder(const std::string& prefix);
    /// Record the ends' windows and timers, too: TcpLifecycleLadderModel::views.
    void EnableViews();
    /// Run until no event is left.
    void Run();
    /// Complete the ladder. \throw TcpLifecycleFileError if it cannot be written
    void FinishLadder();
    /// Complete all files. \throw TcpLifecycleFileError if one cannot be written
    void Finish();

    /// \return scenario, link, fault rules and times, by name; a name can occur several times
    std::vector<std::pair<std::string, std::string>> DescribeScenario() const;
    /// \return scenario, link, and the values of all attributes, a line each
    std::string Describe() const;

    /// \return the scenario
    const TcpLifecycleScenario& GetScenario() const;
    /// \return the events, as a ladder
    const TcpLifecycleLadderModel& GetModel() const;
    /// \return the same for a diagram, without the middle of a long transfer
    TcpLifecycleLadderModel GetShownModel() const;
    /// \return the records of both ends, in the order in which they ended, open ones last
    const std::vector<TcpLifecycleRecord>& GetRecords() const;
    /// \return the time From::Established; empty if the ends did not become ESTABLISHED
    std::optional<Time> GetEstablished() const;
    /// \return the number of segments that both ends sent after From::Established
    uint32_t GetSegments() const;
    /// \return the number of fault rules that matched a segment, and of all fault rules
    std::pair<std::size_t, std::size_t> GetStruck() const;
    /// \return the values of the names in formulas, after Run()
    TcpLifecycleSymbols GetSymbols() const;
    /// \return all measures of the scenario, after Run()
    std::vector<TcpLifecycleScenarioResult> GetResults() const;
    /// \return why the formulas do not apply to this run; empty: they apply
    std::string GetExcuse() const;
    /// \param end 0 or 1 \return the number of bytes that its application has read
    uint64_t GetOctetsRead(std::size_t end) const;
    /// \param end 0 or 1 \return the number of these bytes that came from injected segments
    uint64_t GetForgedOctetsRead(std::size_t end) const;
    /// \return why OPENs from ephemeral ports were refused, in order
    const std::vector<Socket::SocketErrno>& GetRefusals() const;

  private:
    /// An application.
    struct End
    {
        Ptr<Socket> listener;   //!< its listener, or null
        Ptr<Socket> socket;     //!< the connection, or null
        Address local;          //!< own address and port
        bool reads{true};       //!< it reads arriving data
        bool endOfFile{false};  //!< it has read up to end of file
        bool connected{false};  //!< it was ESTABLISHED
        bool message{false};    //!< the other end's first Send has arrived
        uint64_t octetsRead{0}; //!< bytes that it has read
        uint64_t forgedRead{0}; //!< of these, bytes of injected segments
    };

    /// \param text a text with names such as `{x}` \return the text with the times for the names
    std::string Filled(std::string text) const;
    /// \param name an attribute \return whether the user has set a default for it
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
    Time RtoAfter(std::size_t end, Time sample) const;
    Time FirstRepeatAfter(std::size_t end, Time sample) const;
    Time GiveUpAfter(std::size_t end, Time sample) const;
    Time KeepAliveTime() const;
    std::optional<Time> Measured(const TcpLifecycleScenarioMeasure& measure) const;

    const TcpLifecycleScenario m_scenario;             //!< the scenario
    const TcpLifecycleScenarioParameters m_parameters; //!< of the run
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
    Ptr<TcpLifecycleLadderRecorder> m_recorder;        //!< records the ladder
    std::vector<TcpLifecycleRecord> m_records;         //!< see GetRecords()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_RUN_H
