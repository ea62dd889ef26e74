/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-csv.h"

#include "lifecycle-text-buffer.h"

#include <algorithm>
#include <string_view>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables of a run as comma-separated values.
 */

namespace ns3
{

namespace
{

/// Bytes; a row is seldom longer.
constexpr std::size_t USUAL_LENGTH = 320;

/// \param c of a field \return whether the field must be quoted (RFC 4180, section 2, 6)
bool
MustBeQuoted(char c)
{
    // most are beyond all four
    return c <= ',' && (c == ',' || c == '"' || c == '\r' || c == '\n');
}

/// One line of comma-separated values.
class Line : public TcpLifecycleRow
{
  public:
    void Number(int64_t number) override
    {
        m_text.AppendNumber(number);
        m_text += ',';
    }

    /// \param text appended as a field, quoted if need be (RFC 4180, section 2, 5 to 7)
    void Text(std::string_view text) override
    {
        if (std::any_of(text.begin(), text.end(), &MustBeQuoted))
        {
            AppendQuoted(text);
        }
        else
        {
            m_text += text;
        }
        m_text += ',';
    }

    void Nothing() override
    {
        m_text += ',';
    }

    /// \return the line, which has a field, with its end; the last call
    std::string Ended()
    {
        m_text.Back() = '\n';
        return m_text.Take();
    }

  private:
    /// \param text appended in quotes, each of its own twice
    void AppendQuoted(std::string_view text)
    {
        m_text += '"';
        std::size_t at = 0;
        for (std::size_t end; (end = text.find('"', at)) != std::string_view::npos; at = end + 1)
        {
            m_text += text.substr(at, end - at);
            m_text += "\"\"";
        }
        m_text += text.substr(at);
        m_text += '"';
    }

    lifecycle::TextBuffer m_text{USUAL_LENGTH}; //!< the fields so far, each with a comma after it
};

/// \param table a table \return its first line
std::string
HeaderOf(const TcpLifecycleTable& table)
{
    Line line;
    for (const TcpLifecycleColumn& column : table.columns)
    {
        line.Text(column.name);
    }
    return line.Ended();
}

/// \param event something with a row \return its line
template <typename Event>
std::string
RowOf(const Event& event)
{
    Line line;
    TcpLifecycleFill(event, line);
    return line.Ended();
}

} // namespace

std::string
TcpLifecycleTransitionsHeader()
{
    return HeaderOf(TcpLifecycleTransitionsTable());
}

std::string
TcpLifecycleTransitionsRow(const TcpLifecycleTransition& transition)
{
    return RowOf(transition);
}

std::string
TcpLifecycleConnectionsHeader()
{
    return HeaderOf(TcpLifecycleConnectionsTable());
}

std::string
TcpLifecycleConnectionsRow(const TcpLifecycleRecord& record)
{
    return RowOf(record);
}

std::string
TcpLifecycleSegmentsHeader()
{
    return HeaderOf(TcpLifecycleSegmentsTable());
}

std::string
TcpLifecycleSegmentsRow(const TcpLifecycleSegmentRecord& segment)
{
    return RowOf(segment);
}

} // namespace ns3
