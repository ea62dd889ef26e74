/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-prediction.h"

#include <algorithm>
#include <cmath>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Exercises: what a reader predicts of a scenario, checked.
 */

namespace ns3
{

namespace
{

/// \param token a prediction \return its words; a number and its unit that are apart are one word
std::vector<std::string>
Words(const TcpLifecycleToken& token)
{
    std::vector<std::string> words;
    std::size_t at = 0;
    while ((at = token.text.find_first_not_of(' ', at)) != std::string::npos)
    {
        const std::size_t end = std::min(token.text.find(' ', at), token.text.size());
        words.push_back(token.text.substr(at, end - at));
        at = end;
    }
    if (words.size() == 5)
    {
        words[3] += words[4];
        words.pop_back();
    }
    return words;
}

/// \param name of a state \param token the prediction, for messages \return the state
lifecycle::State
ReadState(const std::string& name, const TcpLifecycleToken& token)
{
    std::vector<std::string> names;
    for (const lifecycle::State state : lifecycle::ALL_STATES)
    {
        names.emplace_back(lifecycle::ToText(state));
        if (name == names.back())
        {
            return state;
        }
    }
    TcpLifecycleFail(token,
                     TcpLifecycleQuoted(name) + " is not a state; nearest: " +
                         TcpLifecycleNearest(name, names, 1).front());
}

} // namespace

TcpLifecyclePrediction
TcpLifecyclePrediction::Read(const TcpLifecycleToken& token)
{
    const auto words = Words(token);
    if (words.size() != 4 || (words[0] != "A" && words[0] != "B") || words[1] != "in")
    {
        TcpLifecycleFail(token,
                         TcpLifecycleQuoted(token.text) +
                             " is not a prediction such as 'B in LAST-ACK 1.2 s'");
    }
    return {words[0] == "A" ? std::size_t{0} : std::size_t{1},
            ReadState(words[2], token),
            TcpLifecycleReadTime({words[3], token.place})};
}

Time
TcpLifecyclePrediction::Measure(const TcpLifecycleLadderModel& model) const
{
    Time sum(0);
    Time entered(0);
    lifecycle::State now = model.InitialState(end);
    for (const TcpLifecycleLadderTransition& transition : model.transitions)
    {
        if (transition.end != end)
        {
            continue;
        }
        sum += now == state ? transition.time - entered : Time(0);
        now = transition.to;
        entered = transition.time;
    }
    const Time last = model.events.empty() ? entered : model.events.back().time;
    return now == state ? sum + (last - entered) : sum;
}

bool
TcpLifecyclePrediction::IsRight(Time measured) const
{
    const auto right = static_cast<double>(measured.GetNanoSeconds());
    return std::abs(static_cast<double>(time.GetNanoSeconds()) - right) <= TOLERANCE * right;
}

std::string
TcpLifecyclePrediction::ToText(Time measured) const
{
    return std::string(end == 0 ? "A" : "B") + " in " + lifecycle::ToText(state) + ": predicted " +
           TcpLifecycleSpanText(time) + ", measured " + TcpLifecycleSpanText(measured) +
           (IsRight(measured) ? ": right\n" : ": not right\n");
}

} // namespace ns3
