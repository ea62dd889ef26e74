# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Makes the imported targets of find_package(ns3) usable with the packages that ns-3 itself needs.
#
# A distribution's targets name what was on the machine that built them: include directories and
# libraries of libgsl, libxml2, SQLite and Python. A program that uses ns-3 needs none of them to
# link, but CMake insists on a directory or a library that a target names. Those that are not there
# are dropped. Afterwards ${libcore}, ${libinternet}... name the targets as they do in an ns-3 tree,
# whether the installed ns-3 calls them ns3::libcore (up to 3.42) or ns3::core.

function(tcp_lifecycle_drop_missing target property)
  get_target_property(entries ${target} ${property})
  if(NOT entries)
    return()
  endif()
  set(present)
  foreach(entry IN LISTS entries)
    if(NOT IS_ABSOLUTE "${entry}" OR EXISTS "${entry}")
      list(APPEND present "${entry}")
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES ${property} "${present}")
endfunction()

get_property(_ns3_targets DIRECTORY PROPERTY IMPORTED_TARGETS)
list(FILTER _ns3_targets INCLUDE REGEX "^ns3::")
foreach(_ns3_target IN LISTS _ns3_targets)
  get_target_property(_ns3_type ${_ns3_target} TYPE)
  if(_ns3_type MATCHES "LIBRARY$")
    tcp_lifecycle_drop_missing(${_ns3_target} INTERFACE_INCLUDE_DIRECTORIES)
    tcp_lifecycle_drop_missing(${_ns3_target} INTERFACE_LINK_LIBRARIES)
    string(REGEX REPLACE "^ns3::(lib)?" "lib" _ns3_variable ${_ns3_target})
    set(${_ns3_variable} ${_ns3_target})
  endif()
endforeach()
unset(_ns3_targets)
unset(_ns3_target)
unset(_ns3_type)
unset(_ns3_variable)
