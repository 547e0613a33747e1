# What holds for our own programs only, never for a user's.
option(ANGKA_WERROR "Warnings are errors" ON)
set(ANGKA_SANITIZE "" CACHE STRING "Sanitizers: address,undefined or thread")

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(angka_warning_flags -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  list(APPEND angka_warning_flags -Wno-restrict)  # sees overlaps in std::string: GCC's bug 105329
endif()
if(ANGKA_WERROR)
  list(APPEND angka_warning_flags -Werror)
endif()
add_library(angka_developer INTERFACE)
target_compile_definitions(angka_developer INTERFACE ANGKA_NO_OPTIMIZATION_WARNING)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(angka_developer INTERFACE ${angka_warning_flags})
endif()

set(sanitizing)
if(ANGKA_SANITIZE)
  set(sanitizing -fsanitize=${ANGKA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options(${sanitizing})
  add_link_options(${sanitizing})
endif()
if(TARGET angka_compiled_loaders)  # made before these options
  target_link_libraries(angka_compiled_loaders PRIVATE angka_developer)
  target_compile_options(angka_compiled_loaders PRIVATE ${sanitizing})
endif()
