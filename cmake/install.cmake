# What `cmake --install` leaves: headers, both libraries, ingot.pc and a CMake package with the targets ingot::ingot
# (shared) and ingot::static. Both descriptions find the prefix from their own place, so the tree can be moved.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ingot)
install(DIRECTORY include/ingot DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(TARGETS ingot_shared EXPORT ingot-shared)
install(TARGETS ingot_static EXPORT ingot-static)
install(EXPORT ingot-shared NAMESPACE ingot:: DESTINATION ${package_dir})
install(EXPORT ingot-static NAMESPACE ingot:: DESTINATION ${package_dir})

configure_package_config_file(cmake/ingot-config.cmake.in ingot-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(ingot-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ingot-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/ingot-config-version.cmake
        DESTINATION ${package_dir})

cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_INCLUDEDIR BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
           OUTPUT_VARIABLE pc_includedir)
configure_file(cmake/ingot.pc.in ingot.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ingot.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
