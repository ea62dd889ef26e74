/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-code.h"

#include "packetdrill-code-tokens.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Levels of an expression; scripts need six.
constexpr int MOST_DEPTH = 100;

/// Words of Python that are understood nowhere here.
constexpr const char* BEYOND[] = {"if",     "elif",     "else",  "for",   "while",  "def",
                                  "class",  "import",   "from",  "try",   "except", "with",
                                  "lambda", "return",   "raise", "yield", "global", "del",
                                  "break",  "continue", "is"};

/// Operators of two values, the loosest first.
constexpr const char* LEVELS[][4] = {{"|", nullptr, nullptr, nullptr},
                                     {"^", nullptr, nullptr, nullptr},
                                     {"&", nullptr, nullptr, nullptr},
                                     {"<<", ">>", nullptr, nullptr},
                                     {"+", "-", nullptr, nullptr},
                                     {"*", "/", "//", "%"}};
constexpr std::size_t LEVEL_COUNT = sizeof LEVELS / sizeof LEVELS[0]; //!< of operators

/// Reads statements from tokens.
class CodeReader
{
  public:
    /// \param code a block
    explicit CodeReader(const Code& code)
        : m_code(code),
          m_tokens(ReadTokens(code))
    {
    }

    /// \return all statements
    std::vector<CodeStatement> Read()
    {
        std::vector<CodeStatement> statements;
        while (true)
        {
            while (Here().kind == CodeToken::Kind::NewLine)
            {
                ++m_at;
            }
            if (Here().kind == CodeToken::Kind::End)
            {
                return statements;
            }
            statements.push_back(ReadStatement());
            if (Here().kind != CodeToken::Kind::End && Here().kind != CodeToken::Kind::NewLine)
            {
                FailHere("an operator or the end of the line");
            }
        }
    }

  private:
    /// \return the next token
    const CodeToken& Here() const
    {
        return m_tokens[m_at];
    }

    /// Fail at the next token. \param expected what should be there
    [[noreturn]] void FailHere(const std::string& expected) const
    {
        const CodeToken& token = Here();
        for (const std::string word : BEYOND)
        {
            if (token.kind == CodeToken::Kind::Name && token.text == word)
            {
                throw CodeFailure{token.position, "\"" + word + "\" in code", true};
            }
        }
        std::string found = "the end of the code";
        if (token.kind == CodeToken::Kind::NewLine)
        {
            found = "the end of the line";
        }
        else if (token.kind != CodeToken::Kind::End)
        {
            found = '"' + m_code.text.substr(token.begin, token.end - token.begin) + '"';
        }
        throw CodeFailure{token.position, "expected " + expected + ", found " + found, false};
    }

    /// \param text a word or an operator \return whether it comes next; it is consumed then
    bool Skip(const std::string& text)
    {
        const CodeToken& token = Here();
        const bool there =
            (token.kind == CodeToken::Kind::Name || token.kind == CodeToken::Kind::Operator) &&
            token.text == text;
        m_at += there ? 1 : 0;
        return there;
    }

    /// \return the statement that comes next
    CodeStatement ReadStatement()
    {
        CodeStatement statement;
        statement.position = Here().position;
        const std::size_t begin = Here().begin;
        if (Skip("assert"))
        {
            statement.kind = CodeStatement::Kind::Assert;
            statement.expressions.push_back(ReadExpression());
            if (Skip(","))
            {
                statement.expressions.push_back(ReadExpression());
            }
        }
        else if (Skip("print"))
        {
            statement.kind = CodeStatement::Kind::Print;
            ReadList(statement.expressions);
        }
        else if (Skip("pass"))
        {
            statement.kind = CodeStatement::Kind::Pass;
        }
        else if (IsAssignment())
        {
            statement.kind = CodeStatement::Kind::Assign;
            statement.name = m_tokens[m_at].text;
            statement.operation = m_tokens[m_at + 1].text;
            statement.operation.pop_back();
            m_at += 2;
            ReadList(statement.expressions);
            if (statement.expressions.empty())
            {
                FailHere("a value");
            }
        }
        else
        {
            statement.kind = CodeStatement::Kind::Expression;
            ReadList(statement.expressions);
        }
        statement.source = m_code.text.substr(begin, m_tokens[m_at - 1].end - begin);
        return statement;
    }

