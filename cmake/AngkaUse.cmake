# What holds wherever angka is used: in its own build, in a project that adds it, and installed.

# The parts of the library that need more than Eigen: what each links, and what provides it.
set(angka_parts images gzip safetensors onnx webp heic loaders)
set(angka_images_links stb::stb)
set(angka_images_from "stb_image.h (Debian: libstb-dev)")
set(angka_gzip_links ZLIB::ZLIB)
set(angka_gzip_from "zlib (Debian: zlib1g-dev)")
set(angka_safetensors_links nlohmann_json::nlohmann_json)
set(angka_safetensors_from "nlohmann-json 3.9 (Debian: nlohmann-json3-dev)")
set(angka_onnx_links protozero::protozero)
set(angka_onnx_from "protozero (Debian: libprotozero-dev)")
set(angka_webp_links angka::libwebp)
set(angka_webp_from "libwebp (Debian: libwebp-dev)")
set(angka_heic_links angka::libheif)
set(angka_heic_from "libheif (Debian: libheif-dev)")
set(angka_loaders_links angka_compiled_loaders)
set(angka_loaders_from "all that images, gzip and safetensors need")

# angka_headers(TARGET DIRECTORY...): a library of headers from elsewhere.
function(angka_headers target)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${ARGN})
endfunction()

# Any version is taken here, and judged below: those of Eigen refuse a range over 3.4 and 5.
set(angka_wrong_eigen)
if(NOT TARGET Eigen3::Eigen)
  find_package(Eigen3 QUIET NO_MODULE)
  if(Eigen3_FOUND AND (Eigen3_VERSION VERSION_LESS 3.4 OR Eigen3_VERSION VERSION_GREATER_EQUAL 6))
    set(angka_wrong_eigen "angka needs Eigen 3.4 or 5, found ${Eigen3_VERSION} in ${Eigen3_DIR}; \
Eigen3_DIR may name another")
  endif()
endif()

if(NOT TARGET stb::stb)
  find_path(ANGKA_STB_DIR stb_image.h PATH_SUFFIXES stb)
  if(ANGKA_STB_DIR)
    angka_headers(stb::stb ${ANGKA_STB_DIR})
  endif()
endif()
if(NOT TARGET ZLIB::ZLIB)
  find_package(ZLIB QUIET)
endif()
if(NOT TARGET nlohmann_json::nlohmann_json)
  find_package(nlohmann_json 3.9 QUIET)
endif()
if(NOT TARGET protozero::protozero)
  find_path(ANGKA_PROTOZERO_DIR protozero/pbf_writer.hpp)
  if(ANGKA_PROTOZERO_DIR)
    angka_headers(protozero::protozero ${ANGKA_PROTOZERO_DIR})
  endif()
endif()

# angka_format(NAME header definition): what reads a format of pictures, as angka::libNAME.
function(angka_format name header definition)
  string(TOUPPER ${name} upper)
  find_path(ANGKA_${upper}_DIR ${header})
  find_library(ANGKA_${upper}_LIBRARY ${name})
  if(ANGKA_${upper}_DIR AND ANGKA_${upper}_LIBRARY AND NOT TARGET angka::lib${name})
    angka_headers(angka::lib${name} ${ANGKA_${upper}_DIR})
    target_link_libraries(angka::lib${name} INTERFACE ${ANGKA_${upper}_LIBRARY})
    target_compile_definitions(angka::lib${name} INTERFACE ${definition})
  endif()
endfunction()
angka_format(webp webp/decode.h ANGKA_WEBP)
angka_format(heif libheif/heif.h ANGKA_HEIC)

# angka_compile_loaders(SOURCE): what angka::loaders links, with every format that the machine reads.
# An installed angka brings its source: it fits one instruction set and one standard library only.
function(angka_compile_loaders source)
  if(TARGET angka_compiled_loaders OR NOT (TARGET stb::stb AND TARGET ZLIB::ZLIB
                                           AND TARGET nlohmann_json::nlohmann_json))
    return()
  endif()
  add_library(angka_compiled_loaders STATIC EXCLUDE_FROM_ALL ${source})
  set_target_properties(angka_compiled_loaders PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_definitions(angka_compiled_loaders PUBLIC ANGKA_LOADERS_COMPILED)
  target_link_libraries(angka_compiled_loaders PUBLIC angka::native angka::images angka::gzip
                                                      angka::safetensors)
  foreach(part webp heic)
    if(TARGET ${angka_${part}_links})
      target_link_libraries(angka_compiled_loaders PUBLIC angka::${part})
    endif()
  endforeach()
endfunction()

# Warns where a project that uses angka optimises nothing because nobody chose a build type.
function(angka_warn_of_no_optimization)
  get_property(several GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(NOT several AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CXX_FLAGS MATCHES "(^| )[-/]O"
     AND NOT ANGKA_NO_OPTIMIZATION_WARNING)
    message(WARNING "angka: no CMAKE_BUILD_TYPE is chosen, so nothing is optimised, and networks run "
      "some 100 times slower. Choose Release; to debug, Debug with CMAKE_CXX_FLAGS_DEBUG=-Og -g. "
      "ANGKA_NO_OPTIMIZATION_WARNING=ON stops this warning.")
  endif()
endfunction()
