/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_EVALUATOR_H
#define PACKETDRILL_EVALUATOR_H

#include "packetdrill-code.h"
#include "packetdrill-script.h"
#include "packetdrill-value.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Code blocks, done.
 */

namespace ns3
{
namespace packetdrill
{

/// What came of a code block.
struct CodeOutcome
{
    /// How it ended.
    enum class Kind : uint8_t
    {
        Done,        //!< every assertion holds
        Failed,      //!< one does not
        Unsupported, //!< it has a name or a construct that is not known
        Broken,      //!< it is not code, or divides by zero and the like
    };

    Kind kind{Kind::Done}; //!< how it ended
    Position position;     //!< where, unless Done
    std::string message;   //!< what is wrong, unless Done
    std::string output;    //!< what it printed
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * Does the code blocks of one script: `assert`, `print`, assignments. Variables are kept from block
 * to block. Operators and their order are Python 3's; `/` gives a real number.
 */
class Evaluator
{
  public:
    /// Gives the value of a name: a field of tcp_info, or a constant; nothing if there is none.
    using Lookup = std::function<std::optional<Value>(const std::string&)>;

    /// \param lookup asked for names that are not variables, at the time when they are needed
    explicit Evaluator(Lookup lookup)
        : m_lookup(std::move(lookup))
    {
    }

    /// Do a block. \param code it \return what came of it
    CodeOutcome Run(const Code& code);

  private:
    /// \param statement a statement \param outcome gets its output, or a failed assertion
    void Do(const CodeStatement& statement, CodeOutcome& outcome);
    /// \param statement an assertion \param outcome gets its failure
    void Assert(const CodeStatement& statement, CodeOutcome& outcome);
    /// \param node an expression \return its value
    Value Evaluate(const CodeNode& node);
    /// \param node a chain of comparisons \return whether all of them hold
    Value EvaluateComparison(const CodeNode& node);
    /// \param node a function and its arguments \return its value
    Value EvaluateCall(const CodeNode& node);
    /// \param node a name \return its value
    Value Find(const CodeNode& node);
    /// \param node an expression \param seen gets `name is value` for each name in it, once
    void Explain(const CodeNode& node, std::vector<std::string>& seen);

    Lookup m_lookup;                          //!< gives values
    std::map<std::string, Value> m_variables; //!< that were assigned
};

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_EVALUATOR_H
