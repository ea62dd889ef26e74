# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx settings of the manual: cmake --build --preset default --target doc"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

project = "tcp-lifecycle"
author = "The tcp-lifecycle authors"
copyright = "2026, " + author  # Sphinx calls it so
release = "0.1.0"

extensions = ["sphinx_markdown"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
exclude_patterns = ["tools"]
nitpicky = True
highlight_language = "none"

html_theme = "alabaster"
html_theme_options = {
    "description": "TCP for ns-3 with an explicit connection lifecycle",
    "page_width": "1180px",
    "sidebar_width": "220px",
    "body_max_width": "none",
    "show_powered_by": False,
}
html_show_sourcelink = False
