/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-settings.h"

#include "tcp-lifecycle-setting-makers.h"

#include "ns3/abort.h"
#include "ns3/fatal-error.h"
#include "ns3/nstime.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace ns3
{

namespace
{

using lifecycle::Profile;
using Kind = TcpLifecycleSettingKind;

constexpr int64_t NEVER = TCP_LIFECYCLE_NEVER;                      //!< FOREVER as a value
constexpr int64_t MAX_RETRIES = 255;                                //!< counted in eight bits
constexpr int64_t MAX_COUNT = std::numeric_limits<uint32_t>::max(); //!< counted in 32 bits

/// \return the table
std::vector<TcpLifecycleSetting>
MakeTable()
{
    using lifecycle::Config;
    using namespace settingmakers;
    return {
        {"Msl",
         "Maximum segment lifetime (RFC 9293, 3.4.2). It sets TIME-WAIT to twice its value.",
         Kind::Duration,
         0,
         NEVER / 2,
         [](const Profile& profile) -> int64_t { return profile.msl.count(); },
         [](Profile& profile, int64_t value) {
             profile.msl = lifecycle::Duration(value);
             profile.connection.timeWait = 2 * profile.msl;
         },
         {}},
        DurationSetting<&Config::timeWait>("TimeWaitDuration",
                                           "Duration of TIME-WAIT (RFC 9293, MUST-13: 2MSL).",
                                           0),
        DurationSetting<&Config::initialRto>(
            "InitialRto",
            "RTO before the first RTT sample, for SYN and SYN,ACK (RFC 6298, 2.1).",
            1),
        DurationSetting<&Config::rtoAfterSynLoss>(
            "RtoAfterSynLoss",
            "Minimum RTO for data after a SYN has timed out (RFC 6298, 5.7); 0: off.",
            0),
        DurationSetting<&Config::minRto>("MinRto",
                                         "Minimum RTO (RFC 6298, 2.4; see RttEstimator).",
                                         1),
        DurationSetting<&Config::maxRto>("MaxRto", "Maximum RTO (RFC 6298, 2.5).", 1),
        DurationSetting<&Config::clockGranularity>("ClockGranularity",
                                                   "G in the RTO's formula (RFC 6298, 2).",
                                                   0),
        CountSetting<&Config::synRetries>(
            "SynRetries",
            "Maximum number of retransmissions of a SYN (RFC 9293, MUST-23).",
            0,
            MAX_RETRIES),
        CountSetting<&Config::synAckRetries>(
            "SynAckRetries",
            "Maximum number of retransmissions of a SYN,ACK in SYN-RECEIVED.",
            0,
            MAX_RETRIES),
        CountSetting<&Config::dataRetries>(
            "DataRetries",
            "Maximum number of retransmissions of data (RFC 9293, SHLD-11).",
            0,
            MAX_RETRIES),
        CountSetting<&Config::finRetries>(
            "FinRetries",
            "Maximum number of retransmissions of a FIN that alone is outstanding.",
            0,
            MAX_RETRIES),
        DurationSetting<&Config::finWait2Timeout>(
            "FinWait2Timeout",
            "Maximum duration of FIN-WAIT-2 of a closed socket; never: as in RFC 9293.",
            1,
            NEVER),
        DurationSetting<&Config::userTimeout>(
            "UserTimeout",
            "Time without an acknowledgment of sent data after which the connection fails "
            "(RFC 9293, 3.10.8).",
            1,
            NEVER),
        FlagSetting<&Config::resetOnUnread>(
            "ResetOnUnread",
            "Whether CLOSE with unread data sends a RST (RFC 9293, SHLD-3) or a FIN (BSD)."),
        ChoiceSetting<&Config::dataAfterClose>(
            "DataAfterClose",
            "New data after CLOSE: reset (RFC 9293, SHLD-3), reset-all (also data after the peer's "
            "FIN, BSD), or discard (they are acknowledged).",
            {"reset", "reset-all", "discard"}),
        ChoiceSetting<&Config::simultaneousOpen>(
            "SimultaneousOpen",
            "Whether the SYN,ACK of a simultaneous open counts as an ACK (figure: RFC 9293, figure "
            "7) or is out of window (letter: 3.10.7.4, first).",
            {"figure", "letter"}),
        ChoiceSetting<&Config::duplicateSyn>("DuplicateSyn",
                                             "Answer to a duplicate SYN in SYN-RECEIVED: ack (RFC "
                                             "9293, 3.10.7.4, first), syn-ack, or any-syn (syn-ack "
                                             "for a SYN at any number, FreeBSD).",
                                             {"ack", "syn-ack", "any-syn"}),
        ChoiceSetting<&Config::embryoSyn>(
            "EmbryoSyn",
            "A SYN in the window in SYN-RECEIVED, from LISTEN: it ends (listen, RFC 9293, "
            "3.10.7.4, "
            "fourth), it ends with a RST (reset, Linux), or the SYN is dropped (ignore). With "
            "DuplicateSyn any-syn this applies to SYN,ACKs.",
            {"listen", "reset", "ignore"}),
        ChoiceSetting<&Config::icmpHardErrors>(
            "IcmpHardErrors",
            "When an ICMP hard error ends a connection: only in non-synchronized states (RFC 5927, "
            "5.2), always (RFC 1122, 4.2.3.9), or never.",
            {"non-synchronized", "always", "never"}),
        FlagSetting<&Config::icmpSoftErrorsAbort>(
            "IcmpSoftErrorsAbort",
            "Whether an ICMP soft error ends a connection in SYN-SENT or SYN-RECEIVED (RFC 5461, "
            "4.1)."),
        FlagSetting<&Config::pathMtuDiscovery>(
            "PathMtuDiscovery",
            "Reduce the send MSS if ICMP reports that a packet was too big (RFC 1191, RFC 8201)."),
        CountSetting<&Config::minPathMtu>("MinPathMtu",
                                          "Minimum IPv4 path MTU that is accepted, bytes (RFC "
                                          "1191, 3: 68); for IPv6 it is 1280.",
                                          68,
                                          65535),
        {"QuietTime",
         "Time for which TCP sends nothing after Reboot() (RFC 9293, 3.4.3: MSL); 0: none.",
         Kind::Duration,
         0,
         NEVER - 1,
         [](const Profile& profile) -> int64_t { return profile.quietTime.count(); },
         [](Profile& profile, int64_t value) { profile.quietTime = lifecycle::Duration(value); },
         {}},
        FlagSetting<&Config::windowScaling>("WindowScaling",
                                            "Offer and accept window scaling (RFC 7323, 2)."),
        FlagSetting<&Config::timestamps>("Timestamps",
                                         "Offer and accept timestamps (RFC 7323, 3)."),
        DurationSetting<&Config::timestampTick>("TimestampTick",
                                                "Unit of a timestamp (RFC 7323, 5.4).",
                                                1),
        FlagSetting<&Config::sack>("Sack", "Offer and accept SACK (RFC 2018)."),
        FlagSetting<&Config::limitedTransmit>(
            "LimitedTransmit",
            "Whether the first two duplicate ACKs allow new segments (RFC 3042)."),
        ChoiceSetting<&Config::optionLayout>("OptionLayout",
                                             "Order and padding of a SYN's options.",
                                             {"linux", "bsd"}),
        DurationSetting<&Config::delayedAckTimeout>(
            "DelAckTimeout",
            "Maximum delay of an ACK (RFC 9293, MUST-40: below 0.5 s); 0: no delay.",
            0),
        CountSetting<&Config::delayedAckCount>(
            "DelAckCount",
            "Maximum number of full segments per ACK (RFC 9293, SHLD-19).",
            1,
            255),
        {"MaxSegmentSize",
         "The MSS that is announced, bytes (RFC 9293, MUST-67); 0: from the device's MTU.",
         Kind::Count,
         0,
         65535,
         [](const Profile& profile) -> int64_t { return profile.maxSegmentSize; },
         [](Profile& profile, int64_t value) {
             profile.maxSegmentSize = static_cast<uint16_t>(value);
         },
         {}},
        {"InitialSequence",
         "Initial sequence numbers: rfc6528, or one number for every connection.",
         Kind::Isn,
         -1,
         MAX_COUNT,
         [](const Profile& profile) -> int64_t {
             return profile.fixedIsn ? int64_t{*profile.fixedIsn} : -1;
         },
         [](Profile& profile, int64_t value) {
             profile.fixedIsn.reset();
             if (value >= 0)
             {
                 profile.fixedIsn = static_cast<uint32_t>(value);
             }
         },
         {}},
        {"EphemeralPortRange",
         "Range of ephemeral ports, first-last (RFC 6056).",
         Kind::Ports,
         int64_t{1} << 16 | 1,
         int64_t{65535} << 16 | 65535,
         [](const Profile& profile) -> int64_t {
             return int64_t{profile.ephemeralPorts.first} << 16 | profile.ephemeralPorts.last;
         },
         [](Profile& profile, int64_t value) {
             profile.ephemeralPorts.first = static_cast<uint16_t>(value >> 16);
             profile.ephemeralPorts.last = static_cast<uint16_t>(value);
         },
         {}},
    };
}

} // namespace

TcpLifecycleSettings::TcpLifecycleSettings()
    : m_overrides(All().size()),
      m_stock(All().size())
{
}

const std::vector<TcpLifecycleSetting>&
TcpLifecycleSettings::All()
{
    static const std::vector<TcpLifecycleSetting> table = [] {
        std::vector<TcpLifecycleSetting> all = MakeTable();
        const std::vector<TcpLifecycleSetting> rules = TcpLifecycleRuleSettings();
        all.insert(all.end(), rules.begin(), rules.end());
        const std::vector<TcpLifecycleSetting> host = TcpLifecycleHostSettings();
        all.insert(all.end(), host.begin(), host.end());
        return all;
    }();
    return table;
}

void
TcpLifecycleSettings::SetProfile(const std::string& name)
{
    const auto profile = lifecycle::MakeProfile(name);
    NS_ABORT_MSG_UNLESS(profile, "unknown profile " << name);
    m_base = *profile;
    m_valid = false;
    ++m_version;
}

std::string
TcpLifecycleSettings::GetProfileName() const
{
    return m_base.name;
}

void
TcpLifecycleSettings::Set(std::size_t index, std::optional<int64_t> value)
{
    m_overrides[index] = value;
    m_valid = false;
    ++m_version;
}

void
TcpLifecycleSettings::SetStock(std::size_t index, std::optional<int64_t> value)
{
    if (m_stock[index] != value)
    {
        m_stock[index] = value;
        m_valid = false;
        ++m_version;
    }
}

const Profile&
TcpLifecycleSettings::Effective() const
{
    if (!m_valid)
    {
        m_effective = m_base;
        for (std::size_t i = 0; i < m_overrides.size(); ++i)
        {
            if (const auto& value = m_overrides[i] ? m_overrides[i] : m_stock[i])
            {
                All()[i].write(m_effective, *value);
            }
        }
        const auto& connection = m_effective.connection;
        NS_ABORT_MSG_IF(connection.minRto > connection.maxRto,
                        "MinRto is " << NanoSeconds(connection.minRto.count()).As(Time::S)
                                     << ": at most MaxRto is allowed, "
                                     << NanoSeconds(connection.maxRto.count()).As(Time::S));
        m_valid = true;
    }
    return m_effective;
}

} // namespace ns3
