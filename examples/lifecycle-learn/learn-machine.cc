/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learn-machine.h"

#include <deque>
#include <set>

namespace ns3
{
namespace lifecycle
{
namespace learned
{

namespace
{

using Word = std::vector<std::string>;

/// \param settings what is driven \param word inputs from the start \return all outputs
Word
Ask(const LearnedSettings& settings, const Word& word)
{
    LearnedSystem system(settings);
    Word outputs;
    for (const std::string& input : word)
    {
        outputs.push_back(system.Step(input));
    }
    return outputs;
}

/// \param settings what is driven \param access a word \param inputs all
/// \return what distinguishes its state: the outputs of all words of two inputs after it
Word
SignatureOf(const LearnedSettings& settings, const Word& access, const Word& inputs)
{
    Word signature;
    for (const std::string& first : inputs)
    {
        for (const std::string& second : inputs)
        {
            Word word = access;
            word.push_back(first);
            word.push_back(second);
            const Word outputs = Ask(settings, word);
            signature.push_back(outputs[access.size()] + " " + outputs[access.size() + 1]);
        }
    }
    return signature;
}

} // namespace

std::vector<std::string>
InputsOf(LearnedRole role)
{
    Word inputs = {"ACK(V,V,0)",
                   "ACK+PSH(V,V,1)",
                   "ACK+RST(V,V,0)",
                   "FIN+ACK(V,V,0)",
                   "RST(V,V,0)",
                   "SYN(V,V,0)",
                   "SYN+ACK(V,V,0)"};
    const Word calls = role == LearnedRole::Client
                           ? Word{"CONNECT", "RCV", "CLOSE"}
                           : Word{"LISTEN", "ACCEPT", "RCV", "SEND", "CLOSECONNECTION", "CLOSE"};
    inputs.insert(inputs.end(), calls.begin(), calls.end());
    return inputs;
}

MealyMachine
Learn(const LearnedSettings& settings)
{
    const Word inputs = InputsOf(settings.role);
    MealyMachine machine;
    machine.initial = "s0";
    machine.inputs = {inputs.begin(), inputs.end()};
    std::map<Word, std::string> known; // state by signature
    known[SignatureOf(settings, {}, inputs)] = machine.initial;
    machine.wayTo[machine.initial] = {};
    std::deque<std::string> open{machine.initial};
    while (!open.empty())
    {
        const std::string state = open.front();
        open.pop_front();
        for (const std::string& input : inputs)
        {
            Word word = machine.wayTo.at(state);
            word.push_back(input);
            const auto [place, isNew] = known.emplace(SignatureOf(settings, word, inputs),
                                                      "s" + std::to_string(known.size()));
            if (isNew)
            {
                machine.wayTo[place->second] = word;
                open.push_back(place->second);
            }
            machine.states[state][input] = {Ask(settings, word).back(), place->second};
        }
    }
    return machine;
}

std::map<std::string, std::string>
NamesOf(const MealyMachine& machine, const LearnedSettings& settings)
{
    std::map<std::string, std::string> names;
    for (const auto& [state, word] : machine.wayTo)
    {
        LearnedSystem system(settings);
        for (const std::string& input : word)
        {
            system.Step(input);
        }
        names[state] = ToText(system.StateNow());
    }
    return names;
}

std::string
ToDot(const MealyMachine& machine,
      const std::string& title,
      const std::map<std::string, std::string>& names)
{
    std::string text = "digraph \"" + title + "\" {\n";
    for (const auto& [state, name] : names)
    {
        text += state + " [label=\"" + state + "\\n" + name + "\"];\n";
    }
    for (const auto& [state, row] : machine.states)
    {
        for (const auto& [input, edge] : row)
        {
            text += state + " -> " + edge.to + " [label=\"" + input + "/" + edge.output + "\"];\n";
        }
    }
    return text + "__start0 [label=\"\" shape=\"none\"];\n__start0 -> " + machine.initial +
           ";\n}\n";
}

std::vector<Difference>
Compare(const MealyMachine& one, const MealyMachine& other)
{
    struct Pair
    {
        std::string one;
        std::string other;
        Word word;
    };

    std::vector<Difference> differences;
    std::set<std::pair<std::string, std::string>> seen{{one.initial, other.initial}};
    std::deque<Pair> open{{one.initial, other.initial, {}}};
    while (!open.empty())
    {
        const Pair pair = open.front();
        open.pop_front();
        for (const std::string& input : one.inputs)
        {
            const MealyMachine::Edge& left = one.states.at(pair.one).at(input);
            const MealyMachine::Edge& right = other.states.at(pair.other).at(input);
            Word word = pair.word;
            word.push_back(input);
            if (left.output != right.output)
            {
                differences.push_back({word, left.output, right.output});
            }
            else if (seen.insert({left.to, right.to}).second)
            {
                open.push_back({left.to, right.to, word});
            }
        }
    }
    return differences;
}

} // namespace learned
} // namespace lifecycle
} // namespace ns3
