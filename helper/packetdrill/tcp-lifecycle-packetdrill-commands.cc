/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-commands.h"

#include "tcp-lifecycle-packetdrill-sysctls.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// What only prepares a host: there is nothing of it here that a script could see.
const std::set<std::string> PREPARING = {"tc",
                                         "ethtool",
                                         "ifconfig",
                                         "kldload",
                                         "modprobe",
                                         "iptables",
                                         "sleep",
                                         "sync",
                                         "true",
                                         ":",
                                         "set",

                                         "ip6tables",
                                         "ipfw"};

/// \param state of a connection \param bsd whose name \return it, `SYN_RCVD`
std::string
StateName(lifecycle::State state, bool bsd)
{
    switch (state)
    {
    case lifecycle::State::Closed:
        return bsd ? "CLOSED" : "UNCONN";
    case lifecycle::State::Listen:
        return "LISTEN";
    case lifecycle::State::SynSent:
        return bsd ? "SYN_SENT" : "SYN-SENT";
    case lifecycle::State::SynReceived:
        return bsd ? "SYN_RCVD" : "SYN-RECV";
    case lifecycle::State::Established:
        return bsd ? "ESTABLISHED" : "ESTAB";
    case lifecycle::State::FinWait1:
        return bsd ? "FIN_WAIT_1" : "FIN-WAIT-1";
    case lifecycle::State::FinWait2:
        return bsd ? "FIN_WAIT_2" : "FIN-WAIT-2";
    case lifecycle::State::CloseWait:
        return bsd ? "CLOSE_WAIT" : "CLOSE-WAIT";
    case lifecycle::State::Closing:
        return "CLOSING";
    case lifecycle::State::LastAck:
        return bsd ? "LAST_ACK" : "LAST-ACK";
    case lifecycle::State::TimeWait:
        return bsd ? "TIME_WAIT" : "TIME-WAIT";
    }
    return "?";
}

} // namespace

Commands::Commands(World& world, Sockets& sockets)
    : m_world(world),
      m_sockets(sockets)
{
}

const std::vector<Commands::Help>&
Commands::All()
{
    static const std::vector<Help> all = {
        {"sysctl, set_sysctls.py", "Set parameters; see the table below."},
        {"defaults.sh", "Sets what the Linux suites set before each script."},
        {"sockstat", "Lists the host's connections, with their state, as FreeBSD does; `-p PORT`."},
        {"netstat", "The same."},
        {"ss", "Lists them as Linux does."},
        {"nstat", "Prints the counters since its last call; `-n` resets them."},
        {"tcpdrop", "Deletes connections: all, or those in one state (`-s TIME_WAIT`)."},
        {"grep", "Filters its standard input: `-c`, `-q`, `-v`, `-E`."},
        {"ip", "`ip link set dev DEVICE mtu N` sets the MTU; other forms have no effect."},
        {"echo VALUE > /sys/module/tcp_cubic/parameters/NAME",
         "Sets a parameter of CUBIC: `hystart`, `hystart_detect`, `hystart_low_window`, "
         "`hystart_ack_delta_us`, `fast_convergence`."},
        {"tc, ethtool, ifconfig, ...", "Configure the host; no effect."},
    };
    return all;
}

CommandResult
Commands::Run(const std::string& text)
{
    CommandResult result;
    std::string joined = text;
    for (std::size_t at = joined.find("&&"); at != std::string::npos; at = joined.find("&&"))
    {
        joined.replace(at, 2, ";");
    }
    for (const std::string& part : Cut(joined, "\n;"))
    {
        const std::string command = Trim(part);
        if (command.empty())
        {
            continue;
        }
        result = RunPipeline(Evaluate(command));
        if (!result.unsupported.empty() || result.status != 0)
        {
            return result;
        }
    }
    m_sockets.RefreshAll();
    m_world.Settle();
    return result;
}

