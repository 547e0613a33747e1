# Every library comes from the machine where it has one, else from a pinned archive.
include(FetchContent)

# angka_fetch(NAME URL SHA256): unpacks the archive into ${NAME}_SOURCE_DIR; builds nothing.
function(angka_fetch name url sha256)
  message(STATUS "angka: fetching ${name}")
  set(arguments TIMEOUT 300)
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.24)
    list(APPEND arguments DOWNLOAD_EXTRACT_TIMESTAMP ON)
  endif()
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR unused ${arguments})
  FetchContent_MakeAvailable(${name})
  string(TOLOWER ${name} lower)
  set(${name}_SOURCE_DIR ${${lower}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

include(AngkaUse)

if(angka_wrong_eigen)
  message(FATAL_ERROR "${angka_wrong_eigen}")
endif()
if(NOT TARGET Eigen3::Eigen)
  if(NOT ANGKA_FETCH)
    message(FATAL_ERROR "angka needs Eigen 3.4 or 5 (Debian: libeigen3-dev; Fedora: eigen3-devel; "
                        "Homebrew: eigen), or ANGKA_FETCH=ON to download it")
  endif()
  angka_fetch(eigen https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
              b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626)
  angka_headers(Eigen3::Eigen ${eigen_SOURCE_DIR})
endif()

# What the machine lacks of the parts' needs is downloaded for our own programs only.
if(ANGKA_FETCH AND ANGKA_DEVELOPER)
  if(NOT TARGET stb::stb)
    angka_fetch(stb
                https://github.com/nothings/stb/archive/8b5f1f37b5b75829fc72d38e7b5d4bcbf8a26d55.zip
                93a16ee3e866e719feec459f6f132cce932c5ec751eb38e3ec1975f911353d2e)
    angka_headers(stb::stb ${stb_SOURCE_DIR})
  endif()
  if(NOT TARGET ZLIB::ZLIB)
    enable_language(C)
    angka_fetch(zlib https://github.com/madler/zlib/releases/download/v1.3.1/zlib-1.3.1.tar.gz
                9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23)
    file(GLOB sources ${zlib_SOURCE_DIR}/*.c)
    add_library(angka_zlib STATIC EXCLUDE_FROM_ALL ${sources})
    angka_headers(ZLIB::ZLIB ${zlib_SOURCE_DIR})
    target_link_libraries(ZLIB::ZLIB INTERFACE angka_zlib)
  endif()
  if(NOT TARGET nlohmann_json::nlohmann_json)
    angka_fetch(json https://github.com/nlohmann/json/releases/download/v3.11.2/json.tar.xz
                8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f)
    angka_headers(nlohmann_json::nlohmann_json ${json_SOURCE_DIR}/include)
  endif()
endif()

angka_compile_loaders(${PROJECT_SOURCE_DIR}/include/angka/loaders.cpp)

foreach(part IN LISTS angka_parts)
  if(NOT TARGET ${angka_${part}_links})
    message(STATUS "angka: without ${part}: found no ${angka_${part}_from}")
  endif()
endforeach()

# What only our own tests, examples and benchmarks need.
function(angka_need_doctest)
  find_path(ANGKA_DOCTEST_DIR doctest/doctest.h)
  if(ANGKA_DOCTEST_DIR)
    angka_headers(doctest::doctest ${ANGKA_DOCTEST_DIR})
  elseif(ANGKA_FETCH)
    angka_fetch(doctest https://github.com/doctest/doctest/archive/refs/tags/v2.4.9.tar.gz
                19b2df757f2f3703a5e63cee553d85596875f06d91a3333acd80a969ef210856)
    angka_headers(doctest::doctest ${doctest_SOURCE_DIR})
  endif()
endfunction()

function(angka_need_cli11)
  find_path(ANGKA_CLI11_DIR CLI/CLI.hpp)
  if(ANGKA_CLI11_DIR)
    angka_headers(CLI11::CLI11 ${ANGKA_CLI11_DIR})
  elseif(ANGKA_FETCH)
    angka_fetch(cli11 https://github.com/CLIUtils/CLI11/archive/v2.1.2.tar.gz
                26291377e892ba0e5b4972cdfd4a2ab3bf53af8dac1f4ea8fe0d1376b625c8cb)
    angka_headers(CLI11::CLI11 ${cli11_SOURCE_DIR}/include)
  endif()
endfunction()

function(angka_need_benchmark)
  find_package(benchmark QUIET)
  if(NOT TARGET benchmark::benchmark AND ANGKA_FETCH)
    set(BENCHMARK_ENABLE_TESTING OFF)
    set(BENCHMARK_ENABLE_INSTALL OFF)
    set(BENCHMARK_ENABLE_WERROR OFF)
    set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
    angka_fetch(benchmark https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz
                6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7)
    add_subdirectory(${benchmark_SOURCE_DIR} ${PROJECT_BINARY_DIR}/_deps/benchmark-build EXCLUDE_FROM_ALL)
  endif()
endfunction()
