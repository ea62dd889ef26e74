/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PAGE_FILES_H
#define TCP_LIFECYCLE_PAGE_FILES_H

/**
 * \file
 * \ingroup tcp-lifecycle
 * The files of the page, which .cmake/page.cmake makes a part of the library.
 */

namespace ns3
{

extern const char* const TCP_LIFECYCLE_PAGE_HTML;   //!< page.html
extern const char* const TCP_LIFECYCLE_PAGE_STYLE;  //!< page.css
extern const char* const TCP_LIFECYCLE_PAGE_WORDS;  //!< words.json
extern const char* const TCP_LIFECYCLE_PAGE_SCRIPT; //!< the scripts, one after the other

} // namespace ns3

#endif // TCP_LIFECYCLE_PAGE_FILES_H
