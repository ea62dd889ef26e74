/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-results.h"

#include <algorithm>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param text some lines \return the first one
std::string
FirstLine(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

/// \param text lines \param indent before each \return them, ended
std::string
Indented(const std::string& text, const std::string& indent)
{
    std::string out;
    for (std::size_t begin = 0; begin < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        out += indent + text.substr(begin, end - begin) + '\n';
        begin = end + 1;
    }
    return out;
}

/// \param text a text \return without what TAP takes for a directive or a new line
std::string
TapEscaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
    {
        out += c == '#' || c == '\\' ? "\\" : "";
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return out;
}

/// \param text a text \return as text or an attribute of XML 1.0; bytes that it cannot have are
/// `?`
std::string
XmlEscaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
    {
        switch (c)
        {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\n':
        case '\t':
            out += c;
            break;
        default:
            out += c >= ' ' && c <= '~' ? c : '?';
        }
    }
    return out;
}

/// \param result one that is not a pass \return the element inside its test case
std::string
JunitDetail(const ScriptResult& result)
{
    const std::string attributes = " message=\"" + XmlEscaped(FirstLine(result.message)) + '"';
    const auto element = [&](const std::string& name) {
        return "      <" + name + attributes + '>' + XmlEscaped(result.message) + "</" + name +
               ">\n";
    };
    switch (result.verdict)
    {
    case Verdict::Passed:
        return "";
    case Verdict::Failed:
        return element("failure");
    case Verdict::Unsupported:
    case Verdict::NotEvaluated:
        return "      <skipped message=\"" + std::string(ToText(result.verdict)) + ": " +
               XmlEscaped(FirstLine(result.message)) + "\"/>\n";
    case Verdict::Broken:
        return element("error");
    }
    return "";
}

} // namespace

const char*
ToText(Verdict verdict)
{
    switch (verdict)
    {
    case Verdict::Passed:
        return "passed";
    case Verdict::Failed:
        return "failed";
    case Verdict::Unsupported:
        return "unsupported";
    case Verdict::NotEvaluated:
        return "not evaluated";
    case Verdict::Broken:
        return "broken";
    }
    return "?";
}

std::size_t
Count(const std::vector<ScriptResult>& results, Verdict verdict)
{
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(), [verdict](const ScriptResult& result) {
            return result.verdict == verdict;
        }));
}

int
ExitStatus(const std::vector<ScriptResult>& results)
{
    if (Count(results, Verdict::Broken) > 0)
    {
        return 2;
    }
    return Count(results, Verdict::Passed) == results.size() ? 0 : 1;
}

std::string
LineText(const ScriptResult& result)
{
    constexpr std::size_t WIDTH = 15; // of the longest verdict, and two
    std::string text = ToText(result.verdict);
    text.resize(WIDTH, ' ');
    if (result.verdict == Verdict::Passed || result.message.empty())
    {
        return text + result.name;
    }
    const std::string first = FirstLine(result.message);
    // most messages begin by the script's name and the place
    return text + (first.compare(0, result.name.size(), result.name) == 0
                       ? first
                       : result.name + ": " + first);
}

std::string
SummaryText(const std::vector<ScriptResult>& results)
{
    std::string text =
        std::to_string(results.size()) + (results.size() == 1 ? " script" : " scripts");
    const char* separator = ": ";
    for (const Verdict verdict : {Verdict::Passed,
                                  Verdict::Failed,
                                  Verdict::Unsupported,
                                  Verdict::NotEvaluated,
                                  Verdict::Broken})
    {
        const std::size_t count = Count(results, verdict);
        if (count > 0)
        {
            text += separator + std::to_string(count) + ' ' + ToText(verdict);
            separator = ", ";
        }
    }
    return text;
}

std::string
TapText(const std::vector<ScriptResult>& results)
{
    std::string text = "TAP version 13\n1.." + std::to_string(results.size()) + '\n';
    std::size_t number = 0;
    for (const ScriptResult& result : results)
    {
        const bool skipped = result.verdict == Verdict::NotEvaluated;
        text += (result.verdict == Verdict::Passed || skipped ? "ok " : "not ok ") +
                std::to_string(++number) + " - " + TapEscaped(result.name);
        const std::string why =
            std::string(ToText(result.verdict)) + ": " + TapEscaped(FirstLine(result.message));
        text += skipped ? " # SKIP " + why : "";
        text += result.verdict == Verdict::Unsupported ? " # TODO " + why : "";
        text += '\n';
        if (result.verdict == Verdict::Failed || result.verdict == Verdict::Broken)
        {
            text += "  ---\n  verdict: " + std::string(ToText(result.verdict)) +
                    "\n  message: |\n" + Indented(result.message, "    ") + "  ...\n";
        }
    }
    return text + "# " + SummaryText(results) + '\n';
}

std::string
JunitText(const std::string& suite, const std::vector<ScriptResult>& results)
{
    Duration spent{0};
    for (const ScriptResult& result : results)
    {
        spent += result.spent;
    }
    const std::string counts = " tests=\"" + std::to_string(results.size()) + "\" failures=\"" +
                               std::to_string(Count(results, Verdict::Failed)) + "\" errors=\"" +
                               std::to_string(Count(results, Verdict::Broken)) + "\" skipped=\"" +
                               std::to_string(Count(results, Verdict::Unsupported) +
                                              Count(results, Verdict::NotEvaluated)) +
                               "\" time=\"" + SecondsText(spent) + '"';
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"" +
        XmlEscaped(suite) + '"' + counts + ">\n";
    for (const ScriptResult& result : results)
    {
        const std::string detail = JunitDetail(result);
        text += "    <testcase classname=\"" + XmlEscaped(suite) + "\" name=\"" +
                XmlEscaped(result.name) + "\" time=\"" + SecondsText(result.spent) + '"';
        text += detail.empty() ? "/>\n" : ">\n" + detail + "    </testcase>\n";
    }
    return text + "  </testsuite>\n</testsuites>\n";
}

} // namespace packetdrill
} // namespace ns3
