/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_WORKLOAD_SETTINGS_H
#define TCP_LIFECYCLE_WORKLOAD_SETTINGS_H

#include "tcp-lifecycle-fault-rule.h"
#include "tcp-lifecycle-syntax-error.h"
#include "tcp-lifecycle-topology.h"
#include "tcp-lifecycle-traffic.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A workload and its network as text: `key = value`, a line each.
 */

namespace ns3
{

/// Shapes of networks.
enum class TcpLifecycleShape : uint8_t
{
    PointToPoint, //!< TcpLifecyclePointToPoint
    Chain,        //!< TcpLifecycleChain
    Dumbbell,     //!< TcpLifecycleDumbbell
    Star,         //!< TcpLifecycleStar
};

/**
 * \ingroup tcp-lifecycle
 *
 * All that `lifecycle-workload` is told, from a file, from its command line, or from a script:
 *
 * \code
 * TcpLifecycleWorkloadSettings settings;
 * settings.ReadFile("evening.workload");
 * settings.Set("clients", "40");
 * settings.Complete();
 * const auto net = settings.MakeNetwork();
 * const auto load = CreateObject<TcpLifecycleWorkload>();
 * load->Install(settings.traffic, *net, settings.port);
 * \endcode
 *
 * The manual's page on workloads has all keys.
 */
class TcpLifecycleWorkloadSettings
{
  public:
    /// A key of the language.
    struct Key
    {
        const char* name;    //!< as written
        const char* usual;   //!< value if it is not given
        const char* meaning; //!< for a person
        /// Reads a value; null where Complete() does it.
        void (*read)(TcpLifecycleWorkloadSettings& settings,
                     const std::string& value,
                     const TcpLifecycleTextPlace& place);
    };

    /// \return all keys
    static const std::vector<Key>& GetKeys();

    /**
     * \param path a file: a key, `=`, a value on each line; `#` begins a comment
     * \throw TcpLifecycleSyntaxError for the first word that is wrong
     * \throw std::invalid_argument if the file cannot be read
     */
    void ReadFile(const std::string& path);
    /// The same of a text. \param text lines \param source its name for messages
    void Read(const std::string& text, const std::string& source);
    /**
     * One key; it replaces what a file said, but for `fault`, which adds a rule.
     * \param key a key \param value its value
     * \throw TcpLifecycleSyntaxError if it is wrong; the place is in the value
     */
    void Set(const std::string& key, const std::string& value);
    /**
     * All has been said: read the files that are named, and see whether all fits together.
     * \throw TcpLifecycleSyntaxError if it does not, or a file has an error
     * \throw std::invalid_argument if a file cannot be read
     */
    void Complete();
    /// \return the network, with its fault rules; after Complete()
    std::unique_ptr<TcpLifecycleTopology> MakeNetwork() const;
    /// \return all keys and their values, each in a line, as Read() reads them; those that were not
    /// given as comments
    std::string ToText() const;
    /// \return keys that were given, and their values, in the order of GetKeys()
    std::vector<std::pair<std::string, std::string>> GetGiven() const;

    TcpLifecycleShape shape{TcpLifecycleShape::PointToPoint}; //!< of the network
    uint32_t clients{1};                                      //!< how many
    uint32_t servers{1};                                      //!< how many
    uint32_t routers{1};                                      //!< of a chain
    TcpLifecycleLink access;                                  //!< of hosts
    TcpLifecycleLink bottleneck; //!< of a dumbbell between the routers, of a star the server's
    bool ipv6{false};            //!< IPv6 instead of IPv4
    std::string clientProfile;   //!< empty: the default
    std::string serverProfile;   //!< empty: the default
    uint16_t port{80};           //!< of servers
    Time stop;                   //!< end of the simulation; 0: when nothing is left to happen
    std::vector<TcpLifecycleFaultRule> faults; //!< on the shared link
    std::string traceFile;                     //!< list of connections, if arrivals are by one
    TcpLifecycleTraffic traffic;               //!< what happens

  private:
    /// What was said of a key.
    struct Said
    {
        std::string value;           //!< the text
        TcpLifecycleTextPlace place; //!< of its first byte
    };

    void Take(const Key& key, const std::string& value, const TcpLifecycleTextPlace& place);
    [[noreturn]] void Refuse(const std::string& key, const std::string& message) const;
    void CheckShape() const;
    void CheckLink(const TcpLifecycleLink& link, const std::string& prefix) const;

    std::map<std::string, std::vector<Said>> m_said; //!< by key
};

} // namespace ns3

#endif // TCP_LIFECYCLE_WORKLOAD_SETTINGS_H
