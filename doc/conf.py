# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx settings of the manual: cmake --build --preset default --target doc"""

import importlib.util
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
pygments_style = "friendly"
pygments_dark_style = "native"

html_title = "tcp-lifecycle"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_show_sourcelink = False
html_copy_source = False

# Debian's package furo; without it the manual builds with the theme that Sphinx has.
if importlib.util.find_spec("furo"):
    html_theme = "furo"
    html_theme_options = {"navigation_with_keys": True}
else:
    html_theme = "alabaster"
    html_theme_options = {
        "description": "TCP for ns-3 with an explicit connection lifecycle",
        "page_width": "1180px",
        "sidebar_width": "220px",
        "body_max_width": "none",
        "show_relbars": True,
        "show_powered_by": False,
    }
