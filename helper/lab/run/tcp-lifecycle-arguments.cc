/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-arguments.h"

#include "lifecycle-profile.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-metadata.h"

#include "ns3/global-value.h"
#include "ns3/object-factory.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <cstdlib>
#include <fcntl.h>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#if __has_include("ns3/version-defines.h")
#include "ns3/version-defines.h"
#endif

/**
 * \file
 * \ingroup tcp-lifecycle
 * Command lines of the module's programs.
 */

namespace ns3
{

namespace
{

/// What ns3::CommandLine does by itself.
const std::vector<std::string> PRINTING = {"PrintHelp",
                                           "help",
                                           "PrintVersion",
                                           "PrintGroups",
                                           "PrintGroup",
                                           "PrintTypeIds",
                                           "PrintGlobals",
                                           "PrintAttributes"};

/// An option's word, taken apart.
struct Parts
{
    std::string name;  //!< without dashes
    std::string value; //!< after the `=`
    bool hasValue;     //!< there is a `=`
};

/// \param word begins with `-` \return its parts
Parts
Split(const std::string& word)
{
    const std::size_t start = word.find_first_not_of('-');
    const std::string rest = start == std::string::npos ? "" : word.substr(start);
    const std::size_t equals = rest.find('=');
    const bool hasValue = equals != std::string::npos;
    return {rest.substr(0, equals), hasValue ? rest.substr(equals + 1) : "", hasValue};
}

/// \param name `ns3::Type::Attribute` \return `ns3::Type`, empty if there is no `::` in it
std::string
TypeOf(const std::string& name)
{
    const std::size_t colons = name.rfind("::");
    return colons == std::string::npos ? "" : name.substr(0, colons);
}

/// \param name of an attribute or global value \return the type of its values, empty: no such name
std::string
ValueType(const std::string& name)
{
    TypeId type;
    TypeId::AttributeInformation info;
    if (TypeId::LookupByNameFailSafe(TypeOf(name), &type) &&
        type.LookupAttributeByName(name.substr(TypeOf(name).size() + 2), &info))
    {
        return info.checker->GetValueTypeName();
    }
    for (auto global = GlobalValue::Begin(); global != GlobalValue::End(); ++global)
    {
        if ((*global)->GetName() == name)
        {
            return (*global)->GetChecker()->GetValueTypeName();
        }
    }
    return "";
}

/// \param name no attribute's \return names that it may be meant for
std::vector<std::string>
NamesLike(const std::string& name)
{
    std::vector<std::string> names;
    TypeId type;
    if (TypeId::LookupByNameFailSafe(TypeOf(name), &type))
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            names.push_back(TypeOf(name) + "::" + type.GetAttribute(i).name);
        }
        return names;
    }
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        names.push_back(TypeId::GetRegistered(i).GetName() +
                        name.substr(TypeOf(name).size())); // the attribute's name is kept
    }
    return names;
}

/// An event.
void
DoNothing()
{
}

/// What follows from a value of ns-3: the type that has the attribute, random numbers, the
/// simulator. \param name of an attribute or global value
void
UseOnce(const std::string& name)
{
    TypeId type;
    if (TypeId::LookupByNameFailSafe(TypeOf(name), &type) && type.HasConstructor())
    {
        ObjectFactory factory;
        factory.SetTypeId(type);
        factory.Create();
    }
    CreateObject<UniformRandomVariable>()->GetValue();
    Simulator::ScheduleNow(&DoNothing);
}

/**
 * ns-3 ends the process at some values; so a child of it has them first, and says nothing.
 * \param cmd reads it \param word `--ns3::Type::Attribute=value` \return whether the child lived
 */
