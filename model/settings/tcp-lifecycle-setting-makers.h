/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SETTING_MAKERS_H
#define TCP_LIFECYCLE_SETTING_MAKERS_H

#include "tcp-lifecycle-settings.h"

#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * How the table of settings is written down.
 */

namespace ns3
{

/// FOREVER as a value of a setting.
constexpr int64_t TCP_LIFECYCLE_NEVER = std::numeric_limits<int64_t>::max();

/// No time is longer, 36 years, unless it is NEVER: a few of them can be added up.
constexpr int64_t TCP_LIFECYCLE_LONGEST = TCP_LIFECYCLE_NEVER / 8;

/// \return the settings of the rules of set-up and teardown, a part of the table
std::vector<TcpLifecycleSetting> TcpLifecycleRuleSettings();

/// \return the settings that are the host's, not a connection's, a part of the table
std::vector<TcpLifecycleSetting> TcpLifecycleHostSettings();

namespace settingmakers
{

// A setting that is one field of a part of the profile: how it is read and written is not spelt out
// for every field.

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::Config lifecycle::Profile::*
PartWith(Field lifecycle::Config::*)
{
    return &lifecycle::Profile::connection;
}

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::ListenPolicy lifecycle::Profile::*
PartWith(Field lifecycle::ListenPolicy::*)
{
    return &lifecycle::Profile::listening;
}

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::TimeWaitPolicy lifecycle::Profile::*
PartWith(Field lifecycle::TimeWaitPolicy::*)
{
    return &lifecycle::Profile::timeWait;
}

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::ChallengePolicy lifecycle::Profile::*
PartWith(Field lifecycle::ChallengePolicy::*)
{
    return &lifecycle::Profile::challenges;
}

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::FastOpenPolicy lifecycle::Profile::*
PartWith(Field lifecycle::FastOpenPolicy::*)
{
    return &lifecycle::Profile::fastOpen;
}

/// \return the part of a profile that has a field
template <typename Field>
constexpr lifecycle::IntakePolicy lifecycle::Profile::*
PartWith(Field lifecycle::IntakePolicy::*)
{
    return &lifecycle::Profile::intake;
}

/// \param profile a profile \return a field of one of its parts as a value
template <auto Field>
int64_t
Read(const lifecycle::Profile& profile)
{
    const auto& field = (profile.*PartWith(Field)).*Field;
    using Type = std::decay_t<decltype(field)>;
    if constexpr (std::is_same_v<Type, lifecycle::Duration>)
    {
        return field.count();
    }
    else
    {
        return static_cast<int64_t>(field);
    }
}

/// \param profile a profile \param value for a field of one of its parts
template <auto Field>
void
Write(lifecycle::Profile& profile, int64_t value)
{
    auto& field = (profile.*PartWith(Field)).*Field;
    field = static_cast<std::decay_t<decltype(field)>>(value);
}

/// \param words of a Choice \return the maximum value
inline int64_t
LastOf(const std::vector<const char*>& words)
{
    return static_cast<int64_t>(words.size()) - 1;
}

/// \return a setting that is a Duration
template <auto Field>
TcpLifecycleSetting
DurationSetting(const char* name,
                const char* help,
                int64_t min,
                int64_t max = TCP_LIFECYCLE_LONGEST)
{
    return {name, help, TcpLifecycleSettingKind::Duration, min, max, Read<Field>, Write<Field>, {}};
}

/// \return a setting that is a number
template <auto Field>
TcpLifecycleSetting
CountSetting(const char* name, const char* help, int64_t min, int64_t max)
{
    return {name, help, TcpLifecycleSettingKind::Count, min, max, Read<Field>, Write<Field>, {}};
}

/// \return a setting that is a bool
template <auto Field>
TcpLifecycleSetting
FlagSetting(const char* name, const char* help)
{
    return {name, help, TcpLifecycleSettingKind::Flag, 0, 1, Read<Field>, Write<Field>, {}};
}

/// \return a setting that is an enumeration; words in the order of its values
template <auto Field>
TcpLifecycleSetting
ChoiceSetting(const char* name, const char* help, std::vector<const char*> words)
{
    return {name,
            help,
            TcpLifecycleSettingKind::Choice,
            0,
            LastOf(words),
            Read<Field>,
            Write<Field>,
            words};
}

} // namespace settingmakers

} // namespace ns3

#endif // TCP_LIFECYCLE_SETTING_MAKERS_H
