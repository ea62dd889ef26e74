/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-evaluator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace packetdrill
{

CodeOutcome
Evaluator::Run(const Code& code)
{
    CodeOutcome outcome;
    try
    {
        for (const CodeStatement& statement : ReadCode(code))
        {
            Do(statement, outcome);
            if (outcome.kind != CodeOutcome::Kind::Done)
            {
                break;
            }
        }
    }
    catch (const CodeFailure& failure)
    {
        outcome.kind =
            failure.unsupported ? CodeOutcome::Kind::Unsupported : CodeOutcome::Kind::Broken;
        outcome.position = failure.position;
        outcome.message = failure.message;
    }
    return outcome;
}

void
Evaluator::Do(const CodeStatement& statement, CodeOutcome& outcome)
{
    switch (statement.kind)
    {
    case CodeStatement::Kind::Assert:
        Assert(statement, outcome);
        return;
    case CodeStatement::Kind::Print:
        for (const CodeNode& expression : statement.expressions)
        {
            outcome.output += &expression == &statement.expressions.front() ? "" : " ";
            outcome.output += ToText(Evaluate(expression));
        }
        outcome.output += '\n';
        return;
    case CodeStatement::Kind::Assign: {
        std::vector<Value> values;
        for (const CodeNode& expression : statement.expressions)
        {
            values.push_back(Evaluate(expression));
        }
        Value value = values.size() == 1 ? values.front() : Value(values);
        if (!statement.operation.empty())
        {
            CodeNode old;
            old.position = statement.position;
            old.text = statement.name;
            try
            {
                value = Operate(statement.operation, Find(old), value);
            }
            catch (const ValueError& error)
            {
                throw CodeFailure{statement.position, error.what(), false};
            }
        }
        m_variables[statement.name] = std::move(value);
        return;
    }
    case CodeStatement::Kind::Expression:
        for (const CodeNode& expression : statement.expressions)
        {
            Evaluate(expression);
        }
        return;
    case CodeStatement::Kind::Pass:
        return;
    }
}

void
Evaluator::Assert(const CodeStatement& statement, CodeOutcome& outcome)
{
    const CodeNode& claim = statement.expressions.front();
    if (IsTrue(Evaluate(claim)))
    {
        return;
    }
    outcome.kind = CodeOutcome::Kind::Failed;
    outcome.position = statement.position;
    outcome.message = "does not hold: " + statement.source;
    std::vector<std::string> seen;
    Explain(claim, seen);
    for (const std::string& one : seen)
    {
        outcome.message += (&one == &seen.front() ? "; " : ", ") + one;
    }
    if (statement.expressions.size() > 1)
    {
        outcome.message += " (" + ToText(Evaluate(statement.expressions[1])) + ')';
    }
}

Value
Evaluator::Find(const CodeNode& node)
{
    const auto variable = m_variables.find(node.text);
    if (variable != m_variables.end())
    {
        return variable->second;
    }
    if (node.text == "True" || node.text == "False" || node.text == "None")
    {
        return Value(int64_t{node.text == "True" ? 1 : 0});
    }
    if (auto value = m_lookup(node.text))
    {
        return std::move(*value);
    }
    throw CodeFailure{node.position, "the name " + node.text + " in code", true};
}

Value
Evaluator::Evaluate(const CodeNode& node)
{
    try
    {
        switch (node.kind)
        {
        case CodeNode::Kind::Constant:
            return node.value;
        case CodeNode::Kind::Name:
            return Find(node);
        case CodeNode::Kind::Tuple: {
            std::vector<Value> tuple;
            for (const CodeNode& child : node.children)
            {
                tuple.push_back(Evaluate(child));
            }
            return Value(std::move(tuple));
        }
        case CodeNode::Kind::Not:
            return Value(int64_t{IsTrue(Evaluate(node.children.front())) ? 0 : 1});
        case CodeNode::Kind::And: {
            Value left = Evaluate(node.children[0]);
            return IsTrue(left) ? Evaluate(node.children[1]) : left;
        }
        case CodeNode::Kind::Or: {
            Value left = Evaluate(node.children[0]);
            return IsTrue(left) ? left : Evaluate(node.children[1]);
        }
        case CodeNode::Kind::Compare:
            return EvaluateComparison(node);
        case CodeNode::Kind::Binary: {
            const Value left = Evaluate(node.children[0]);
            return Operate(node.text, left, Evaluate(node.children[1]));
        }
        case CodeNode::Kind::Unary:
            return Negate(node.text, Evaluate(node.children.front()));
        case CodeNode::Kind::Call:
            return EvaluateCall(node);
        }
    }
    catch (const ValueError& error)
    {
        throw CodeFailure{node.position, error.what(), false};
    }
    return Value();
}

Value
Evaluator::EvaluateComparison(const CodeNode& node)
{
    Value left = Evaluate(node.children.front());
    for (std::size_t i = 0; i < node.operators.size(); ++i)
    {
        Value right = Evaluate(node.children[i + 1]);
        if (!Compare(node.operators[i], left, right))
        {
            return Value(int64_t{0});
        }
        left = std::move(right);
    }
    return Value(int64_t{1});
}

Value
Evaluator::EvaluateCall(const CodeNode& node)
{
    std::vector<Value> arguments;
    for (const CodeNode& child : node.children)
    {
        arguments.push_back(Evaluate(child));
    }
    if (node.text == "abs" && arguments.size() == 1)
    {
        return Compare("<", arguments.front(), Value()) ? Negate("-", arguments.front())
                                                        : arguments.front();
    }
    const bool least = node.text == "min";
    if ((least || node.text == "max") && !arguments.empty())
    {
        Value best = arguments.front();
        for (const Value& value : arguments)
        {
            best = Compare(least ? "<" : ">", value, best) ? value : best;
        }
        return best;
    }
    throw CodeFailure{node.position, "the function " + node.text + "() in code", true};
}

void
Evaluator::Explain(const CodeNode& node, std::vector<std::string>& seen)
{
    if (node.kind == CodeNode::Kind::Name)
    {
        std::string text = node.text + " is " + ToText(Find(node));
        if (std::find(seen.begin(), seen.end(), text) == seen.end())
        {
            seen.push_back(std::move(text));
        }
    }
    for (const CodeNode& child : node.children)
    {
        Explain(child, seen);
    }
}

} // namespace packetdrill
} // namespace ns3
