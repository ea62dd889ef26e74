/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-csv.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables of a run as comma-separated values.
 */

namespace ns3
{

namespace
{

/// One line of comma-separated values.
class Line : public TcpLifecycleRow
{
  public:
    void Number(int64_t number) override
    {
        Append(std::to_string(number));
    }

    /// \param text appended as a field, quoted if need be (RFC 4180, section 2, 5 to 7)
    void Text(const std::string& text) override
    {
        if (text.find_first_of(",\"\r\n") == std::string::npos)
        {
            Append(text);
            return;
        }
        std::string quoted = "\"";
        for (const char c : text)
        {
            quoted += c == '"' ? "\"\"" : std::string(1, c);
        }
        Append(quoted + '"');
    }

    void Nothing() override
    {
        Append("");
    }

    /// \return the line with its end
    std::string Ended() const
    {
        return m_text + '\n';
    }

  private:
    /// \param field appended as it is
    void Append(const std::string& field)
    {
        m_text += m_empty ? "" : ",";
        m_text += field;
        m_empty = false;
    }

    std::string m_text; //!< the fields so far
    bool m_empty{true}; //!< there is none
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