CommandResult
Commands::SetModuleParameter(const std::string& value, const std::string& name)
{
    // Linux, net/ipv4/tcp_cubic.c: those that ns-3's TcpCubic has, too, in its units
    const bool flag = value != "0";
    const std::map<std::string, std::pair<const char*, std::string>> parameters = {
        {"hystart", {"HyStart", flag ? "true" : "false"}},
        {"hystart_detect", {"HyStartDetect", value}},
        {"hystart_low_window", {"HyStartLowWindow", value}},
        {"hystart_ack_delta_us", {"HyStartAckDelta", value + "us"}},
        {"fast_convergence", {"FastConvergence", flag ? "true" : "false"}},
    };
    const auto found = parameters.find(name);
    if (found == parameters.end() ||
        !m_world.SetDefault(std::string("ns3::TcpCubic::") + found->second.first,
                            found->second.second))
    {
        return UnsupportedCommand("the parameter " + name + " of tcp_cubic with " + value);
    }
    return {};
}

CommandResult
Commands::RunPipeline(const std::string& text)
{
    static const std::regex parameter(
        R"(echo\s+(\w+)\s*>\s*/sys/module/tcp_cubic/parameters/(\w+))");
    if (std::smatch match; std::regex_match(text, match, parameter))
    {
        return SetModuleParameter(match[1].str(), match[2].str());
    }
    if (text.find_first_of("<>&$") != std::string::npos &&
        text.find("/dev/null") == std::string::npos)
    {
        return UnsupportedCommand("the shell command `" + text + "`");
    }
    CommandResult result;
    for (const std::string& part : Cut(text, "|"))
    {
        std::vector<std::string> words = Split(part);
        const auto redirection = std::find_if(words.begin(), words.end(), [](const auto& word) {
            return word.find('>') != std::string::npos;
        });
        words.erase(redirection, words.end());
        if (!words.empty() && words[0] == "sudo")
        {
            words.erase(words.begin());
        }
        if (words.empty())
        {
            return UnsupportedCommand("the shell command `" + text + "`");
        }
        const std::string input = std::move(result.output);
        result = RunOne(words, input);
        if (!result.unsupported.empty())
        {
            return result;
        }
    }
    return result;
}

CommandResult
Commands::RunOne(const std::vector<std::string>& words, const std::string& input)
{
    const std::string name = words[0].substr(words[0].rfind('/') + 1);
    const bool bsd = m_sockets.GetPersonality() == Personality::Bsd;
    CommandResult result;
    if (name == "sysctl" || name == "set_sysctls.py")
    {
        return Sysctl(words);
    }
    if (name == "grep" || name == "egrep")
    {
        return Grep(words, input);
    }
    if (name == "defaults.sh")
    {
        SetSuiteDefaults(m_world, words[0].find("common/") != std::string::npos);
        return result;
    }
    if (name == "sockstat" || name == "netstat" || name == "ss")
    {
        result.output = ListSockets(name != "ss" && bsd, words);
        return result;
    }
    if (name == "tcpdrop")
    {
        return TcpDrop(words);
    }
    if (name == "nstat")
    {
        return Nstat(words);
    }
    if (name == "ip")
    {
        return Ip(words);
    }
    if (name == "cat" && words.size() == 1)
    {
        result.output = input;
        return result;
    }
    if (name == "wc" && words.size() == 2 && words[1] == "-l")
    {
        result.output = std::to_string(std::count(input.begin(), input.end(), '\n')) + "\n";
        return result;
    }
    if (PREPARING.count(name) != 0)
    {
        return result;
    }
    return UnsupportedCommand("the shell command " + name);
}

CommandResult
Commands::Sysctl(const std::vector<std::string>& words)
{
    CommandResult result;
    for (std::size_t i = 1; i < words.size(); ++i)
    {
        const std::string& word = words[i];
        if (word[0] == '-')
        {
            continue;
        }
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
        {
            return UnsupportedCommand("reading the sysctl " + word);
        }
        std::string name = word.substr(0, equals);
        const std::string root = "/proc/sys/"; // as set_sysctls.py wants them
        name = name.rfind(root, 0) == 0 ? name.substr(root.size()) : name;
        std::replace(name.begin(), name.end(), '/', '.');
        const std::string why = SetSysctl(m_world, name, word.substr(equals + 1));
        if (!why.empty())
        {
            return UnsupportedCommand(why);
        }
    }
    return result;
}

