/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_TEST_FILES_H
#define PACKETDRILL_TEST_FILES_H

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * Script files for tests: those of this folder, and public suites where they are present.
 */

namespace ns3
{
namespace packetdrill
{

/// \return the folder of broken scripts
inline std::filesystem::path
BrokenScripts()
{
    return std::filesystem::path(TCP_LIFECYCLE_TEST_DIR) / "packetdrill" / "broken";
}

/// \return where public suites are, if they are; beside the project's root
inline std::filesystem::path
PublicScripts()
{
    return std::filesystem::path(TCP_LIFECYCLE_TEST_DIR) / ".." / ".." / "shared" / "packetdrill";
}

/// \param folder a folder \return all scripts below it, sorted; none if it is not there
inline std::vector<std::filesystem::path>
ScriptsBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder))
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        {
            if (entry.path().extension() == ".pkt")
            {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// \param file a file \return its bytes
inline std::string
Contents(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_TEST_FILES_H
