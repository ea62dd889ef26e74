/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 * Draws ladders of connections from a table, as examples/analysis/ladder.py hands it over.
 *
 *     lifecycle-ladder ladder.csv --out=ladder.svg
 *
 * The table has a line for each thing, in the order in which they are drawn: see ladder-table.h.
 */

#include "lifecycle-ladder/ladder-table.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-ladder-svg.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"

#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// \param pictures SVG documents \return one that has them below each other
std::string
Stacked(const std::vector<std::string>& pictures)
{
    if (pictures.size() == 1)
    {
        return pictures.front();
    }
    std::string body;
    double y = 0;
    for (const std::string& picture : pictures)
    {
        const std::size_t begin = picture.find("<svg ");
        const std::size_t height = picture.find(" height=\"", begin) + 9;
        body += "<g transform=\"translate(0 " + std::to_string(y) + ")\">\n" +
                picture.substr(begin) + "</g>\n";
        y += std::stod(picture.substr(height));
    }
    const std::string size = "0 0 1120 " + std::to_string(y);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
           "viewBox=\"" +
           size + "\" width=\"1120\" height=\"" + std::to_string(y) + "\">\n" + body + "</svg>\n";
}

/// \param path a file, or `-` \return its contents
std::string
ReadAll(const std::string& path)
{
    std::ostringstream text;
    if (path == "-")
    {
        text << std::cin.rdbuf();
        return text.str();
    }
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw LadderTableError(path + ": cannot be read; give a table written by ladder.py "
                                      "--table");
    }
    text << file.rdbuf();
    return text.str();
}

/// \param name of a file \param end of it \return whether it ends so
bool
EndsIn(const std::string& name, const std::string& end)
{
    return name.size() >= end.size() &&
           name.compare(name.size() - end.size(), end.size(), end) == 0;
}

/// \param argc as main's \param argv as main's
void
Run(int argc, char** argv)
{
    std::string table = "-";
    std::string out;
    bool ascii = false;
    TcpLifecycleArguments arguments("lifecycle-ladder", "Draws ladders from a table.\n");
    arguments.AddWord("table", "a table written by ladder.py --table; -: standard input", table);
    arguments.AddValue("out", "output file, .svg or .txt; default: print text", out);
    arguments.AddValue("ascii", "text without box characters", ascii);
    arguments.Parse(argc, argv);
    const bool picture = EndsIn(out, ".svg");
    if (!out.empty() && !picture && !EndsIn(out, ".txt"))
    {
        throw LadderTableError("--out=" + out + ": must end in .svg or .txt");
    }
    std::vector<std::string> drawn;
    std::string text;
    for (const TcpLifecycleLadderModel& model : ReadLadderTable(ReadAll(table), table))
    {
        if (picture)
        {
            drawn.push_back(TcpLifecycleLadderSvg(model));
            continue;
        }
        text += text.empty() ? "" : "\n";
        text += TcpLifecycleLadderText(model,
                                       ascii ? TcpLifecycleLadderCharset::Ascii
                                             : TcpLifecycleLadderCharset::Utf8);
    }
    if (out.empty())
    {
        std::cout << text << std::flush;
        return;
    }
    TcpLifecycleOutput::WriteFile(out, picture ? Stacked(drawn) : text);
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        Run(argc, argv);
        return 0;
    }
    catch (const std::exception& error)
    {
        std::cerr << "lifecycle-ladder: " << error.what() << '\n';
        return 2;
    }
}
