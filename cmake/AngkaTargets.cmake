# The targets that a user links:
#   angka::angka        the headers; Eigen and threads
#   angka::native       the same, compiled for this machine's CPU
#   angka::images       what PNG, JPEG and the like need (stb)
#   angka::gzip         what gzipped files need (zlib); with it PNG is written faster
#   angka::safetensors  what weight files, data cards and reading ONNX need (nlohmann-json)
#   angka::onnx         what writing ONNX needs (protozero)
#   angka::webp         what WebP needs (libwebp), beside angka::images
#   angka::heic         what HEIC needs (libheif), beside angka::images
#   angka::loaders      angka::native with what loads and prints compiled once; brings images, gzip,
#                       safetensors
include(GNUInstallDirs)

add_library(angka INTERFACE)
add_library(angka::angka ALIAS angka)
target_include_directories(angka INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(angka INTERFACE cxx_std_20)
# BUILD_INTERFACE: the installed package finds them itself, whoever defined them here.
target_link_libraries(angka INTERFACE $<BUILD_INTERFACE:Eigen3::Eigen> Threads::Threads)
if(ANGKA_NO_OPTIMIZATION_WARNING)
  target_compile_definitions(angka INTERFACE ANGKA_NO_OPTIMIZATION_WARNING)
endif()
set(angka_targets angka)

foreach(part native ${angka_parts})
  if(part STREQUAL native OR TARGET ${angka_${part}_links})
    add_library(angka_${part} INTERFACE)
    add_library(angka::${part} ALIAS angka_${part})
    set_target_properties(angka_${part} PROPERTIES EXPORT_NAME ${part})
    target_link_libraries(angka_${part} INTERFACE angka $<BUILD_INTERFACE:${angka_${part}_links}>)
    list(APPEND angka_targets angka_${part})
  endif()
endforeach()
if(TARGET angka_gzip)
  target_compile_definitions(angka_gzip INTERFACE ANGKA_GZIP)
endif()

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
# Also where a project adds angka: what it exports needs the headers and these targets.
if(ANGKA_INSTALL)
  include(CMakePackageConfigHelpers)
  set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/angka)
  install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(TARGETS ${angka_targets} EXPORT angkaTargets)
  install(EXPORT angkaTargets NAMESPACE angka:: DESTINATION ${config_dir})
  write_basic_package_version_file(angkaConfigVersion.cmake COMPATIBILITY SameMinorVersion
                                   ARCH_INDEPENDENT)
  configure_package_config_file(cmake/angkaConfig.cmake.in angkaConfig.cmake
                                INSTALL_DESTINATION ${config_dir}
                                PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
  install(FILES ${PROJECT_BINARY_DIR}/angkaConfig.cmake cmake/AngkaUse.cmake
                ${PROJECT_BINARY_DIR}/angkaConfigVersion.cmake DESTINATION ${config_dir})
  file(RELATIVE_PATH ANGKA_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  configure_file(cmake/angka.pc.in angka.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/angka.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
