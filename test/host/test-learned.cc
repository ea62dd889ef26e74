/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The profiles against models of real systems that were learned from outside: in every state of a
 * model, every input, and every pair of inputs. The models are beside the project, in
 * ../shared/learned; one that is not there is skipped. Each disagreement has a verdict.
 */

#include "learned-system.h"

#include <boost/test/unit_test.hpp>
#include <regex>
#include <sstream>

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;
using namespace learned;

namespace
{

/// The first disagreement of a run.
struct Disagreement
{
    std::string state;  //!< of the host, before the input
    std::string input;  //!< symbol
    std::string wanted; //!< what the model has
    std::string got;    //!< what the host did

    /// \return as one line
    std::string Text() const
    {
        return state + " " + input + " model: " + wanted + " here: " + got;
    }
};

/// Why a disagreement is right. The fields are regular expressions for whole fields.
struct Verdict
{
    const char* profile; //!< whose
    const char* state;   //!< see Disagreement
    const char* input;   //!< see Disagreement
    const char* wanted;  //!< see Disagreement
    const char* got;     //!< see Disagreement
    const char* why;     //!< newer system, artefact of the learning; with its source
};

const Verdict VERDICTS[] = {
    {"linux",
     ".*",
     "SYN\\(V,V,0\\)",
     "TIMEOUT",
     "ACK\\(NEXT,CURRENT,0\\)",
     "newer system: since Linux 3.18 a SYN without ACK is challenged, tcp_rcv_established()"},
    {"linux",
     ".*",
     "SYN.*",
     "ACK\\(NEXT,CURRENT,0\\)",
     "TIMEOUT",
     "newer system: since Linux 4.0 one ACK in 500 ms, tcp_oow_rate_limited()"},
    {"freebsd",
     "LISTEN|SYN-RECEIVED",
     "SYN\\+ACK.*",
     "RST.*",
     "TIMEOUT",
     "newer system: since FreeBSD 15 a listener drops a SYN,ACK, tcp_input()"},
    {"freebsd",
     "ESTABLISHED|FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|LAST-ACK",
     "SYN.*",
     "ACK\\+RST\\(NEXT,CURRENT,0\\)",
     "ACK\\(NEXT,CURRENT,0\\)",
     "newer system: a SYN is challenged (RFC 5961, 4.2), tcp_do_segment()"},
    {"freebsd",
     "CLOSE-WAIT",
     "(FIN\\+ACK|ACK\\+PSH).*",
     "ACK\\(NEXT,NEXT,0\\)",
     "TIMEOUT",
     "newer system: since FreeBSD 15 nothing after a FIN is accepted (D44746)"},
    {"freebsd",
     "LISTEN",
     "SYN\\(V,V,0\\)",
     "TIMEOUT",
     "ACK\\+SYN\\(FRESH,NEXT,0\\)",
     "newer system: FreeBSD 10 ignored a RST,ACK for an entry of the syncache, syncache_chkrst()"},
    {"freebsd",
     "TIME-WAIT",
     "(SYN\\+)?ACK.*",
     "ACK.*",
     "TIMEOUT",
     "ours: tcp_twcheck() has no limit of its ACKs; AckLoopInterval, answers-are-limited.md"},
};

/// How a profile and a model agree.
struct Agreement
{
    std::size_t transitions{0};      //!< states and inputs
    std::size_t transitionsRight{0}; //!< those that agree
    std::size_t pairs{0};            //!< states and pairs of inputs
    std::size_t pairsRight{0};       //!< those of which both agree
    std::map<std::string, std::pair<Disagreement, std::size_t>> first; //!< by text, how often

    /// \return how many of the transitions agree, in percent
    double OfTransitions() const
    {
        return 100.0 * static_cast<double>(transitionsRight) / static_cast<double>(transitions);
    }