    /// \return whether a name and `=`, or an operator with it, come next
    bool IsAssignment() const
    {
        if (Here().kind != CodeToken::Kind::Name)
        {
            return false;
        }
        const CodeToken& next = m_tokens[m_at + 1]; // there is End at least
        const std::string& text = next.text;
        return next.kind == CodeToken::Kind::Operator && text.back() == '=' && text != "==" &&
               text != "!=" && text != "<=" && text != ">=";
    }

    /// \param expressions gets those that come next, separated by commas; none at a line's end
    void ReadList(std::vector<CodeNode>& expressions)
    {
        while (Here().kind != CodeToken::Kind::End && Here().kind != CodeToken::Kind::NewLine)
        {
            expressions.push_back(ReadExpression());
            if (!Skip(","))
            {
                return;
            }
        }
    }

    /// \param kind what it is \param children its parts \return a node above them
    CodeNode Above(CodeNode::Kind kind, std::vector<CodeNode> children) const
    {
        CodeNode node;
        node.kind = kind;
        node.position = children.front().position;
        for (const CodeNode& child : children)
        {
            node.depth = std::max(node.depth, child.depth + 1);
        }
        if (node.depth > MOST_DEPTH)
        {
            FailDeep();
        }
        node.children = std::move(children);
        return node;
    }

    /// Fail for nesting.
    [[noreturn]] void FailDeep() const
    {
        throw CodeFailure{Here().position,
                          "the expression has more than " + std::to_string(MOST_DEPTH) + " levels",
                          false};
    }

    /// \param left one node \param right another \return both
    static std::vector<CodeNode> Both(CodeNode left, CodeNode right)
    {
        std::vector<CodeNode> both;
        both.push_back(std::move(left));
        both.push_back(std::move(right));
        return both;
    }

    /// \return the expression that comes next
    CodeNode ReadExpression()
    {
        if (++m_depth > MOST_DEPTH)
        {
            FailDeep();
        }
        CodeNode node = ReadAnd();
        while (Skip("or"))
        {
            node = Above(CodeNode::Kind::Or, Both(std::move(node), ReadAnd()));
        }
        --m_depth;
        return node;
    }

    /// \return expressions with `and`
    CodeNode ReadAnd()
    {
        CodeNode node = ReadNot();
        while (Skip("and"))
        {
            node = Above(CodeNode::Kind::And, Both(std::move(node), ReadNot()));
        }
        return node;
    }

    /// \return an expression, perhaps with `not`
    CodeNode ReadNot()
    {
        std::size_t count = 0;
        while (Skip("not"))
        {
            ++count;
        }
        CodeNode node = ReadComparison();
        for (; count > 0; --count)
        {
            std::vector<CodeNode> child;
            child.push_back(std::move(node));
            node = Above(CodeNode::Kind::Not, std::move(child));
        }
        return node;
    }

    /// \return the comparison that comes next; empty without one
    std::string ReadComparisonOperator()
    {
        for (const char* operation : {"==", "!=", "<=", ">=", "<", ">", "in"})
        {
            if (Skip(operation))
            {
                return operation;
            }
        }
        if (Here().text == "not" && Here().kind == CodeToken::Kind::Name &&
            m_tokens[m_at + 1].text == "in")
        {
            m_at += 2;
            return "not in";
        }
        return "";
    }

    /// \return an expression, perhaps of a chain of comparisons
    CodeNode ReadComparison()
    {
        std::vector<CodeNode> children;
        std::vector<std::string> operators;
        children.push_back(ReadBinary(0));
        for (std::string next = ReadComparisonOperator(); !next.empty();
             next = ReadComparisonOperator())
        {
            operators.push_back(std::move(next));
            children.push_back(ReadBinary(0));
        }
        if (operators.empty())
        {
            return std::move(children.front());
        }
        CodeNode node = Above(CodeNode::Kind::Compare, std::move(children));
        node.operators = std::move(operators);
        return node;
    }

