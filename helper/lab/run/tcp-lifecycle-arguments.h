/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_ARGUMENTS_H
#define TCP_LIFECYCLE_ARGUMENTS_H

#include "tcp-lifecycle-words.h"

#include "ns3/command-line.h"
#include "ns3/data-rate.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Command lines of the module's programs.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The arguments of a program, each checked before it has an effect.
 *
 * ns3::CommandLine ends the program by abort() at some values (`--delay=40xs`, `--RngSeed=0`),
 * takes others for what they are not (`--delay=40`: 40 s), and ignores words that are not options.
 * Here the program's own options are read by type, and those of ns-3 (attributes, global values,
 * --PrintHelp) are tried in a child process first.
 */
class TcpLifecycleArguments
{
  public:
    /// Reads a value, and says by TcpLifecycleFail() what is invalid about it.
    using Reader = std::function<void(const TcpLifecycleToken&)>;

    /// \param program its name \param usage what it does, both for --PrintHelp
    TcpLifecycleArguments(const std::string& program, const std::string& usage);

    /// \param name of an option \param help its meaning \param flag set by `--name`, `--name=false`
    void AddValue(const std::string& name, const std::string& help, bool& flag);
    /// \param name of an option \param help its meaning \param text receives its value
    void AddValue(const std::string& name, const std::string& help, std::string& text);
    /// \param name of an option \param help its meaning \param time receives its value
    void AddValue(const std::string& name, const std::string& help, Time& time);
    /// \param name of an option \param help its meaning \param rate receives its value
    void AddValue(const std::string& name, const std::string& help, DataRate& rate);
    /// \param name of an option \param help its meaning \param number receives its value
    /// \param least the minimum \param most the maximum
    void AddReal(const std::string& name,
                 const std::string& help,
                 double& number,
                 double least,
                 double most);
    /// \param name of an option \param help its meaning \param number receives its value
    /// \param least the minimum \param most the maximum
    void AddNumber(const std::string& name,
                   const std::string& help,
                   uint32_t& number,
                   uint32_t least,
                   uint32_t most);
    /// \param name of an option \param help its meaning \param usual the default
    /// \param reader is called with each value that is given
    void AddOption(const std::string& name,
                   const std::string& help,
                   const std::string& usual,
                   Reader reader);
    /// The one argument that is not an option. \param name of it \param help its meaning
    /// \param word gets it
    void AddWord(const std::string& name, const std::string& help, std::string& word);
    /// \param name the option that a word without a name is likely to mean
    void SetLikely(const std::string& name);

    /**
     * Read the command line. --PrintHelp and its like, and --version, end the program, with status
     * 0. \param argc as main's \param argv as main's \throw std::invalid_argument if a word is not
     * an option, or its value is invalid
     */
    void Parse(int argc, char** argv);

  private:
    /// An option of the program.
    struct Option
    {
        std::string name; //!< without `--`
        Reader reader;    //!< receives its value
        bool needsValue;  //!< `--name` alone says nothing
    };

    void Add(const std::string& name,
             const std::string& help,
             const std::string& usual,
             Reader reader,
             bool needsValue);
    void ReadWord(const std::string& word);
    /// \param word begins with `-` \param next the word after it, or empty
    void ReadOption(const std::string& word, const std::string& next);
    void ReadForeign(const std::string& word);
    [[noreturn]] void Unknown(const std::string& word, const std::string& name) const;

    std::string m_program;              //!< its name
    bool m_asksVersion{false};          //!< --version
    CommandLine m_cmd;                  //!< for ns-3's options and --PrintHelp
    std::list<std::string> m_usual;     //!< what --PrintHelp shows as usual values
    std::vector<Option> m_options;      //!< of the program
    std::vector<std::string> m_foreign; //!< words for ns-3
    std::string* m_word{nullptr};       //!< see AddWord()
    bool m_hasWord{false};              //!< it was given
    std::string m_likely;               //!< see SetLikely()
};

/// \param program its name \return name, version and commit, and ns-3's version: a line
std::string TcpLifecycleVersionText(const std::string& program);

/// \param word of a command line \param name its name, without dashes \param names of options
/// \return that it is not an option, and which is nearest
std::string TcpLifecycleUnknownOption(const std::string& word,
                                      const std::string& name,
                                      const std::vector<std::string>& names);

/// \param token a profile's name \return it \throw TcpLifecycleSyntaxError if there is no such
/// profile
std::string TcpLifecycleReadProfile(const TcpLifecycleToken& token);

/**
 * The body of main(): no exception leaves it.
 * \param program its name, for messages
 * \param body does the work
 * \return its exit status; of an exception 2 if an argument is invalid, and 1 for any other
 */
int TcpLifecycleMain(const std::string& program, const std::function<int()>& body);

} // namespace ns3

#endif // TCP_LIFECYCLE_ARGUMENTS_H
