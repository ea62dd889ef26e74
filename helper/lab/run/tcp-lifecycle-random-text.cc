/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-random-text.h"

#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/object-factory.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <limits>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Random variables as text.
 */

namespace ns3
{

namespace
{

/// \param name what is not a random variable
[[noreturn]] void
Refuse(const TcpLifecycleToken& name)
{
    TcpLifecycleFail(name,
                     (name.IsEnd() ? "a number or a random variable is missing; "
                                   : TcpLifecycleQuoted(name.text) +
                                         " is neither a number nor a random variable; ") +
                         "known: '1000', 'ns3::ExponentialRandomVariable[Mean=1000]' ...");
}

/// \param name the type's \return the type
TypeId
TypeOf(const TcpLifecycleToken& name)
{
    TypeId type;
    if (!TypeId::LookupByNameFailSafe(name.text, &type) ||
        !type.IsChildOf(RandomVariableStream::GetTypeId()) || !type.HasConstructor())
    {
        Refuse(name);
    }
    if (name.text == "ns3::EmpiricalRandomVariable" ||
        name.text == "ns3::DeterministicRandomVariable")
    {
        TcpLifecycleFail(name,
                         TcpLifecycleQuoted(name.text) +
                             " has values that cannot be given as text");
    }
    return type;
}

/// \param type a random variable's \param tokens at `Mean=1000` \param factory gets it
void
ReadAttribute(const TypeId& type, TcpLifecycleTokenizer& tokens, ObjectFactory& factory)
{
    const TcpLifecycleToken name = tokens.Next("=|]");
    TypeId::AttributeInformation info;
    if (name.text.empty() || !type.LookupAttributeByName(name.text, &info))
    {
        std::string known;
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            known += (known.empty() ? "'" : ", '") + type.GetAttribute(i).name + "'";
        }
        TcpLifecycleFail(name,
                         TcpLifecycleQuoted(name.text) + " is not an attribute of " +
                             type.GetName() + "; known: " + known);
    }
    if (!tokens.Skip('='))
    {
        TcpLifecycleFail(tokens.Next(), "'=' and a value are missing");
    }
    const TcpLifecycleToken value = tokens.Next("|]");
    const std::string kind = info.checker->GetValueTypeName();
    constexpr double MOST = std::numeric_limits<double>::max();
    if (kind == "ns3::DoubleValue")
    {
        TcpLifecycleReadReal(value, -MOST, MOST);
    }
    else if (kind == "ns3::UintegerValue" || kind == "ns3::IntegerValue")
    {
        TcpLifecycleReadNumber(value, 0, std::numeric_limits<uint32_t>::max());
    }
    else if (value.IsEnd() || !info.checker->CreateValidValue(StringValue(value.text)))
    {
        TcpLifecycleFail(value, TcpLifecycleQuoted(value.text) + " is not a value of " + name.text);
    }
    if (!info.checker->CreateValidValue(StringValue(value.text)))
    {
        TcpLifecycleFail(value,
                         TcpLifecycleQuoted(value.text) + " is out of the range of " + name.text);
    }
    factory.Set(name.text, StringValue(value.text));
}

/// \param value a number \return a random variable that is always it
Ptr<RandomVariableStream>
Constant(double value)
{
    const auto constant = CreateObject<ConstantRandomVariable>();
    constant->SetAttribute("Constant", DoubleValue(value));
    return constant;
}

} // namespace

Ptr<RandomVariableStream>
TcpLifecycleReadRandom(const TcpLifecycleToken& token)
{
    if (!token.IsEnd() && token.text[0] >= '0' && token.text[0] <= '9')
    {
        return Constant(TcpLifecycleReadReal(token, 0, 1e15));
    }
    TcpLifecycleTokenizer tokens(token.text, token.place, "");
    const TypeId type = TypeOf(tokens.Next("["));
    ObjectFactory factory;
    factory.SetTypeId(type);
    if (tokens.Skip('['))
    {
        if (token.text.find(']') == std::string::npos)
        {
            TcpLifecycleFail(TcpLifecyclePart(token, token.text.size()), "']' is missing");
        }
        while (!tokens.Skip(']'))
        {
            ReadAttribute(type, tokens, factory);
            tokens.Skip('|');
        }
    }
    TcpLifecycleExpectEnd(tokens.Next());
    return factory.Create<RandomVariableStream>();
}

Ptr<RandomVariableStream>
TcpLifecycleReadRandomTime(const TcpLifecycleToken& token)
{
    const bool time =
        !token.IsEnd() && token.text[0] >= '0' && token.text[0] <= '9' && token.text.back() == 's';
    return time ? Constant(TcpLifecycleReadTime(token).GetSeconds())
                : TcpLifecycleReadRandom(token);
}

} // namespace ns3
