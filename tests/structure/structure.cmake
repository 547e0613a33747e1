# How the headers hang together. These tests call the compiler or a script; all but those
# labelled `linked` need no build before, and carry the label `structure`.
set(dir ${CMAKE_CURRENT_SOURCE_DIR}/structure)

# -idirafter: a system folder, which may be /usr/include itself.
set(compile ${CMAKE_CXX_COMPILER} -std=c++20 ${angka_warning_flags} -fsyntax-only
            -DANGKA_NO_OPTIMIZATION_WARNING -I ${PROJECT_SOURCE_DIR}/include)
foreach(library Eigen3::Eigen stb::stb ZLIB::ZLIB nlohmann_json::nlohmann_json protozero::protozero)
  if(TARGET ${library})
    get_target_property(folders ${library} INTERFACE_INCLUDE_DIRECTORIES)
    foreach(folder IN LISTS folders)
      list(APPEND compile -idirafter ${folder})
    endforeach()
  endif()
endforeach()

function(angka_structure_test name)
  add_test(NAME structure/${name} COMMAND ${ARGN})
  set_tests_properties(structure/${name} PROPERTIES LABELS structure TIMEOUT 300)
endfunction()

angka_structure_test(floors sh ${dir}/floors.sh ${PROJECT_SOURCE_DIR}/include/angka)
angka_structure_test(floors_refused sh ${dir}/floors.sh ${dir}/wrong)
set_tests_properties(structure/floors_refused PROPERTIES PASS_REGULAR_EXPRESSION
  "upwards.hpp:2: core/upwards.hpp .floor 0. may not.*sideways.hpp:2: layers/sideways.hpp.*forwarded.hpp:2: old.hpp has moved.*(loop|cycle)")

set(program_folders console judge nets experiments report commands)
angka_structure_test(folders sh ${dir}/folders.sh ${PROJECT_SOURCE_DIR}/examples/digits
                     ${program_folders})
list(REVERSE program_folders)
angka_structure_test(folders_refused sh ${dir}/folders.sh ${PROJECT_SOURCE_DIR}/examples/digits
                     ${program_folders})
set_tests_properties(structure/folders_refused PROPERTIES PASS_REGULAR_EXPRESSION
  "nets/model_file.hpp:[0-9]+: may not include console/options.hpp")

angka_structure_test(members sh ${dir}/members.sh ${PROJECT_SOURCE_DIR}/include/angka)
angka_structure_test(members_refused sh ${dir}/members.sh ${dir}/wrong)
set_tests_properties(structure/members_refused PROPERTIES PASS_REGULAR_EXPRESSION
  "members.hpp:4: needs an initialiser:  int rate;")
if(TARGET angka::images AND TARGET angka::gzip AND TARGET angka::safetensors)
  angka_structure_test(designated ${compile} ${dir}/designated.cpp)
endif()

angka_structure_test(loaders sh ${dir}/loaders.sh ${PROJECT_SOURCE_DIR}/include/angka)

angka_structure_test(notebook ${CMAKE_COMMAND}
  -D NOTEBOOK=${PROJECT_SOURCE_DIR}/examples/digits/digits.ipynb
  -D TRANSLATED=${PROJECT_SOURCE_DIR}/examples/digits/digits.id.ipynb -P ${dir}/notebook.cmake)

