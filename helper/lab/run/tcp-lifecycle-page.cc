/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-page.h"

#include "tcp-lifecycle-page-files.h"
#include "tcp-lifecycle-svg.h"

#include <cstddef>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A page on which one steps through the life of a connection: its files, put together.
 */

namespace ns3
{

namespace
{

/// \param json JSON \return the same, fit for a script element, which only `<` can end
std::string
ForScript(const std::string& json)
{
    std::string text;
    for (const char c : json)
    {
        text += c == '<' ? std::string("\\u003c") : std::string(1, c);
    }
    return text;
}

/// \param text a text with places such as `%DATA%` \param parts what comes there, by name
/// \return the whole text; a part is not looked into
std::string
Filled(const std::string& text, const std::vector<std::pair<std::string, std::string>>& parts)
{
    std::string filled;
    std::size_t at = 0;
    while (at < text.size())
    {
        bool found = false;
        for (const auto& [name, part] : parts)
        {
            if (text.compare(at, name.size(), name) == 0)
            {
                filled += part;
                at += name.size();
                found = true;
                break;
            }
        }
        if (!found)
        {
            filled += text[at++];
        }
    }
    return filled;
}

} // namespace

std::string
TcpLifecyclePage(const TcpLifecycleLadderModel& model, const TcpLifecyclePageText& text)
{
    return Filled(TCP_LIFECYCLE_PAGE_HTML,
                  {{"%TITLE%", TcpLifecycleSvgEscape(text.name)},
                   {"%STYLE%", TCP_LIFECYCLE_PAGE_STYLE},
                   {"%WORDS%", ForScript(TCP_LIFECYCLE_PAGE_WORDS)},
                   {"%DATA%", ForScript(TcpLifecyclePageData(model, text))},
                   {"%SCRIPT%", TCP_LIFECYCLE_PAGE_SCRIPT}});
}

} // namespace ns3
