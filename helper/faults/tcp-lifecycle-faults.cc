/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-faults.h"

#include "tcp-lifecycle-fault-words.h"

#include "ns3/callback.h"

#include <algorithm>
#include <iterator>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules as text, and their way onto a link.
 */

namespace ns3
{

namespace
{

/**
 * A rule that waits for a segment is made where that arrives, a timed injection too; a timed crash
 * is made at the host.
 * \param from sender of the segments that arrive there \param rule a rule
 * \return whether it is made there
 */
bool
IsMadeWhere(char from, const TcpLifecycleFaultRule& rule)
{
    const bool atHost = rule.timed && rule.action != TcpLifecycleFaultAction::Inject;
    return atHost ? rule.host != from : rule.from == from;
}

/**
 * \param rules of both directions \param from sender of the segments to be struck
 * \param device the receiver's \param loss asked afterwards, or null \return the device's model
 */
Ptr<TcpLifecycleFaultModel>
InstallOne(const std::vector<TcpLifecycleFaultRule>& rules,
           char from,
           Ptr<PointToPointNetDevice> device,
           Ptr<ErrorModel> loss)
{
    std::vector<TcpLifecycleFaultRule> own;
    std::copy_if(rules.begin(),
                 rules.end(),
                 std::back_inserter(own),
                 [from](const TcpLifecycleFaultRule& rule) { return IsMadeWhere(from, rule); });
    auto model = CreateObject<TcpLifecycleFaultModel>();
    model->SetNode(device->GetNode());
    model->SetRules(own);
    model->SetNext(loss);
    model->SetReceiver(MakeCallback(&PointToPointNetDevice::Receive, device));
    device->SetReceiveErrorModel(model);
    return model;
}

} // namespace

std::vector<TcpLifecycleFaultRule>
TcpLifecycleFaults::Parse(const std::string& text, const TcpLifecycleTextPlace& place)
{
    std::vector<TcpLifecycleFaultRule> rules;
    TcpLifecycleTokenizer tokens(text, place, ";");
    while (tokens.NextSentence())
    {
        rules.push_back(TcpLifecycleReadFaultRule(tokens));
    }
    return rules;
}

std::vector<TcpLifecycleFaultRule>
TcpLifecycleFaults::ReadFile(const std::string& path)
{
    return Parse(TcpLifecycleReadTextFile(path), {path});
}

std::string
TcpLifecycleFaults::ToText(const TcpLifecycleFaultRule& rule)
{
    return TcpLifecycleFaultRuleText(rule);
}

TcpLifecycleFaults::Models
TcpLifecycleFaults::Install(const std::vector<TcpLifecycleFaultRule>& rules,
                            Ptr<PointToPointNetDevice> a,
                            Ptr<PointToPointNetDevice> b,
                            Ptr<ErrorModel> lossAtA,
                            Ptr<ErrorModel> lossAtB)
{
    Models models{InstallOne(rules, 'B', a, lossAtA), InstallOne(rules, 'A', b, lossAtB)};
    models.atA->SetPeer(models.atB);
    return models;
}

} // namespace ns3