    /// \return how many of the pairs agree, in percent
    double OfPairs() const
    {
        return 100.0 * static_cast<double>(pairsRight) / static_cast<double>(pairs);
    }
};

/// \return the folder of models beside the project, empty if there is none
std::filesystem::path
Folder()
{
    for (const auto& root :
         {std::filesystem::path(__FILE__).parent_path() / "../..", std::filesystem::path(".")})
    {
        if (std::filesystem::is_directory(root / "../shared/learned"))
        {
            return root / "../shared/learned";
        }
    }
    return {};
}

/// \param name of a profile \param role which end \return the release that was learned
LearnedSettings
AsLearned(const std::string& name, LearnedRole role)
{
    LearnedSettings settings = SettingsOf(name, role);
    settings.connection.challengeAckLimit = 0;               // RFC 5961, 7, in Linux since 4.0
    settings.connection.ackLoopInterval = Duration(1000000); // the same
    if (name == "linux")
    {
        settings.connection.synCheck = SynCheck::NeedsAck; // Linux 3.13
    }
    else if (name == "freebsd")
    {
        settings.connection.synCheck = SynCheck::Reset;   // FreeBSD 10.2
        settings.connection.embryoSyn = EmbryoSyn::Reset; // the same
        settings.host.listening.dropSynAck = false;       // the same
    }
    return settings;
}

/// Run the inputs to a state and two more. \param machine the model \param settings what is driven
/// \param word all inputs \param agreement gets what was found
void
Compare(const MealyMachine& machine,
        const LearnedSettings& settings,
        const std::vector<std::string>& word,
        Agreement& agreement)
{
    LearnedSystem system(settings);
    std::string at = machine.initial;
    bool agreed = true;
    bool firstRight = true;
    bool secondRight = true;
    for (std::size_t i = 0; i < word.size(); ++i)
    {
        const MealyMachine::Edge& edge = machine.states.at(at).at(word[i]);
        const std::string before = ToText(system.StateNow());
        const std::string got = system.Step(word[i]);
        const bool right = got == edge.output;
        if (!right && agreed)
        {
            agreed = false;
            const Disagreement found{before, word[i], edge.output, got};
            ++agreement.first.emplace(found.Text(), std::make_pair(found, 0)).first->second.second;
        }
        firstRight = i + 2 == word.size() ? right : firstRight;
        secondRight = right;
        at = edge.to;
    }
    ++agreement.pairs;
    agreement.pairsRight += firstRight && secondRight ? 1 : 0;
    if (word.back() == *machine.inputs.begin())
    {
        ++agreement.transitions;
        agreement.transitionsRight += firstRight ? 1 : 0;
    }
}

/// \param machine a model \param settings what is driven \return how they agree
Agreement
Measure(const MealyMachine& machine, const LearnedSettings& settings)
{
    Agreement agreement;
    for (const auto& [state, row] : machine.states)
    {
        for (const std::string& first : machine.inputs)
        {
            for (const std::string& second : machine.inputs)
            {
                std::vector<std::string> word = machine.wayTo.at(state);
                word.push_back(first);
                word.push_back(second);
                Compare(machine, settings, word, agreement);
            }
        }
    }
    return agreement;
}

/// \param profile its name \param found a disagreement \return its verdict, empty if there is none
std::string
VerdictOn(const std::string& profile, const Disagreement& found)
{
    const auto matches = [](const std::string& text, const char* pattern) {
        return std::regex_match(text, std::regex(pattern));
    };
    for (const Verdict& verdict : VERDICTS)
    {
        if (profile == verdict.profile && matches(found.state, verdict.state) &&
            matches(found.input, verdict.input) && matches(found.wanted, verdict.wanted) &&
            matches(found.got, verdict.got))
        {
            return verdict.why;
        }
    }
    return {};
}

/// \param profile its name \param title of what was measured \param agreement it
void
Report(const std::string& profile, const std::string& title, const Agreement& agreement)
{
    std::ostringstream lines;
    lines << title << ": " << agreement.OfTransitions() << " % of " << agreement.transitions
          << " transitions, " << agreement.OfPairs() << " % of " << agreement.pairs << " pairs";
    for (const auto& [text, entry] : agreement.first)
    {
        const std::string verdict = VerdictOn(profile, entry.first);
        BOOST_TEST(!verdict.empty(), title << ": no verdict on " << text);
        lines << "\n  " << entry.second << " times " << text << "\n    " << verdict;
    }
    BOOST_TEST_MESSAGE(lines.str());
}

/// \param profile its name \param role which end \param least percents of pairs that must agree
/// with the settings of the release that was learned
void
Check(const std::string& profile, LearnedRole role, double least)
{
    const std::string name = profile + (role == LearnedRole::Client ? "-client" : "-server");
    const std::filesystem::path file = Folder() / (name + ".dot");
    if (Folder().empty() || !std::filesystem::exists(file))
    {
        BOOST_TEST_MESSAGE(name << ": skipped, no ../shared/learned/" << name << ".dot");
        return;
    }
    const MealyMachine machine = MealyMachine::Read(file);
    Report(profile, name + ", today", Measure(machine, SettingsOf(profile, role)));
    const Agreement old = Measure(machine, AsLearned(profile, role));
    Report(profile, name + ", as learned", old);
    BOOST_TEST(old.OfPairs() >= least);
}

} // namespace

BOOST_AUTO_TEST_SUITE(learned)

BOOST_AUTO_TEST_CASE(linux_client)
{
    Check("linux", LearnedRole::Client, 99);
}

BOOST_AUTO_TEST_CASE(linux_server)
{
    Check("linux", LearnedRole::Server, 0);
}

BOOST_AUTO_TEST_CASE(freebsd_client)
{
    Check("freebsd", LearnedRole::Client, 0);
}

BOOST_AUTO_TEST_CASE(freebsd_server)
{
    Check("freebsd", LearnedRole::Server, 92);
}

BOOST_AUTO_TEST_CASE(windows_client)
{
    Check("windows", LearnedRole::Client, 0);
}

BOOST_AUTO_TEST_CASE(windows_server)
{
    Check("windows", LearnedRole::Server, 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