# Each header alone (with --full: a tenth of the gate's time, and most tests include their header first).
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include
     ${PROJECT_SOURCE_DIR}/include/angka/*.hpp)

# Those that include core/lanes.hpp, directly or not, find it precompiled with Eigen, which takes
# longer to read than they do.
set(generated ${CMAKE_CURRENT_BINARY_DIR}/structure)
file(CONFIGURE OUTPUT ${generated}/lanes.hpp CONTENT "#include <angka/core/lanes.hpp>\n")
set(precompile ${compile})
list(REMOVE_ITEM precompile -fsyntax-only)
angka_structure_test(lanes ${precompile} -x c++-header ${generated}/lanes.hpp
                     -o ${generated}/lanes.hpp.gch)
set_tests_properties(structure/lanes PROPERTIES FIXTURES_SETUP lanes LABELS "structure;alone")
foreach(header IN LISTS headers)
  file(STRINGS ${PROJECT_SOURCE_DIR}/include/${header} includes_${header} REGEX "^#include")
endforeach()
set(with_lanes angka/core/lanes.hpp)
set(seen)
while(NOT seen STREQUAL with_lanes)
  set(seen ${with_lanes})
  foreach(header IN LISTS headers)
    foreach(known IN LISTS seen)
      if(includes_${header} MATCHES "<${known}>")
        list(APPEND with_lanes ${header})
        break()
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES with_lanes)
endwhile()

set(all_headers "")
set(light_headers "")
foreach(header IN LISTS headers)
  set(needed)
  set(includes ${includes_${header}})
  foreach(library "stb_image:images" "zlib.h:gzip" "nlohmann/:safetensors" "protozero/:onnx")
    string(REGEX MATCH "(.*):(.*)" _ ${library})
    if(includes MATCHES ${CMAKE_MATCH_1} AND NOT TARGET angka::${CMAKE_MATCH_2})
      set(needed ${CMAKE_MATCH_2})
    endif()
  endforeach()
  if(needed)
    continue()
  endif()
  if(header IN_LIST with_lanes AND NOT header STREQUAL angka/core/lanes.hpp)
    angka_structure_test(alone/${header} ${compile} -x c++ -include ${generated}/lanes.hpp
                         -include ${header} /dev/null)
    set_tests_properties(structure/alone/${header} PROPERTIES FIXTURES_REQUIRED lanes)
  else()
    angka_structure_test(alone/${header} ${compile} -x c++ -include ${header} /dev/null)
  endif()
  set_tests_properties(structure/alone/${header} PROPERTIES LABELS "structure;alone")
  string(APPEND all_headers "#include <${header}>\n")
  if(NOT header MATCHES "^angka/(data|io|report)/")
    string(APPEND light_headers "#include <${header}>\n")
  endif()
endforeach()

file(CONFIGURE OUTPUT ${generated}/all_headers.hpp CONTENT "${all_headers}")
file(CONFIGURE OUTPUT ${generated}/light_headers.hpp CONTENT "${light_headers}")

# What trains and predicts needs neither exceptions nor run-time types, and Eigen alone.
angka_structure_test(without_exceptions ${compile} -fno-exceptions -fno-rtti -x c++
                     -include ${generated}/light_headers.hpp /dev/null)
angka_structure_test(eigen_alone sh ${dir}/eigen_alone.sh ${compile} -x c++
                     -include ${generated}/light_headers.hpp /dev/null)

# What angka::loaders leaves to be declared.
angka_structure_test(declared ${compile} -DANGKA_LOADERS_COMPILED -x c++
                     -include ${generated}/all_headers.hpp /dev/null)

# Two translation units with every header, in one program.
add_executable(test_linked structure/linked_a.cpp structure/linked_b.cpp)
target_include_directories(test_linked PRIVATE ${generated})
target_link_libraries(test_linked PRIVATE angka_developer angka::native)
target_compile_options(test_linked PRIVATE ${not_optimised})
foreach(part images gzip safetensors onnx)
  if(TARGET angka::${part})
    target_link_libraries(test_linked PRIVATE angka::${part})
  endif()
endforeach()
add_test(NAME structure/linked COMMAND test_linked)
set_tests_properties(structure/linked PROPERTIES LABELS linked)

# Two translation units for different CPUs share nothing of ours.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_executable(test_isas structure/isas_a.cpp structure/isas_b.cpp)
  set_source_files_properties(structure/isas_a.cpp PROPERTIES COMPILE_OPTIONS -mno-avx)
  set_source_files_properties(structure/isas_b.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
  target_link_libraries(test_isas PRIVATE angka_developer angka)
  add_test(NAME structure/isas COMMAND sh ${dir}/isas.sh $<TARGET_FILE:test_isas>
           $<TARGET_OBJECTS:test_isas> COMMAND_EXPAND_LISTS)
  set_tests_properties(structure/isas PROPERTIES LABELS linked)
endif()

add_executable(test_no_exceptions structure/no_exceptions.cpp)
target_compile_options(test_no_exceptions PRIVATE -fno-exceptions -fno-rtti)
target_link_libraries(test_no_exceptions PRIVATE angka_developer angka::native)
add_test(NAME structure/no_exceptions COMMAND test_no_exceptions)
set_tests_properties(structure/no_exceptions PROPERTIES LABELS linked)

add_executable(test_fast_math structure/fast_math.cpp)
target_compile_options(test_fast_math PRIVATE -O2 -ffast-math)
target_link_libraries(test_fast_math PRIVATE angka_developer angka::native)
add_test(NAME structure/fast_math COMMAND test_fast_math)
set_tests_properties(structure/fast_math PROPERTIES LABELS linked)

if(CMAKE_SYSTEM_NAME STREQUAL Linux)
  add_library(test_no_heap OBJECT structure/no_heap.cpp)
  target_compile_options(test_no_heap PRIVATE -O2 -fno-exceptions -fno-rtti -fno-threadsafe-statics)
  target_link_libraries(test_no_heap PRIVATE angka_developer angka::native)
  add_test(NAME structure/no_heap COMMAND sh ${PROJECT_SOURCE_DIR}/examples/embedded/sizes.sh
           $<TARGET_OBJECTS:test_no_heap>)
  set_tests_properties(structure/no_heap PROPERTIES LABELS linked)
endif()

# What must not compile, and says why; the library is read once for all.
file(GLOB sources CONFIGURE_DEPENDS compile_fail/*.cpp)
set(unlost)  # GCC doesn't precompile that core/lanes.hpp switches this off
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(unlost -Wno-ignored-attributes)
endif()
file(CONFIGURE OUTPUT ${generated}/library.hpp CONTENT "#include <angka/angka.hpp>\n")
angka_structure_test(library ${precompile} ${unlost} -x c++-header ${generated}/library.hpp
                     -o ${generated}/library.hpp.gch)
set_tests_properties(structure/library PROPERTIES FIXTURES_SETUP library)
foreach(source IN LISTS sources)
  get_filename_component(name ${source} NAME_WE)
  file(STRINGS ${source} limit REGEX "^#define ANGKA_")  # is to be seen before the library
  set(read_before -include ${generated}/library.hpp)
  if(limit)
    set(read_before)
  endif()
  angka_structure_test(compile_fail/${name} sh ${CMAKE_CURRENT_SOURCE_DIR}/compile_fail/check.sh
                       ${source} ${compile} ${unlost} ${read_before})
  set_tests_properties(structure/compile_fail/${name} PROPERTIES FIXTURES_REQUIRED library)
endforeach()
