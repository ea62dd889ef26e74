/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SETTINGS_H
#define TCP_LIFECYCLE_SETTINGS_H

#include "lifecycle-profile.h"

#include "ns3/attribute.h"
#include "ns3/object-base.h"
#include "ns3/ptr.h"
#include "ns3/type-id.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The settings of a host: a profile, and what the user has set beside it.
 */

namespace ns3
{

/// What kind of value a setting takes.
enum class TcpLifecycleSettingKind : uint8_t
{
    Duration, //!< a time; TimeValue, or text as ns-3 reads it, or `never` where that is allowed
    Count,    //!< a number; UintegerValue, IntegerValue or text
    Flag,     //!< BooleanValue, or `true`, `false`
    Choice,   //!< one of some words
    Isn,      //!< `rfc6528` or a number
    Ports,    //!< `first-last`
};

/**
 * \ingroup tcp-lifecycle
 *
 * One setting: its name, its values, and its place in a profile. Every value is
 * an int64_t here: nanoseconds, the number, 0 or 1, the index of the word, -1 or the number, or
 * first << 16 | last.
 */
struct TcpLifecycleSetting
{
    /// The text that selects the profile's value.
    static constexpr const char* PROFILE_WORD = "profile";

    const char* name;                                          //!< of the attribute
    const char* help;                                          //!< of the attribute
    TcpLifecycleSettingKind kind;                              //!< see there
    int64_t min;                                               //!< least value
    int64_t max;                                               //!< greatest value
    int64_t (*read)(const lifecycle::Profile& profile);        //!< look it up
    void (*write)(lifecycle::Profile& profile, int64_t value); //!< set it
    std::vector<const char*> words;                            //!< of a Choice

    /**
     * \param text a value as text
     * \param[out] problem why there is none
     * \return the value, or nothing if the text is none or not allowed
     */
    std::optional<int64_t> Parse(const std::string& text, std::string& problem) const;
    /**
     * \param value a value
     * \return as text, which Parse() takes
     */
    std::string Format(int64_t value) const;
    /// \return what is allowed, for people
    std::string Allowed() const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * A profile with the user's settings on top of it, in whatever order they were made, and between
 * them what the user has set on ns-3's own TCP.
 */
class TcpLifecycleSettings
{
  public:
    /// Finds the settings in an object that has some.
    using Finder = TcpLifecycleSettings* (*)(ObjectBase* object);

    TcpLifecycleSettings();

    /// \return every setting, in the order in which they are applied
    static const std::vector<TcpLifecycleSetting>& All();

    /**
     * Give a type one attribute per setting. Their initial value is the text `profile`, which
     * means: as the profile has it.
     * \param tid the type
     * \param finder finds its settings
     * \return the type
     */
    static TypeId AddAttributes(TypeId tid, Finder finder);

    /// \return a checker for the attribute `Profile`: the name of a profile
    static Ptr<const AttributeChecker> MakeProfileChecker();

    /// \param name a profile's name; the program stops if there is none
    void SetProfile(const std::string& name);
    /// \return the profile's name
    std::string GetProfileName() const;
    /**
     * \param index of a setting in All()
     * \param value the user's, or nothing: the profile's
     */
    void Set(std::size_t index, std::optional<int64_t> value);
    /**
     * \param index of a setting in All()
     * \param value as ns-3's own TCP would have it, or nothing: no user has said so; what Set()
     * says wins
     */
    void SetStock(std::size_t index, std::optional<int64_t> value);
    /// \return all current; the program stops if they contradict each other
    const lifecycle::Profile& Effective() const;

    /// \return a number that grows with every change
    uint32_t Version() const
    {
        return m_version;
    }

  private:
    lifecycle::Profile m_base;                       //!< the profile
    std::vector<std::optional<int64_t>> m_overrides; //!< by setting
    std::vector<std::optional<int64_t>> m_stock;     //!< by setting, see SetStock()
    mutable lifecycle::Profile m_effective;          //!< result
    mutable bool m_valid{false};                     //!< whether m_effective is up to date
    uint32_t m_version{1};                           //!< see Version()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SETTINGS_H
