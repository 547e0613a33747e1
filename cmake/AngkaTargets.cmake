# The targets that a user links:
#   angka::angka        the headers; Eigen and threads
#   angka::native       the same, compiled for this machine's CPU
#   angka::images       what PNG, JPEG and the like need (stb)
#   angka::gzip         what gzipped files need (zlib)
#   angka::safetensors  what weight files and data cards need (nlohmann-json)
#   angka::onnx         what writing ONNX needs (protozero)
include(GNUInstallDirs)

add_library(angka INTERFACE)
add_library(angka::angka ALIAS angka)
target_include_directories(angka INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(angka INTERFACE cxx_std_20)
target_link_libraries(angka INTERFACE Eigen3::Eigen Threads::Threads)
set(angka_targets angka)

# angka_part(NAME [DEPENDENCY]): the target angka::NAME, if its dependency is there.
function(angka_part name)
  if(ARGN AND NOT TARGET ${ARGN})
    return()
  endif()
  add_library(angka_${name} INTERFACE)
  add_library(angka::${name} ALIAS angka_${name})
  set_target_properties(angka_${name} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(angka_${name} INTERFACE angka ${ARGN})
  set(angka_targets ${angka_targets} angka_${name} PARENT_SCOPE)
endfunction()

angka_part(native)
angka_part(images stb::stb)
angka_part(gzip ZLIB::ZLIB)
angka_part(safetensors nlohmann_json::nlohmann_json)
angka_part(onnx protozero::protozero)

if(ANGKA_NATIVE)
  include(CheckCXXCompilerFlag)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "arm|aarch64|ppc|powerpc")
    set(flag -mcpu=native)
  else()
    set(flag -march=native)
  endif()
  check_cxx_compiler_flag(${flag} ANGKA_NATIVE_FLAG_WORKS)
  if(ANGKA_NATIVE_FLAG_WORKS)
    target_compile_options(angka_native INTERFACE ${flag})
  endif()
endif()

# `find_package(angka CONFIG)` and `pkg-config angka` for whoever installs it; the tree may be moved.
if(PROJECT_IS_TOP_LEVEL)
  include(CMakePackageConfigHelpers)
  set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/angka)
  install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(TARGETS ${angka_targets} EXPORT angkaTargets)
  install(EXPORT angkaTargets NAMESPACE angka:: DESTINATION ${config_dir})
  write_basic_package_version_file(angkaConfigVersion.cmake COMPATIBILITY SameMinorVersion
                                   ARCH_INDEPENDENT)
  configure_package_config_file(cmake/angkaConfig.cmake.in angkaConfig.cmake
                                INSTALL_DESTINATION ${config_dir})
  install(FILES ${PROJECT_BINARY_DIR}/angkaConfig.cmake
                ${PROJECT_BINARY_DIR}/angkaConfigVersion.cmake DESTINATION ${config_dir})
  file(RELATIVE_PATH ANGKA_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  configure_file(cmake/angka.pc.in angka.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/angka.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