    /// \param level of operators \return the operator of that level that comes next, or none
    const char* SkipOperator(std::size_t level)
    {
        for (const char* operation : LEVELS[level])
        {
            if (operation != nullptr && Skip(operation))
            {
                return operation;
            }
        }
        return nullptr;
    }

    /// \param level of operators, LEVEL_COUNT for none \return an expression with them
    CodeNode ReadBinary(std::size_t level)
    {
        if (level == LEVEL_COUNT)
        {
            return ReadUnary();
        }
        CodeNode node = ReadBinary(level + 1);
        for (const char* next = SkipOperator(level); next != nullptr; next = SkipOperator(level))
        {
            node = Above(CodeNode::Kind::Binary, Both(std::move(node), ReadBinary(level + 1)));
            node.text = next;
        }
        return node;
    }

    /// \return an expression with signs before it
    CodeNode ReadUnary()
    {
        std::string signs;
        while (Here().kind == CodeToken::Kind::Operator &&
               (Here().text == "-" || Here().text == "+" || Here().text == "~"))
        {
            signs += Here().text;
            ++m_at;
        }
        CodeNode node = ReadAtom();
        for (; !signs.empty(); signs.pop_back())
        {
            std::vector<CodeNode> child;
            child.push_back(std::move(node));
            node = Above(CodeNode::Kind::Unary, std::move(child));
            node.text = signs.back();
        }
        return node;
    }

    /// \return a number, a string, a name, a call, or an expression in parentheses
    CodeNode ReadAtom()
    {
        CodeNode node;
        node.position = Here().position;
        if (Here().kind == CodeToken::Kind::Constant)
        {
            node.value = m_tokens[m_at++].value;
            return node;
        }
        if (Skip("("))
        {
            return ReadParentheses(node.position);
        }
        const bool reserved = Here().text == "and" || Here().text == "or" || Here().text == "in" ||
                              Here().text == "not" || Here().text == "assert";
        const bool beyond = std::any_of(std::begin(BEYOND),
                                        std::end(BEYOND),
                                        [this](const char* word) { return Here().text == word; });
        if (Here().kind != CodeToken::Kind::Name || reserved || beyond)
        {
            FailHere("a value");
        }
        node.kind = CodeNode::Kind::Name;
        node.text = m_tokens[m_at++].text;
        if (Skip("("))
        {
            CodeNode arguments = ReadParentheses(node.position, true);
            arguments.kind = CodeNode::Kind::Call;
            arguments.text = node.text;
            return arguments;
        }
        return node;
    }

    /// \param position where they open \param always whether one value makes a tuple, too
    /// \return what is in parentheses, a tuple if there are commas
    CodeNode ReadParentheses(Position position, bool always = false)
    {
        std::vector<CodeNode> children;
        bool comma = always;
        while (!Skip(")"))
        {
            if (!children.empty() && !comma)
            {
                FailHere("\",\" or \")\"");
            }
            children.push_back(ReadExpression());
            if (Skip(","))
            {
                comma = true;
            }
            else if (!Skip(")"))
            {
                FailHere("an operator, \",\" or \")\"");
            }
            else
            {
                break;
            }
        }
        if (children.size() == 1 && !comma)
        {
            return std::move(children.front());
        }
        if (children.empty())
        {
            CodeNode empty;
            empty.kind = CodeNode::Kind::Tuple;
            empty.position = position;
            return empty;
        }
        CodeNode tuple = Above(CodeNode::Kind::Tuple, std::move(children));
        tuple.position = position;
        return tuple;
    }

    const Code& m_code;              //!< the block
    std::vector<CodeToken> m_tokens; //!< of it
    std::size_t m_at{0};             //!< the next one
    int m_depth{0};                  //!< of parentheses
};

} // namespace

std::vector<CodeStatement>
ReadCode(const Code& code)
{
    return CodeReader(code).Read();
}

} // namespace packetdrill
} // namespace ns3
