# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# What `cmake --install` brings besides the library, and the package of CPack. Stand-alone only, after the
# programs are known. What was not built is left out.

set(tcp_lifecycle_programs
    lifecycle-explore
    lifecycle-goodput
    lifecycle-lab
    lifecycle-ladder
    lifecycle-learn
    lifecycle-packetdrill
    lifecycle-study
    lifecycle-tap
    lifecycle-workload
)
set(packaging_dir ${CMAKE_CURRENT_LIST_DIR})
set(man_dir ${PROJECT_BINARY_DIR}/man)
find_program(PYTHON3 python3 PATHS /usr/bin NO_DEFAULT_PATH)
set(completions ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

file(MAKE_DIRECTORY ${man_dir})
set(man_pages)
foreach(program IN LISTS tcp_lifecycle_programs)
  if(NOT TARGET ${program})
    continue()
  endif()
  set_target_properties(${program} PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
  install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} OPTIONAL)
  install(FILES ${packaging_dir}/completion.bash DESTINATION ${completions} RENAME ${program})
  if(PYTHON3 AND NOT CMAKE_CROSSCOMPILING)
    add_custom_command(
      OUTPUT ${man_dir}/${program}.1
      COMMAND ${PYTHON3} -B ${packaging_dir}/man-page.py $<TARGET_FILE:${program}> ${PROJECT_VERSION} >
              ${man_dir}/${program}.1
      DEPENDS ${program} ${packaging_dir}/man-page.py
      VERBATIM
    )
    list(APPEND man_pages ${man_dir}/${program}.1)
    install(FILES ${man_dir}/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
  endif()
endforeach()
add_custom_target(man-pages ALL DEPENDS ${man_pages})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/analysis DESTINATION ${CMAKE_INSTALL_DATADIR}/tcp-lifecycle
        PATTERN __pycache__ EXCLUDE
)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CITATION.cff ${PROJECT_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR}
)
# The manual, where it was built.
install(DIRECTORY ${PROJECT_BINARY_DIR}/doc/html DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tcp-lifecycle)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The tcp-lifecycle authors <maintainers@tcp-lifecycle.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "TCP for ns-3 with an explicit connection lifecycle")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The library that this package brings is no other package's.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
# For find_package(ns3-tcp-lifecycle), and for the scripts.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libns3-dev, ns3, python3-pandas, python3-matplotlib, python3-scipy, python3-jinja2")
include(CPack)
