/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-runner.h"

#include "packetdrill-parser.h"
#include "tcp-lifecycle-packetdrill-play.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

// What a script says of itself, and how a run ends.

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Options of packetdrill that concern the machine it runs on, or what is so here anyhow.
constexpr const char* IDLE_OPTIONS[] = {"mss",
                                        "speed",
                                        "non_fatal",
                                        "netmask_ip",
                                        "gateway_ip",
                                        "local_linklocal_ip",
                                        "gateway_linklocal_ip",
                                        "remote_linklocal_ip",
                                        "init_scripts",
                                        "debug",
                                        "verbose",
                                        "code_command",
                                        "code_format",
                                        "code_sockopt",
                                        "dry_run",
                                        "tun_dev",
                                        "persistent_tun_dev",
                                        "is_anyip",
                                        "send_omit_free",
                                        "use_expect",
                                        "no_cleanup",
                                        "fuzzy"};

/// Codes of "destination unreachable" (RFC 792, RFC 1122, RFC 1812), in order.
constexpr const char* UNREACHABLE[] = {"net_unreachable",
                                       "host_unreachable",
                                       "protocol_unreachable",
                                       "port_unreachable",
                                       "frag_needed",
                                       "source_route_failed",
                                       "net_unknown",
                                       "host_unknown",
                                       "source_host_isolated",
                                       "net_prohibited",
                                       "host_prohibited",
                                       "net_unreachable_for_tos",
                                       "host_unreachable_for_tos",
                                       "packet_filtered",
                                       "precedence_violation",
                                       "precedence_cutoff"};

/// Options that have an effect here: see Apply().
constexpr const char* LIVE_OPTIONS[] = {"ip_version",
                                        "tolerance_usecs",
                                        "tcp_ts_tick_usecs",
                                        "mtu",
                                        "bind_port",
                                        "connect_port",
                                        "local_ip",
                                        "remote_ip",
                                        "strict_segments"};

/// Codes of ICMPv6's (RFC 4443), in order.
constexpr const char* UNREACHABLE6[] = {"net_unreachable",
                                        "admin_prohibited",
                                        "beyond_scope",
                                        "host_unreachable",
                                        "port_unreachable",
                                        "failed_policy",
                                        "reject_route"};

/// \param line of a script \param greatest of its value \return the number; throws PlayEnd
int64_t
NumberOf(const ConfigLine& line, int64_t greatest)
{
    char* end = nullptr;
    const int64_t number = std::strtoll(line.value.c_str(), &end, 0);
    if (line.value.empty() || *end != '\0' || number < 0 || number > greatest)
    {
        throw PlayEnd{Verdict::Broken,
                      line.position,
                      "--" + line.name + " is a number up to " + std::to_string(greatest) +
                          ", not \"" + line.value + "\"\n"};
    }
    return number;
}

/// \param line of a script \param[out] config gets what it says; throws PlayEnd
void
Apply(const ConfigLine& line, ScriptConfig& config)
{
    const std::string& name = line.name;
    if (name == "ip_version")
    {
        config.world.ipv6 = line.value == "ipv6";
        if (line.value != "ipv4" && line.value != "ipv6" && line.value != "ipv4_mapped_ipv6")
        {
            throw PlayEnd{Verdict::Broken,
                          line.position,
                          "--ip_version is ipv4, ipv6 or ipv4_mapped_ipv6, not \"" + line.value +
                              "\"\n"};
        }
    }
    else if (name == "tolerance_usecs")
    {
        config.timing.tolerance = std::chrono::microseconds(NumberOf(line, 3600000000));
    }
    else if (name == "tcp_ts_tick_usecs")
    {
        const int64_t tick = NumberOf(line, 1000000);
        config.match.tsTick.reset();
        if (tick > 0)
        {
            config.match.tsTick = std::chrono::microseconds(tick);
        }
    }
    else if (name == "mtu")
    {
        config.world.mtu = static_cast<uint16_t>(std::max<int64_t>(NumberOf(line, 65535), 68));
    }
    else if (name == "bind_port")
    {
        config.bindPort = static_cast<uint16_t>(NumberOf(line, 65535));
    }
    else if (name == "connect_port")
    {
        config.connectPort = static_cast<uint16_t>(NumberOf(line, 65535));
    }
    else if (name == "local_ip")
    {
        config.world.localAddress = line.value;
    }
    else if (name == "remote_ip")
    {
        config.world.remoteAddress = line.value.substr(0, line.value.find('/'));
    }
    else if (name == "strict_segments")
    {
        config.match.strictSegments = true;
    }
    else if (std::find(std::begin(IDLE_OPTIONS), std::end(IDLE_OPTIONS), name) ==
             std::end(IDLE_OPTIONS))
    {
        throw PlayEnd{Verdict::Unsupported, line.position, "the option --" + name + "\n"};
    }
}

