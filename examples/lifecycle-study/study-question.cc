/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-question.h"

#include "lifecycle-profile.h"
#include "study-formulas.h"
#include "tcp-lifecycle-words.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

/**
 * \file
 * Lists of values on the command line, and their combinations.
 */

namespace study
{

using namespace ns3;

namespace
{

/// The greatest loss: above, the mean of a doubling timer is not finite
constexpr double MOST_LOSS = 0.45;
/// Longest round-trip time, and longest RTO
const Time LONGEST = Seconds(60);
/// Longest 2MSL
const Time LONGEST_WAIT = Hours(24);

/// \param token values with commas between them \param read reads one \return what it has read
template <typename T>
std::vector<T>
ReadList(const TcpLifecycleToken& token, const std::function<T(const TcpLifecycleToken&)>& read)
{
    std::vector<T> values;
    std::set<std::string> known;
    std::size_t from = 0;
    while (from <= token.text.size())
    {
        const std::size_t comma = std::min(token.text.find(',', from), token.text.size());
        TcpLifecycleToken item = token;
        item.text = token.text.substr(from, comma - from);
        values.push_back(read(item));
        if (!known.insert(item.text).second)
        {
            TcpLifecycleFail(item, TcpLifecycleQuoted(item.text) + " is there twice");
        }
        from = comma + 1;
    }
    return values;
}

/// \param longest the maximum \return what reads a time above 0
std::function<Time(const TcpLifecycleToken&)>
TimeUpTo(Time longest)
{
    return [longest](const TcpLifecycleToken& token) {
        Time time = TcpLifecycleReadTime(token);
        if (!time.IsStrictlyPositive() || time > longest)
        {
            TcpLifecycleFail(token,
                             TcpLifecycleQuoted(token.text) + " is not a time above 0 s, up to " +
                                 TcpLifecycleTimeText(longest));
        }
        return time;
    };
}

/// \param token a share such as `1%` or `0.01` \return it
double
ReadLoss(const TcpLifecycleToken& token)
{
    const double loss = TcpLifecycleReadReal(token, 0, 1);
    if (loss > MOST_LOSS)
    {
        TcpLifecycleFail(token,
                         TcpLifecycleQuoted(token.text) + " is not a loss from 0 to " +
                             TcpLifecycleRealText(MOST_LOSS));
    }
    return loss;
}

/// \param token `linux`, or `client:server` \return the profiles of both ends
Systems
ReadSystems(const TcpLifecycleToken& token)
{
    const std::size_t colon = token.text.find(':');
    const std::string client = TcpLifecycleReadProfile(TcpLifecyclePart(token, 0, colon));
    return {client,
            colon == std::string::npos
                ? client
                : TcpLifecycleReadProfile(TcpLifecyclePart(token, colon + 1))};
}

/// Names of the ends.
constexpr TcpLifecycleWord<End> ENDS[] = {{"client", A}, {"server", B}};

/// \param time a time \return it for a reader, `80 ms`
std::string
Shown(Time time)
{
    return time < Seconds(1) ? Digits(time.GetSeconds() * 1e3) + " ms"
                             : Digits(time.GetSeconds()) + " s";
}

/// \param values some \param text of one \return all of them
template <typename T>
std::string
Joined(const std::vector<T>& values, const std::function<std::string(const T&)>& text)
{
    std::string joined;
    for (const T& value : values)
    {
        joined += (joined.empty() ? "" : ", ") + text(value);
    }
    return joined.empty() ? "usual" : joined;
}

/// \param values some \param usual if there are none \return them
template <typename T>
std::vector<T>
Or(const std::vector<T>& values, std::vector<T> usual)
{
    return values.empty() ? usual : values;
}

/// \param times some \return them, or nothing once
std::vector<std::optional<Time>>
Optional(const std::vector<Time>& times)
{
    std::vector<std::optional<Time>> all(times.begin(), times.end());
    return all.empty() ? std::vector<std::optional<Time>>{std::nullopt} : all;
}

} // namespace

std::string
Systems::Name() const
{
    return client == server ? client : client + " to " + server;
}

void
Question::AddOptions(TcpLifecycleArguments& arguments)
{
    const std::string own = "; with such a list the study is of these values";
    arguments.AddOption("rtt",
                        "round-trip times, 80ms,200ms" + own,
                        "the study's",
                        [this](const TcpLifecycleToken& token) {
                            rtts = ReadList<Time>(token, TimeUpTo(LONGEST));
                        });
    arguments.AddOption(
        "loss",
        "shares of segments lost, 1%,5%,0.1",
        "the study's",
        [this](const TcpLifecycleToken& token) { losses = ReadList<double>(token, ReadLoss); });
    arguments.AddOption("profile",
                        "systems, linux,windows; of client and server, macos:linux",
                        "all",
                        [this](const TcpLifecycleToken& token) {
                            systems = ReadList<Systems>(token, ReadSystems);
                        });
    arguments.AddOption("closer",
                        "who closes first: client,server",
                        "client",
                        [this](const TcpLifecycleToken& token) {
                            closers = ReadList<End>(token, [](const TcpLifecycleToken& item) {
                                return TcpLifecycleLookUp(ENDS, item, "end of a connection");
                            });
                        });
    arguments.AddOption("two-msl",
                        "durations of TIME-WAIT, 1s,60s",
                        "the profile's",
                        [this](const TcpLifecycleToken& token) {
                            twoMsls = ReadList<Time>(token, TimeUpTo(LONGEST_WAIT));
                        });
    arguments.AddOption("rto",
                        "least RTOs (MinRto), of connect-loss initial ones, 200ms,1s",
                        "the profile's",
                        [this](const TcpLifecycleToken& token) {
                            rtos = ReadList<Time>(token, TimeUpTo(LONGEST));
                        });
    arguments.AddOption("precision",
                        "add connections to each point until the 95 % interval of what the figure "
                        "shows is within this share of it, 2%",
                        "none",
                        [this](const TcpLifecycleToken& token) {
                            precision = TcpLifecycleReadReal(token, 0, 1);
                            if (precision < 1e-4)
                            {
                                TcpLifecycleFail(token,
                                                 TcpLifecycleQuoted(token.text) +
                                                     " is not a precision of 0.01% or more");
                            }
                        });
}

bool
Question::IsAsked() const
{
    return precision > 0 || !rtts.empty() || !losses.empty() || !systems.empty() ||
           !closers.empty() || !twoMsls.empty() || !rtos.empty();
}

std::vector<QuestionPoint>
Question::Points() const
{
    std::vector<Systems> all;
    all.reserve(lifecycle::PROFILE_NAMES.size());
    for (const char* name : lifecycle::PROFILE_NAMES)
    {
        all.push_back({name, name});
    }
    std::vector<QuestionPoint> points;
    for (const Systems& pair : Or(systems, all))
    {
        for (End closer : Or(closers, {A}))
        {
            for (const auto& rto : Optional(rtos))
            {
                for (const auto& twoMsl : Optional(twoMsls))
                {
                    for (const Time& rtt : Or(rtts, {USUAL_RTT}))
                    {
                        for (double loss : Or(losses, {0.05}))
                        {
                            points.push_back({pair, rtt, loss, closer, rto, twoMsl});
                        }
                    }
                }
            }
        }
    }
    return points;
}

Axis
Question::GetAxis() const
{
    return losses.size() > 1    ? Axis::Loss
           : rtts.size() > 1    ? Axis::Rtt
           : twoMsls.size() > 1 ? Axis::TwoMsl
           : rtos.size() > 1    ? Axis::Rto
                                : Axis::Loss;
}

std::string
Question::CurveOf(const QuestionPoint& point) const
{
    const Axis axis = GetAxis();
    std::string name = point.systems.Name();
    if (rtts.size() > 1 && axis != Axis::Rtt)
    {
        name += ", RTT " + Shown(point.rtt);
    }
    if (twoMsls.size() > 1 && axis != Axis::TwoMsl)
    {
        name += ", 2MSL " + Shown(*point.twoMsl);
    }
    if (rtos.size() > 1 && axis != Axis::Rto)
    {
        name += ", RTO " + Shown(*point.rto);
    }
    if (closers.size() > 1)
    {
        name += point.closer == A ? ", client closes first" : ", server closes first";
    }
    return name;
}

std::vector<std::pair<std::string, std::string>>
Question::Describe() const
{
    const std::function<std::string(const Time&)> time = TcpLifecycleTimeText;
    const std::function<std::string(const double&)> real = TcpLifecycleRealText;
    return {{"rtts", Joined<Time>(rtts, time)},
            {"losses", Joined<double>(losses, real)},
            {"profiles", Joined<Systems>(systems, [](const Systems& pair) { return pair.Name(); })},
            {"closers",
             Joined<End>(closers, [](const End& end) { return end == A ? "client" : "server"; })},
            {"two_msls", Joined<Time>(twoMsls, time)},
            {"rtos", Joined<Time>(rtos, time)},
            {"precision", precision > 0 ? TcpLifecycleRealText(precision) : "none"}};
}

double
ValueAt(Axis axis, const QuestionPoint& point)
{
    switch (axis)
    {
    case Axis::Loss:
        return point.loss;
    case Axis::Rtt:
        return point.rtt.GetSeconds() * 1e3;
    case Axis::TwoMsl:
        return point.twoMsl->GetSeconds();
    case Axis::Rto:
        return point.rto->GetSeconds();
    }
    return 0;
}

QuestionPoint
MovedTo(Axis axis, double value, QuestionPoint point)
{
    switch (axis)
    {
    case Axis::Loss:
        point.loss = value;
        break;
    case Axis::Rtt:
        point.rtt = NanoSeconds(static_cast<int64_t>(value * 1e6));
        break;
    case Axis::TwoMsl:
        point.twoMsl = NanoSeconds(static_cast<int64_t>(value * 1e9));
        break;
    case Axis::Rto:
        point.rto = NanoSeconds(static_cast<int64_t>(value * 1e9));
        break;
    }
    return point;
}

} // namespace study
