/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-csv.h"
#include "tcp-lifecycle-output.h"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/// \param part a text \return whether an error's message has it
auto
Says(const std::string& part)
{
    return [part](const TcpLifecycleFileError& error) {
        return std::string(error.what()).find(part) != std::string::npos;
    };
}

/// A folder that is gone afterwards.
struct Folder
{
    Folder()
        : path(std::filesystem::temp_directory_path() / "tcp-lifecycle-test-output")
    {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }

    ~Folder()
    {
        std::filesystem::remove_all(path);
    }

    std::filesystem::path path; //!< where
};

} // namespace

BOOST_AUTO_TEST_SUITE(output)

BOOST_AUTO_TEST_CASE(a_file_in_a_folder_that_is_not_there_is_an_error_with_its_path)
{
    BOOST_CHECK_EXCEPTION(TcpLifecycleOutput("/no/such/folder/file.csv"),
                          TcpLifecycleFileError,
                          Says("/no/such/folder/file.csv: No such file or directory"));
    BOOST_CHECK_EXCEPTION(TcpLifecycleConnectionsCsv("/no/such/folder/file.csv"),
                          TcpLifecycleFileError,
                          Says("/no/such/folder/file.csv"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_when_the_file_is_closed)
{
    TcpLifecycleTransitionsCsv csv("/dev/full");
    BOOST_CHECK_EXCEPTION(csv.Close(),
                          TcpLifecycleFileError,
                          Says("/dev/full: No space left on device"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_when_more_is_written_than_is_buffered)
{
    TcpLifecycleOutput file("/dev/full");
    BOOST_CHECK_EXCEPTION(file.Write(std::string(1 << 20, 'x')),
                          TcpLifecycleFileError,
                          Says("No space left on device"));
}

BOOST_AUTO_TEST_CASE(a_stream_that_fails_is_an_error)
{
    std::ostringstream stream;
    TcpLifecycleTransitionsCsv csv(stream);
    stream.setstate(std::ios::badbit);
    BOOST_CHECK_EXCEPTION(csv.OnEvent({}), TcpLifecycleFileError, Says("stream"));
}

BOOST_AUTO_TEST_CASE(a_file_has_what_was_written)
{
    const Folder folder;
    const std::string path = folder.path / "a.txt";
    TcpLifecycleOutput::WriteFile(path, "one\ntwo\n");
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    BOOST_TEST(text.str() == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(folders_are_made_where_none_are)
{
    const Folder folder;
    const std::string path = folder.path / "a" / "b";
    TcpLifecycleOutput::MakeFolder(path);
    BOOST_TEST(std::filesystem::is_directory(path));
    TcpLifecycleOutput::MakeFolder(path);
}

BOOST_AUTO_TEST_CASE(a_folder_where_a_file_is_is_an_error)
{
    const Folder folder;
    const std::string path = folder.path / "file";
    TcpLifecycleOutput::WriteFile(path, "");
    BOOST_CHECK_EXCEPTION(TcpLifecycleOutput::MakeFolder(path),
                          TcpLifecycleFileError,
                          Says("Not a directory"));
    BOOST_CHECK_EXCEPTION(TcpLifecycleOutput::MakeFolder(path + "/below"),
                          TcpLifecycleFileError,
                          Says("below"));
}

BOOST_AUTO_TEST_SUITE_END()
