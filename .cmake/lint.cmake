# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The target `lint`: clang-tidy over the module's sources and the example programs. A file is looked
# at again when it, a header that it may include, or .clang-tidy has changed since it last passed.

function(tcp_lifecycle_add_lint sources)
  find_program(CLANG_TIDY NAMES clang-tidy-14 clang-tidy)
  if(NOT CLANG_TIDY)
    return()
  endif()
  file(GLOB examples RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS examples/*.cc
       examples/*/*.cc
  )
  file(GLOB headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS model/*/*.h helper/*.h helper/*/*.h
       helper/*/*/*.h examples/*.h examples/*/*.h
  )
  set(stamps)
  foreach(source IN LISTS sources examples)
    set(depends ${headers})
    set(checks)
    if(source MATCHES "^model/(wire|machine|host)/")
      list(FILTER depends INCLUDE REGEX "^model/(wire|machine|host)/")
      if(source MATCHES "^model/(wire|machine)/")
        list(FILTER depends EXCLUDE REGEX "^model/host/")
      endif()
      if(source MATCHES "^model/wire/")
        list(FILTER depends EXCLUDE REGEX "^model/machine/")
      endif()
    else()
      # The analyzer does not follow the reference counts of ns3::Ptr and sees freed memory in it.
      set(checks --checks=-clang-analyzer-*)
    endif()
    set(stamp ${PROJECT_BINARY_DIR}/lint/${source}.passed)
    get_filename_component(stamp_dir ${stamp} DIRECTORY)
    add_custom_command(
      OUTPUT ${stamp}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${stamp_dir}
      COMMAND ${CLANG_TIDY} --quiet -p ${PROJECT_BINARY_DIR} ${checks} ${source}
      COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
      DEPENDS ${source} ${depends} .clang-tidy
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
      COMMENT "clang-tidy ${source}"
      VERBATIM
    )
    list(APPEND stamps ${stamp})
  endforeach()
  add_custom_target(lint DEPENDS ${stamps})
endfunction()
