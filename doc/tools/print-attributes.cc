/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-model.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-settings.h"
#include "tcp-lifecycle-socket-factory.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/attribute.h"
#include "ns3/type-id.h"

#include <iostream>
#include <string>
#include <vector>

// Prints doc/attributes.rst: attributes and trace sources as the TypeIds have them, and what each
// profile sets.

using namespace ns3;

namespace
{

/// \param text any \return it, for reStructuredText
std::string
Escape(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
    {
        if (c == '*' || c == '`' || c == '|' || c == '_' || c == '\\')
        {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

/// \param text any \return it as code, or nothing for nothing
std::string
Code(const std::string& text)
{
    return text.empty() ? "" : "``" + text + "``";
}

/// \param title a heading \param line what it is underlined with
void
PrintHeading(const std::string& title, char line)
{
    std::cout << "\n" << title << "\n" << std::string(title.size(), line) << "\n";
}

/// A table that is printed line by line.
class Table
{
  public:
    /// \param widths of the columns, in parts \param header their names
    Table(const std::string& widths, const std::vector<std::string>& header)
    {
        std::cout << "\n.. list-table::\n   :header-rows: 1\n   :widths: " << widths << "\n\n";
        Print(header);
    }

    /// \param cells of a line
    void Print(const std::vector<std::string>& cells) const
    {
        const char* start = "   * - ";
        for (const std::string& cell : cells)
        {
            std::string line = start + cell;
            line.erase(line.find_last_not_of(' ') + 1);
            std::cout << line << "\n";
            start = "     - ";
        }
    }
};

/// \param tid a type
void
PrintType(TypeId tid)
{
    PrintHeading(tid.GetName(), '=');
    if (tid.GetAttributeN() > 0)
    {
        const Table table("20 15 15 50", {"Attribute", "Type", "Initial value", "Meaning"});
        for (std::size_t i = 0; i < tid.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation info = tid.GetAttribute(i);
            std::string type = info.checker->GetValueTypeName();
            const std::string prefix = "ns3::";
            const std::string suffix = "Value";
            if (type.rfind(prefix, 0) == 0)
            {
                type = type.substr(prefix.size());
            }
            if (type.size() > suffix.size() &&
                type.compare(type.size() - suffix.size(), suffix.size(), suffix) == 0)
            {
                type = type.substr(0, type.size() - suffix.size());
            }
            table.Print({Code(info.name),
                         type,
                         Code(info.initialValue->SerializeToString(info.checker)),
                         Escape(info.help)});
        }
    }
    if (tid.GetTraceSourceN() > 0)
    {
        const Table table("20 45 35", {"Trace source", "Callback", "Meaning"});
        for (std::size_t i = 0; i < tid.GetTraceSourceN(); ++i)
        {
            const TypeId::TraceSourceInformation info = tid.GetTraceSource(i);
            table.Print({Code(info.name), Code(info.callback), Escape(info.help)});
        }
    }
    if (tid.GetAttributeN() == 0 && tid.GetTraceSourceN() == 0)
    {
        std::cout << "\nIt has neither attributes nor trace sources of its own.\n";
    }
}

/// What each profile sets.
void
PrintProfiles()
{
    PrintHeading("Profiles", '=');
    std::cout << "\nThe values that ``Profile`` sets; one that the user sets wins.\n";
    std::vector<std::string> header{"Attribute"};
    std::string widths = "25";
    for (const char* name : lifecycle::PROFILE_NAMES)
    {
        header.push_back(Code(name));
        widths += " 15";
    }
    const Table table(widths, header);
    for (const TcpLifecycleSetting& setting : TcpLifecycleSettings::All())
    {
        std::vector<std::string> cells{Code(setting.name)};
        for (const char* name : lifecycle::PROFILE_NAMES)
        {
            const auto profile = lifecycle::MakeProfile(name);
            cells.push_back(setting.Format(setting.read(*profile)));
        }
        table.Print(cells);
    }
}

} // namespace

int
main()
{
    std::cout << ".. Printed by doc/tools/print-attributes.cc; "
                 "cmake --build --preset default --target doc-update\n";
    PrintHeading("Attributes and trace sources", '-');
    std::cout << "\nAs the TypeIds have them. An attribute whose initial value is ``profile`` has\n"
                 "the value of the profile until the user gives it one, and again when it is set "
                 "to\nthe text ``profile``.\n";
    PrintProfiles();
    PrintType(TcpLifecycleL4Protocol::GetTypeId());
    PrintType(TcpLifecycleSocket::GetTypeId());
    PrintType(TcpLifecycleSocketFactory::GetTypeId());
    PrintType(TcpLifecycleHeader::GetTypeId());
    PrintType(TcpLifecycleFaultModel::GetTypeId());
    return 0;
}