/// \param names codes in order \param code one \return its number, or nothing
template <std::size_t N>
std::optional<uint8_t>
IndexOf(const char* const (&names)[N], const std::string& code)
{
    const auto* found = std::find(std::begin(names), std::end(names), code);
    return found == std::end(names) ? std::nullopt
                                    : std::optional(static_cast<uint8_t>(found - names));
}

} // namespace

std::vector<std::string>
ConfigNames()
{
    std::vector<std::string> names(std::begin(LIVE_OPTIONS), std::end(LIVE_OPTIONS));
    names.insert(names.end(), std::begin(IDLE_OPTIONS), std::end(IDLE_OPTIONS));
    return names;
}

std::string
ObjectionTo(const ConfigLine& line)
{
    try
    {
        ScriptConfig config;
        Apply(line, config);
    }
    catch (const PlayEnd& end)
    {
        return end.message.substr(0, end.message.find('\n'));
    }
    return "";
}

ScriptConfig
ReadConfig(const Script& script, const RunOptions& options)
{
    ScriptConfig config;
    config.world.profile = options.profile;
    config.world.pcap = options.pcap;
    config.match.strict = options.strict;
    for (const auto* lines : {&script.config, &options.config})
    {
        for (const ConfigLine& line : *lines)
        {
            Apply(line, config);
        }
    }
    if (options.tolerance)
    {
        config.timing = {*options.tolerance, 0};
    }
    config.match.tolerance = config.timing.tolerance;
    return config;
}

std::optional<IcmpNumbers>
FindIcmp(const IcmpPattern& pattern, bool ipv6)
{
    const std::map<std::string, uint8_t> types4 = {{"unreachable", 3},
                                                   {"source_quench", 4},
                                                   {"redirect", 5},
                                                   {"time_exceeded", 11},
                                                   {"parameter_problem", 12}};
    const std::map<std::string, uint8_t> types6 = {{"unreachable", 1},
                                                   {"packet_too_big", 2},
                                                   {"time_exceeded", 3},
                                                   {"parameter_problem", 4}};
    const auto& types = ipv6 ? types6 : types4;
    const auto type = types.find(pattern.type);
    if (type == types.end())
    {
        return std::nullopt;
    }
    IcmpNumbers numbers{type->second, 0};
    if (pattern.code.empty())
    {
        return numbers;
    }
    if (pattern.code.rfind("code_", 0) == 0)
    {
        numbers.code = static_cast<uint8_t>(std::atoi(pattern.code.c_str() + 5));
        return numbers;
    }
    if (pattern.type == "time_exceeded")
    {
        numbers.code = pattern.code.find("reass") != std::string::npos ? 1 : 0;
        return numbers;
    }
    const auto code =
        ipv6 ? IndexOf(UNREACHABLE6, pattern.code) : IndexOf(UNREACHABLE, pattern.code);
    if (!code)
    {
        return std::nullopt;
    }
    numbers.code = *code;
    return numbers;
}

ScriptResult
Run(const Script& script, const RunOptions& options)
{
    ScriptResult result;
    result.name = script.file;
    const auto begun = std::chrono::steady_clock::now();
    try
    {
        if (script.events.empty() && !script.IsUndecided())
        {
            throw PlayEnd{Verdict::Broken, {1, 1}, "no event, so that nothing was tested\n"};
        }
        Play play(script, options);
        const auto finish = [&play, &options, &result] {
            result.simulated = play.Elapsed();
            if (options.ladder)
            {
                options.ladder(play.GetLadder());
            }
        };
        try
        {
            play.Run();
            result.verdict = script.IsUndecided() ? Verdict::NotEvaluated : Verdict::Passed;
            result.message = script.IsUndecided() ? "no branch of an #ifdef is selected" : "";
        }
        catch (const PlayEnd& end)
        {
            finish();
            throw;
        }
        finish();
    }
    catch (const PlayEnd& end)
    {
        result.verdict = end.verdict;
        result.position = end.position;
        result.message = end.verdict == Verdict::Failed
                             ? end.message
                             : Diagnostic{script.file, end.position, end.message}.ToText();
    }
    result.spent = std::chrono::steady_clock::now() - begun;
    return result;
}

ScriptResult
RunFile(const std::string& file, const RunOptions& options)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    ScriptResult result;
    result.name = file;
    if (!in)
    {
        result.verdict = Verdict::Broken;
        result.message = file + ": it cannot be read";
        return result;
    }
    const ParseOutcome outcome = ParseScript(file, text.str(), options.defined);
    if (const auto* diagnostic = std::get_if<Diagnostic>(&outcome))
    {
        result.verdict = Verdict::Broken;
        result.position = diagnostic->position;
        result.message = diagnostic->ToText();
        return result;
    }
    return Run(std::get<Script>(outcome), options);
}

} // namespace packetdrill
} // namespace ns3
