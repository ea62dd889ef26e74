/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-run-metadata.h"

#include "tcp-lifecycle-json.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"

#include <algorithm>
#include <sstream>

#if __has_include("ns3/version-defines.h")
#include "ns3/version-defines.h"
#endif

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a run was, for `run.json`.
 */

namespace ns3
{

namespace
{

/// \param object with attributes \param name of one \return its value, empty if it cannot be read
std::string
ValueOf(Ptr<const Object> object, const std::string& name)
{
    StringValue value;
    return object->GetAttributeFailSafe(name, value) ? value.Get() : std::string();
}

/// \param profile of a node \return a TCP with that profile, all else as it is without any setting
Ptr<Object>
Plain(const std::string& profile)
{
    const auto plain = CreateObject<TcpLifecycleL4Protocol>();
    const TypeId type = TcpLifecycleL4Protocol::GetTypeId();
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const auto attribute = type.GetAttribute(i);
        if (attribute.flags & TypeId::ATTR_SET)
        {
            plain->SetAttributeFailSafe(attribute.name, *attribute.originalInitialValue);
        }
    }
    plain->SetAttribute("Profile", StringValue(profile));
    return plain;
}

/// \return the attributes of all other types whose defaults are not those that they came with
std::vector<std::pair<std::string, std::string>>
ChangedDefaults()
{
    std::vector<std::pair<std::string, std::string>> changed;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (type == TcpLifecycleL4Protocol::GetTypeId())
        {
            continue; // each node has its own
        }
        for (std::size_t j = 0; j < type.GetAttributeN(); ++j)
        {
            const auto attribute = type.GetAttribute(j);
            const auto text = [&attribute](const Ptr<const AttributeValue>& value) {
                return value->SerializeToString(attribute.checker);
            };
            // Config::SetDefault() puts another value there, perhaps of the same text.
            if (attribute.initialValue != attribute.originalInitialValue &&
                text(attribute.initialValue) != text(attribute.originalInitialValue))
            {
                changed.emplace_back(type.GetName() + "::" + attribute.name,
                                     text(attribute.initialValue));
            }
        }
    }
    return changed;
}

} // namespace

TcpLifecycleRunMetadata::TcpLifecycleRunMetadata(int argc, const char* const* argv)
    : m_command(argv, argv + argc)
{
}

void
TcpLifecycleRunMetadata::Add(const std::string& name, const std::string& value)
{
    const auto known = std::find_if(m_parameters.begin(), m_parameters.end(), [&](const auto& p) {
        return p.first == name;
    });
    if (known == m_parameters.end())
    {
        m_parameters.emplace_back(name, value);
    }
    else
    {
        known->second += "; " + value;
    }
}

void
TcpLifecycleRunMetadata::AddAttributes(const NodeContainer& nodes)
{
    const TypeId type = TcpLifecycleL4Protocol::GetTypeId();
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        const auto l4 = (*node)->GetObject<TcpLifecycleL4Protocol>();
        if (!l4)
        {
            continue;
        }
        const std::string profile = ValueOf(l4, "Profile");
        const auto plain = Plain(profile);
        Pairs differing{{"Profile", profile}};
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto attribute = type.GetAttribute(i);
            const std::string value = ValueOf(l4, attribute.name);
            if ((attribute.flags & TypeId::ATTR_SET) && attribute.name != "Profile" &&
                value != ValueOf(plain, attribute.name))
            {
                differing.emplace_back(attribute.name, value);
            }
        }
        m_attributes.emplace_back((*node)->GetId(), differing);
    }
}

std::string
TcpLifecycleRunMetadata::ToJson(bool complete) const
{
    const auto list = [](std::ostream& os, const auto& items, auto print) {
        const char* between = "";
        for (const auto& item : items)
        {
            os << between;
            print(item);
            between = ", ";
        }
    };
    std::ostringstream os;
    os << "{\n \"complete\": " << (complete ? "true" : "false")
       << ",\n \"version\": " << TcpLifecycleJsonText(TcpLifecycleVersion())
       << ",\n \"commit\": " << TcpLifecycleJsonText(TcpLifecycleCommit());
#ifdef NS3_VERSION_MAJOR
    os << ",\n \"ns-3\": \"" << NS3_VERSION_MAJOR << '.' << NS3_VERSION_MINOR << '"';
#endif
    os << ",\n \"seed\": " << RngSeedManager::GetSeed()
       << ",\n \"run\": " << RngSeedManager::GetRun() << ",\n \"command\": [";
    list(os, m_command, [&os](const auto& word) { os << TcpLifecycleJsonText(word); });
    os << ']';
    for (const auto& [name, value] : m_parameters)
    {
        os << ",\n " << TcpLifecycleJsonText(name) << ": " << TcpLifecycleJsonText(value);
    }
    const auto put = [&os](const auto& pair) {
        os << TcpLifecycleJsonText(pair.first) << ": " << TcpLifecycleJsonText(pair.second);
    };
    os << ",\n \"defaults\": {";
    list(os, ChangedDefaults(), put);
    os << "},\n \"attributes\": {";
    list(os, m_attributes, [&os, &list, &put](const auto& node) {
        os << '"' << node.first << "\": {";
        list(os, node.second, put);
        os << '}';
    });
    os << "}\n}\n";
    return os.str();
}

} // namespace ns3
