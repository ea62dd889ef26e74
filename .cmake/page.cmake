# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes tcp-lifecycle-page-files.cc: the files of the page that `lifecycle-lab --html` leaves, as strings,
# so that a program needs no file to find. Sets tcp_lifecycle_page_source.

set(page_dir ${CMAKE_CURRENT_SOURCE_DIR}/helper/lab/run/page)
set(page_scripts page-words.js page-steps.js page-ladder.js page-diagram.js page-header.js page-windows.js
                 page.js
)

# Reads a file into a variable; when the file changes, CMake runs again.
function(tcp_lifecycle_read_page_file name variable)
  file(READ ${page_dir}/${name} text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_dir}/${name})
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

tcp_lifecycle_read_page_file(page.html page_html)
tcp_lifecycle_read_page_file(page.css page_style)
tcp_lifecycle_read_page_file(words.json page_words)
set(page_script "")
foreach(name IN LISTS page_scripts)
  tcp_lifecycle_read_page_file(${name} text)
  string(APPEND page_script "${text}")
endforeach()

set(tcp_lifecycle_page_source ${CMAKE_CURRENT_BINARY_DIR}/tcp-lifecycle-page-files.cc)
configure_file(${page_dir}/../tcp-lifecycle-page-files.cc.in ${tcp_lifecycle_page_source} @ONLY)
