/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-traffic-csv.h"

#include <set>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Lists of connections, read.
 */

namespace ns3
{

namespace
{

/// A column of the list.
enum class Column : uint8_t
{
    Time,     //!< when the connection is opened
    Client,   //!< which
    Server,   //!< which
    Request,  //!< bytes
    Response, //!< bytes
    Closer,   //!< who closes first
    Way,      //!< how
    Delay,    //!< before that
};

constexpr TcpLifecycleWord<Column> COLUMNS[] = {
    {"time", Column::Time},
    {"client", Column::Client},
    {"server", Column::Server},
    {"request", Column::Request},
    {"response", Column::Response},
    {"closer", Column::Closer},
    {"way", Column::Way},
    {"delay", Column::Delay},
};

/// \param line of a file, without its end \param place of its first byte \return its fields
std::vector<TcpLifecycleToken>
Fields(const std::string& line, const TcpLifecycleTextPlace& place)
{
    const TcpLifecycleToken whole{line, place};
    std::vector<TcpLifecycleToken> fields;
    std::size_t at = 0;
    do
    {
        const std::size_t end = std::min(line.find(',', at), line.size());
        fields.push_back(TcpLifecyclePart(whole, at, end - at));
        at = end + 1;
    } while (at <= line.size());
    return fields;
}

/// \param fields the first line \return what the columns are
std::vector<Column>
ReadHeader(const std::vector<TcpLifecycleToken>& fields)
{
    std::vector<Column> columns;
    std::set<Column> seen;
    for (const auto& field : fields)
    {
        columns.push_back(TcpLifecycleLookUp(COLUMNS, field, "column"));
        if (!seen.insert(columns.back()).second)
        {
            TcpLifecycleFail(field, TcpLifecycleQuoted(field.text) + " is a duplicate");
        }
    }
    if (seen.count(Column::Time) == 0)
    {
        TcpLifecycleFail(fields.front(), "the column 'time' is missing");
    }
    return columns;
}

/// \param field a number of seconds \return the time
Time
ReadSeconds(const TcpLifecycleToken& field)
{
    return Seconds(TcpLifecycleReadReal(field, 0, TcpLifecycleTraffic::MOST_SECONDS));
}

/// \param field not empty \param column what it is \param clients their number
/// \param servers their number \param arrival gets it
void
ReadField(const TcpLifecycleToken& field,
          Column column,
          uint32_t clients,
          uint32_t servers,
          TcpLifecycleTrafficEntry& arrival)
{
    constexpr auto MOST = static_cast<uint64_t>(TcpLifecycleTraffic::MOST_OCTETS);
    switch (column)
    {
    case Column::Time:
        arrival.at = ReadSeconds(field);
        break;
    case Column::Client:
        arrival.client = static_cast<uint32_t>(TcpLifecycleReadNumber(field, 0, clients - 1));
        break;
    case Column::Server:
        arrival.server = static_cast<uint32_t>(TcpLifecycleReadNumber(field, 0, servers - 1));
        break;
    case Column::Request:
        arrival.request = TcpLifecycleReadNumber(field, 0, MOST);
        break;
    case Column::Response:
        arrival.response = TcpLifecycleReadNumber(field, 0, MOST);
        break;
    case Column::Closer:
        arrival.closer = TcpLifecycleLookUp(TRAFFIC_CLOSERS, field, "closer");
        break;
    case Column::Way:
        arrival.way = TcpLifecycleLookUp(TRAFFIC_WAYS, field, "way to close");
        break;
    case Column::Delay:
        arrival.delay = ReadSeconds(field);
        break;
    }
}

} // namespace

std::vector<TcpLifecycleTrafficEntry>
TcpLifecycleReadTrafficCsv(const std::string& path, uint32_t clients, uint32_t servers)
{
    const std::string text = TcpLifecycleReadTextFile(path);
    std::vector<TcpLifecycleTrafficEntry> arrivals;
    std::vector<Column> columns;
    TcpLifecycleTextPlace place{path};
    for (std::size_t at = 0; at < text.size(); ++place.line)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        if (!line.empty() && line.back() == '\r')
        {
            line.pop_back();
        }
        const auto fields = Fields(line, place);
        if (columns.empty())
        {
            columns = ReadHeader(fields);
            continue;
        }
        TcpLifecycleTrafficEntry arrival;
        for (std::size_t i = 0; i < fields.size(); ++i)
        {
            if (i >= columns.size())
            {
                TcpLifecycleFail(fields[i],
                                 "too many fields: the first line has " +
                                     std::to_string(columns.size()));
            }
            if (!fields[i].IsEnd() || columns[i] == Column::Time)
            {
                ReadField(fields[i], columns[i], clients, servers, arrival);
            }
        }
        if (fields.size() < columns.size())
        {
            TcpLifecycleFail({"", {path, place.line, line.size() + 1}},
                             "a field is missing: the first line has " +
                                 std::to_string(columns.size()));
        }
        if (!arrivals.empty() && arrival.at < arrivals.back().at)
        {
            TcpLifecycleFail(fields.front(), "the time is before that of the previous line");
        }
        arrivals.push_back(arrival);
    }
    if (columns.empty())
    {
        TcpLifecycleFail({"", place}, "the line with the names of the columns is missing");
    }
    return arrivals;
}

} // namespace ns3