std::string
Commands::ListSockets(bool bsd, const std::vector<std::string>& words) const
{
    const auto at = std::find(words.begin(), words.end(), "-p");
    const std::string port = bsd && at != words.end() && at + 1 != words.end() ? *(at + 1) : "";
    std::ostringstream out;
    std::set<uint64_t> listed;
    const auto line = [&](const std::string& owner,
                          const lifecycle::FourTuple& tuple,
                          lifecycle::State state) {
        const std::string local = std::to_string(tuple.localPort);
        if (!port.empty() && port != local && port != std::to_string(tuple.remotePort))
        {
            return;
        }
        const std::string ends = ToText(tuple.local) + ":" + local + " " + ToText(tuple.remote) +
                                 ":" + std::to_string(tuple.remotePort);
        const char* family = tuple.local.isIpv6 ? "tcp6" : "tcp4";
        if (bsd)
        {
            out << owner << " " << family << " " << ends << " " << StateName(state, true) << "\n";
        }
        else
        {
            out << StateName(state, false) << " 0 0 " << ends << "\n";
        }
    };
    const std::vector<LiveConnection> all = m_world.Connections();
    for (const auto& [fd, descriptor] : m_sockets.All())
    {
        const uint64_t id = descriptor.socket->GetConnectionId();
        const auto live = std::find_if(all.begin(), all.end(), [id](const LiveConnection& one) {
            return one.id == id;
        });
        const bool open = live != all.end();
        listed.insert(id);
        // A process' name has 15 letters there, of which sockstat prints ten
        line("root packetdril 1 " + std::to_string(fd),
             open ? live->tuple : lifecycle::FourTuple{},
             open ? live->state : lifecycle::State::Closed);
    }
    for (const LiveConnection& live : all)
    {
        if (listed.count(live.id) == 0)
        {
            line("? ? ? ?", live.tuple, live.state);
        }
    }
    return out.str();
}

CommandResult
Commands::TcpDrop(const std::vector<std::string>& words)
{
    CommandResult result;
    const auto at = std::find(words.begin(), words.end(), "-s");
    const bool all = std::find(words.begin(), words.end(), "-a") != words.end();
    if (!all && (at == words.end() || at + 1 == words.end()))
    {
        return UnsupportedCommand("tcpdrop without -a and -s");
    }
    for (const LiveConnection& live : m_world.Connections())
    {
        const bool listening = live.state == lifecycle::State::Listen;
        if (!listening && (all || StateName(live.state, true) == *(at + 1)))
        {
            m_world.GetL4()->Drop(live.tuple);
        }
    }
    m_world.Settle();
    return result;
}

CommandResult
Commands::Nstat(const std::vector<std::string>& words)
{
    CommandResult result;
    const bool silent = std::find(words.begin(), words.end(), "-n") != words.end();
    const std::map<std::string, uint64_t> now = m_world.Counters();
    for (const auto& [name, count] : now)
    {
        const uint64_t since = count - m_countersSeen[name];
        if (!silent && since > 0)
        {
            result.output += name + " " + std::to_string(since) + " 0.0\n";
        }
    }
    m_countersSeen = now;
    return result;
}

CommandResult
Commands::Ip(const std::vector<std::string>& words)
{
    const auto mtu = std::find(words.begin(), words.end(), "mtu");
    if (mtu != words.end() && mtu + 1 != words.end() &&
        std::find(words.begin(), words.end(), "link") != words.end())
    {
        m_world.SetMtu(static_cast<uint16_t>(std::clamp(std::atoi((mtu + 1)->c_str()), 68, 65535)));
    }
    return {};
}

} // namespace packetdrill
} // namespace ns3