bool
IsTakenByNs3(CommandLine& cmd, const std::string& word)
{
    std::cout.flush();
    const pid_t child = fork();
    if (child < 0)
    {
        return true; // no process can be had: ns-3 says what it says
    }
    if (child == 0)
    {
        const rlimit noCore{0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        cmd.Parse({"program", word});
        UseOnce(Split(word).name);
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TcpLifecycleArguments::TcpLifecycleArguments(const std::string& program, const std::string& usage)
    : m_program(program),
      m_cmd(program + ".cc")
{
    m_cmd.Usage(usage);
}

void
TcpLifecycleArguments::Add(const std::string& name,
                           const std::string& help,
                           const std::string& usual,
                           Reader reader,
                           bool needsValue)
{
    m_usual.push_back(usual);
    m_cmd.AddValue(name, help, m_usual.back());
    m_options.push_back({name, std::move(reader), needsValue});
}

void
TcpLifecycleArguments::AddOption(const std::string& name,
                                 const std::string& help,
                                 const std::string& usual,
                                 Reader reader)
{
    Add(name, help, usual, std::move(reader), true);
}

void
TcpLifecycleArguments::AddValue(const std::string& name, const std::string& help, bool& flag)
{
    static constexpr TcpLifecycleWord<bool> WORDS[] =
        {{"true", true}, {"false", false}, {"1", true}, {"0", false}, {"t", true}, {"f", false}};
    const auto read = [&flag](const TcpLifecycleToken& token) {
        flag = token.IsEnd() || TcpLifecycleLookUp(WORDS, token, "truth value");
    };
    Add(name, help, flag ? "true" : "false", read, false);
}

void
TcpLifecycleArguments::AddValue(const std::string& name, const std::string& help, std::string& text)
{
    AddOption(name, help, text, [&text](const TcpLifecycleToken& token) { text = token.text; });
}

void
TcpLifecycleArguments::AddValue(const std::string& name, const std::string& help, Time& time)
{
    AddOption(name, help, TcpLifecycleTimeText(time), [&time](const TcpLifecycleToken& token) {
        time = TcpLifecycleReadTime(token);
    });
}

void
TcpLifecycleArguments::AddValue(const std::string& name, const std::string& help, DataRate& rate)
{
    std::ostringstream usual;
    usual << rate;
    AddOption(name, help, usual.str(), [&rate](const TcpLifecycleToken& token) {
        std::istringstream in(token.text);
        DataRate read;
        if (token.IsEnd() || !(in >> read) || in.peek() != std::istringstream::traits_type::eof() ||
            read.GetBitRate() == 0)
        {
            TcpLifecycleFail(token,
                             TcpLifecycleQuoted(token.text) + " is not a rate such as '10Mbps'");
        }
        rate = read;
    });
}

void
TcpLifecycleArguments::AddReal(const std::string& name,
                               const std::string& help,
                               double& number,
                               double least,
                               double most)
{
    AddOption(name, help, TcpLifecycleRealText(number), [=, &number](const auto& token) {
        number = TcpLifecycleReadReal(token, least, most);
    });
}

void
TcpLifecycleArguments::AddNumber(const std::string& name,
                                 const std::string& help,
                                 uint32_t& number,
                                 uint32_t least,
                                 uint32_t most)
{
    AddOption(name, help, std::to_string(number), [=, &number](const auto& token) {
        number = static_cast<uint32_t>(TcpLifecycleReadNumber(token, least, most));
    });
}

void
TcpLifecycleArguments::AddWord(const std::string& name, const std::string& help, std::string& word)
{
    m_cmd.AddNonOption(name, help, word);
    m_word = &word;
}

void
TcpLifecycleArguments::SetLikely(const std::string& name)
{
    m_likely = name;
}

void
TcpLifecycleArguments::Unknown(const std::string& word, const std::string& name) const
{
    std::vector<std::string> names;
    if (name.find("::") != std::string::npos)
    {
        names = NamesLike(name);
    }
    else
    {
        names = PRINTING;
        for (const auto& option : m_options)
        {
            names.push_back(option.name);
        }
        for (auto global = GlobalValue::Begin(); global != GlobalValue::End(); ++global)
        {
            names.push_back((*global)->GetName());
        }
    }
    throw std::invalid_argument(TcpLifecycleUnknownOption(word, name, names) + "; see --PrintHelp");
}

void
TcpLifecycleArguments::ReadForeign(const std::string& word)
{
    const Parts parts = Split(word);
    if (!IsTakenByNs3(m_cmd, word))
    {
        const std::string type = ValueType(parts.name);
        if (!type.empty())
        {
            throw std::invalid_argument("--" + parts.name + ": ns-3 refuses " +
                                        TcpLifecycleQuoted(parts.value) + " as a value of " + type);
        }
        Unknown(word, parts.name);
    }
    m_foreign.push_back(word);
}

void
TcpLifecycleArguments::ReadOption(const std::string& word, const std::string& next)
{
    const Parts parts = Split(word);
    for (const auto& option : m_options)
    {
        if (option.name != parts.name)
        {
            continue;
        }
        const std::string dashed = "--" + option.name;
        if (option.needsValue && !parts.hasValue)
        {
            const bool isValue = !next.empty() && next[0] != '-';
            throw std::invalid_argument(dashed + " has no value; write " + dashed + '=' +
                                        (isValue ? next : "VALUE"));
        }
        option.reader({parts.value, {dashed}});
        return;
    }
    ReadForeign(word);
}

void
TcpLifecycleArguments::ReadWord(const std::string& word)
{
    if (m_word && !m_hasWord && !word.empty())
    {
        m_hasWord = true;
        *m_word = word;
        return;
    }
    throw std::invalid_argument(
        TcpLifecycleQuoted(word) + " is not an option" +
        (m_word             ? "; only one word is allowed"
         : m_likely.empty() ? "; see --PrintHelp"
                            : "; write --" + m_likely + '=' + (word.empty() ? "VALUE" : word)));
}

void
TcpLifecycleArguments::Parse(int argc, char** argv)
{
    AddValue("version", "print the version and exit", m_asksVersion);
    for (int i = 1; i < argc; ++i)
    {
        const std::string word = argv[i];
        if (word.size() > 1 && word[0] == '-')
        {
            ReadOption(word, i + 1 < argc ? argv[i + 1] : "");
        }
        else
        {
            ReadWord(word);
        }
    }
    if (m_asksVersion)
    {
        std::cout << TcpLifecycleVersionText(m_program) << std::flush;
        std::exit(0);
    }
    std::vector<std::string> words = {argc > 0 ? argv[0] : "program"};
    words.insert(words.end(), m_foreign.begin(), m_foreign.end());
    m_cmd.Parse(words);
}

std::string
TcpLifecycleVersionText(const std::string& program)
{
    std::string text = program + ' ' + TcpLifecycleVersion() + " (" + TcpLifecycleCommit() + ')';
#ifdef NS3_VERSION_MAJOR
    text += ", ns-3 " + std::to_string(NS3_VERSION_MAJOR) + '.' + std::to_string(NS3_VERSION_MINOR);
#endif
    return text + '\n';
}

std::string
TcpLifecycleUnknownOption(const std::string& word,
                          const std::string& name,
                          const std::vector<std::string>& names)
{
    const auto nearest = TcpLifecycleNearest(name, names, 1);
    return TcpLifecycleQuoted(word) + " is not an option; nearest: --" +
           (nearest.empty() ? "PrintHelp" : nearest.front());
}

std::string
TcpLifecycleReadProfile(const TcpLifecycleToken& token)
{
    if (!lifecycle::MakeProfile(token.text))
    {
        const auto& names = lifecycle::PROFILE_NAMES;
        TcpLifecycleFail(
            token,
            TcpLifecycleQuoted(token.text) + " is not a profile; nearest: " +
                TcpLifecycleNearest(token.text, {std::begin(names), std::end(names)}, 1).front());
    }
    return token.text;
}

int
TcpLifecycleMain(const std::string& program, const std::function<int()>& body)
{
    try
    {
        return body();
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << program << ": " << error.what() << '\n';
        return 2;
    }
    catch (const std::exception& error)
    {
        std::cerr << program << ": " << error.what() << '\n';
        return 1;
    }
}

} // namespace ns3
