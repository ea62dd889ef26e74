/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-settings.h"

#include "ns3/attribute.h"
#include "ns3/boolean.h"
#include "ns3/fatal-error.h"
#include "ns3/integer.h"
#include "ns3/nstime.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <functional>
#include <utility>

// Settings as attributes of ns-3. The value of such an attribute is text or any of ns-3's values
// that says the same; the text `profile` means the profile's value. A Get() gives what is current.

namespace ns3
{

namespace
{

using Kind = TcpLifecycleSettingKind;

/// What an attribute was given: the text `profile`, or a value, or neither.
struct Given
{
    bool valid{false};            //!< whether it is one of the two
    std::optional<int64_t> value; //!< the value, or nothing for `profile`
};

/**
 * \param setting which \param from what an attribute was given
 * \param[out] problem what is invalid about it
 * \return what it says
 */
Given
Read(const TcpLifecycleSetting& setting, const AttributeValue& from, std::string& problem)
{
    std::optional<int64_t> value;
    std::string text;
    if (const auto* string = dynamic_cast<const StringValue*>(&from))
    {
        if (string->Get() == TcpLifecycleSetting::PROFILE_WORD)
        {
            return {true, std::nullopt};
        }
        value = setting.Parse(string->Get(), problem);
        return {value.has_value(), value};
    }
    // -1 as the number of an Isn is not a number that a user may name.
    const int64_t least = setting.kind == Kind::Isn ? 0 : setting.min;
    const bool isNumber = setting.kind == Kind::Count || setting.kind == Kind::Isn;
    if (const auto* time = dynamic_cast<const TimeValue*>(&from))
    {
        if (setting.kind == Kind::Duration)
        {
            value = time->Get().GetNanoSeconds();
        }
    }
    else if (const auto* boolean = dynamic_cast<const BooleanValue*>(&from))
    {
        if (setting.kind == Kind::Flag)
        {
            value = boolean->Get() ? 1 : 0;
        }
    }
    else if (const auto* uinteger = dynamic_cast<const UintegerValue*>(&from))
    {
        if (isNumber && uinteger->Get() <= static_cast<uint64_t>(setting.max))
        {
            value = static_cast<int64_t>(uinteger->Get());
        }
    }
    else if (const auto* integer = dynamic_cast<const IntegerValue*>(&from))
    {
        if (isNumber)
        {
            value = integer->Get();
        }
    }
    text = value ? setting.Format(*value) : "of a type that does not fit";
    if (!value || *value < least || *value > setting.max)
    {
        problem = std::string(setting.name) + " is " + text + ": allowed is " + setting.Allowed();
        return {};
    }
    return {true, value};
}

/// Says what is wrong with a text, or nothing if it is right.
using Judge = std::function<std::string(const std::string& text)>;

/**
 * The value of an attribute on its way from a text that Check() did not like: it tells why. ns-3
 * itself, when it refuses a value, names neither the value nor the reason.
 */
class JudgedValue : public AttributeValue
{
  public:
    /// \param judge decides
    explicit JudgedValue(Judge judge)
        : m_judge(std::move(judge))
    {
    }

    Ptr<AttributeValue> Copy() const override
    {
        return Create<JudgedValue>(*this);
    }

    std::string SerializeToString(Ptr<const AttributeChecker>) const override
    {
        return m_text;
    }

    bool DeserializeFromString(std::string text, Ptr<const AttributeChecker>) override
    {
        m_text = text;
        const std::string problem = m_judge(text);
        if (!problem.empty())
        {
            NS_FATAL_ERROR_CONT(problem);
        }
        return problem.empty();
    }

  private:
    Judge m_judge;      //!< decides
    std::string m_text; //!< the value
};

/// What the checkers of this file have in common.
class JudgingChecker : public AttributeChecker
{
  public:
    bool HasUnderlyingTypeInformation() const override
    {
        return true;
    }

    bool Copy(const AttributeValue& source, AttributeValue& destination) const override
    {
        const auto* from = dynamic_cast<const StringValue*>(&source);
        auto* to = dynamic_cast<StringValue*>(&destination);
        if (from == nullptr || to == nullptr)
        {
            return false;
        }
        *to = *from;
        return true;
    }
};

/// Checks a setting's attribute.
class SettingChecker : public JudgingChecker
{
  public:
    /// \param setting which
    explicit SettingChecker(const TcpLifecycleSetting& setting)
        : m_setting(setting)
    {
    }

    bool Check(const AttributeValue& value) const override
    {
        std::string problem;
        const bool valid = Read(m_setting, value, problem).valid;
        if (!valid && dynamic_cast<const StringValue*>(&value) == nullptr)
        {
            NS_FATAL_ERROR_CONT(problem); // a text comes to JudgedValue yet
        }
        return valid;
    }

