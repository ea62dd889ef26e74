/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-shell.h"

#include <cstdint>
#include <cstdlib>
#include <regex>
#include <sstream>

namespace ns3
{
namespace packetdrill
{

CommandResult
UnsupportedCommand(const std::string& what)
{
    CommandResult result;
    result.unsupported = what;
    result.status = 127; // as a shell's when it does not find a command
    return result;
}

std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> words;
    std::string word;
    bool inWord = false;
    char quote = '\0';
    for (const char c : text)
    {
        if (quote != '\0')
        {
            quote = c == quote ? '\0' : quote;
            word += quote != '\0' ? std::string(1, c) : std::string();
        }
        else if (c == '\'' || c == '"')
        {
            quote = c;
            inWord = true;
        }
        else if (c == ' ' || c == '\t')
        {
            if (inWord)
            {
                words.push_back(word);
            }
            word.clear();
            inWord = false;
        }
        else
        {
            word += c;
            inWord = true;
        }
    }
    if (inWord)
    {
        words.push_back(word);
    }
    return words;
}

std::vector<std::string>
Cut(const std::string& text, const std::string& separators)
{
    std::vector<std::string> parts(1);
    char quote = '\0';
    for (const char c : text)
    {
        if (quote != '\0' || c == '\'' || c == '"')
        {
            quote = quote == '\0' ? c : (c == quote ? '\0' : quote);
            parts.back() += c;
        }
        else if (separators.find(c) != std::string::npos)
        {
            parts.emplace_back();
        }
        else
        {
            parts.back() += c;
        }
    }
    return parts;
}

std::string
Trim(std::string text)
{
    const std::size_t comment = text.find(" #");
    text = text.substr(0, text.find_first_not_of(" \t") == text.find('#') ? 0 : comment);
    const std::size_t first = text.find_first_not_of(" \t\r");
    const std::size_t last = text.find_last_not_of(" \t\r\\");
    return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

std::string
Evaluate(std::string text)
{
    static const std::regex product(R"(\$\(\(\s*([0-9]+(?:\s*\*\s*[0-9]+)*)\s*\)\))");
    std::smatch match;
    while (std::regex_search(text, match, product))
    {
        int64_t value = 1;
        for (const std::string& factor : Cut(match[1].str(), "*"))
        {
            value *= std::atoll(factor.c_str());
        }
        text = match.prefix().str() + std::to_string(value) + match.suffix().str();
    }
    return text;
}

CommandResult
Grep(const std::vector<std::string>& words, const std::string& input)
{
    bool count = false;
    bool quiet = false;
    bool invert = false;
    std::vector<std::string> patterns;
    for (std::size_t i = 1; i < words.size(); ++i)
    {
        const std::string& word = words[i];
        if (word.size() < 2 || word[0] != '-')
        {
            patterns.push_back(word);
            continue;
        }
        for (const char c : word.substr(1))
        {
            count = count || c == 'c';
            quiet = quiet || c == 'q';
            invert = invert || c == 'v';
            if (std::string("cqvEei").find(c) == std::string::npos)
            {
                return UnsupportedCommand("grep " + word);
            }
        }
    }
    if (patterns.size() != 1)
    {
        return UnsupportedCommand("grep with files");
    }
    CommandResult result;
    uint64_t lines = 0;
    try
    {
        const std::regex pattern(patterns[0], std::regex::extended);
        std::istringstream in(input);
        std::string line;
        while (std::getline(in, line))
        {
            if (std::regex_search(line, pattern) != invert)
            {
                ++lines;
                result.output += line + "\n";
            }
        }
    }
    catch (const std::regex_error&)
    {
        return UnsupportedCommand("grep " + patterns[0]);
    }
    result.status = lines > 0 ? 0 : 1;
    if (quiet)
    {
        result.output.clear();
    }
    else if (count)
    {
        result.output = std::to_string(lines) + "\n";
    }
    return result;
}

} // namespace packetdrill
} // namespace ns3