    std::string GetValueTypeName() const override
    {
        switch (m_setting.kind)
        {
        case Kind::Duration:
            return "ns3::TimeValue";
        case Kind::Count:
            return "ns3::UintegerValue";
        case Kind::Flag:
            return "ns3::BooleanValue";
        case Kind::Choice:
        case Kind::Isn:
        case Kind::Ports:
            return "ns3::StringValue";
        }
        return "";
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        return m_setting.Allowed();
    }

    Ptr<AttributeValue> Create() const override
    {
        return ns3::Create<JudgedValue>([this](const std::string& text) {
            std::string problem;
            Read(m_setting, StringValue(text), problem);
            return problem;
        });
    }

  private:
    const TcpLifecycleSetting& m_setting; //!< which
};

/// Checks the attribute `Profile`.
class ProfileChecker : public JudgingChecker
{
  public:
    bool Check(const AttributeValue& value) const override
    {
        const auto* string = dynamic_cast<const StringValue*>(&value);
        return string != nullptr && lifecycle::MakeProfile(string->Get()).has_value();
    }

    std::string GetValueTypeName() const override
    {
        return "ns3::StringValue";
    }

    std::string GetUnderlyingTypeInformation() const override
    {
        std::string names;
        for (const char* name : lifecycle::PROFILE_NAMES)
        {
            names += (names.empty() ? "" : ", or ") + std::string(name);
        }
        return names;
    }

    Ptr<AttributeValue> Create() const override
    {
        return ns3::Create<JudgedValue>([this](const std::string& text) {
            return lifecycle::MakeProfile(text) ? std::string()
                                                : "Profile is \"" + text + "\": allowed is " +
                                                      GetUnderlyingTypeInformation();
        });
    }
};

/// Sets and gets a setting's attribute.
class SettingAccessor : public AttributeAccessor
{
  public:
    /// \param index of the setting \param finder finds the settings of an object
    SettingAccessor(std::size_t index, TcpLifecycleSettings::Finder finder)
        : m_index(index),
          m_finder(finder)
    {
    }

    bool Set(ObjectBase* object, const AttributeValue& value) const override
    {
        TcpLifecycleSettings* settings = m_finder(object);
        std::string problem;
        const Given given = Read(TcpLifecycleSettings::All()[m_index], value, problem);
        if (settings == nullptr || !given.valid)
        {
            return false;
        }
        settings->Set(m_index, given.value);
        return true;
    }

    bool Get(const ObjectBase* object, AttributeValue& to) const override
    {
        const TcpLifecycleSettings* settings = m_finder(const_cast<ObjectBase*>(object));
        if (settings == nullptr)
        {
            return false;
        }
        const TcpLifecycleSetting& setting = TcpLifecycleSettings::All()[m_index];
        const int64_t value = setting.read(settings->Effective());
        const bool isNumber = setting.kind == Kind::Count || setting.kind == Kind::Isn;
        if (auto* string = dynamic_cast<StringValue*>(&to))
        {
            string->Set(setting.Format(value));
            return true;
        }
        if (auto* time = dynamic_cast<TimeValue*>(&to))
        {
            time->Set(NanoSeconds(value));
            return setting.kind == Kind::Duration;
        }
        if (auto* boolean = dynamic_cast<BooleanValue*>(&to))
        {
            boolean->Set(value != 0);
            return setting.kind == Kind::Flag;
        }
        if (auto* integer = dynamic_cast<IntegerValue*>(&to))
        {
            integer->Set(value);
            return isNumber;
        }
        if (auto* uinteger = dynamic_cast<UintegerValue*>(&to))
        {
            uinteger->Set(static_cast<uint64_t>(value));
            return isNumber && value >= 0;
        }
        return false;
    }

    bool HasGetter() const override
    {
        return true;
    }

    bool HasSetter() const override
    {
        return true;
    }

  private:
    std::size_t m_index;                   //!< of the setting
    TcpLifecycleSettings::Finder m_finder; //!< finds the settings of an object
};

} // namespace

Ptr<const AttributeChecker>
TcpLifecycleSettings::MakeProfileChecker()
{
    return Ptr<const AttributeChecker>(new ProfileChecker(), false);
}

TypeId
TcpLifecycleSettings::AddAttributes(TypeId tid, Finder finder)
{
    const std::vector<TcpLifecycleSetting>& all = All();
    for (std::size_t i = 0; i < all.size(); ++i)
    {
        tid.AddAttribute(all[i].name,
                         all[i].help,
                         StringValue(TcpLifecycleSetting::PROFILE_WORD),
                         Ptr<const AttributeAccessor>(new SettingAccessor(i, finder), false),
                         Ptr<const AttributeChecker>(new SettingChecker(all[i]), false));
    }
    return tid;
}

} // namespace ns3
