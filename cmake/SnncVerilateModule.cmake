# snnc_verilate_module(NAME PREFIX P TOP MODULE TARGET T [FILE F] [OPTIMIZE -On]
# [SIZES key=value ...]): the static library NAME of class P, a module of the chip alone, for a
# target description, with assertions. FILE has the module, if it is not hw/rtl/chip/MODULE.sv;
# SIZES override the target.
# Needs the run-time library of SnncVerilator.cmake.
find_program(VERILATOR verilator REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(snnc_verilate_module name)
  cmake_parse_arguments(ARG "" "PREFIX;TOP;TARGET;FILE;OPTIMIZE" "SIZES" ${ARGN})
  set(SNNC_HW_FOLDER ${CMAKE_SOURCE_DIR}/hw)
  set(rtl ${SNNC_HW_FOLDER}/rtl)
  set(folder ${CMAKE_BINARY_DIR}/hw/${name})
  set(sizes ${CMAKE_BINARY_DIR}/hw/target-${name})
  set(archive ${folder}/${ARG_PREFIX}__ALL.a)
  if(NOT ARG_FILE)
    set(ARG_FILE ${rtl}/chip/${ARG_TOP}.sv)
  endif()
  if(NOT ARG_OPTIMIZE)
    set(ARG_OPTIMIZE -O2)
  endif()
  set(settings "")
  foreach(size ${ARG_SIZES})
    list(APPEND settings --set ${size})
  endforeach()
  snnc_hw_target(${ARG_TARGET} ${sizes} ${settings})
  file(GLOB sources CONFIGURE_DEPENDS ${rtl}/*.sv ${rtl}/*.svh ${rtl}/chip/*.sv)
  execute_process(COMMAND ${VERILATOR} --getenv VERILATOR_ROOT
                  OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE)
  add_custom_command(OUTPUT ${archive}
    BYPRODUCTS ${folder}/${ARG_PREFIX}.h
    COMMAND ${CMAKE_COMMAND} -E env OBJCACHE=${CCACHE}
            ${VERILATOR} --cc --build -j 2 --prefix ${ARG_PREFIX} --Mdir ${folder}
            -O3 --x-assign unique --x-initial unique --assert $<$<BOOL:${SNNC_COVERAGE}>:--coverage-line>
            -CFLAGS -fPIC -MAKEFLAGS OPT_FAST=${ARG_OPTIMIZE} -Wall --top-module ${ARG_TOP}
            -I${rtl} -I${rtl}/chip -I${sizes} ${SNNC_HW_FOLDER}/lint/waivers.vlt
            ${rtl}/chip/snnc_chip_pkg.sv ${ARG_FILE}
    COMMAND ${CMAKE_COMMAND} -E touch ${archive}
    DEPENDS ${sources} ${ARG_FILE} ${SNNC_HW_FOLDER}/lint/waivers.vlt ${sizes}/snnc_target.svh
    COMMENT "Verilating ${ARG_TOP}: ${name}" COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${name}_archive DEPENDS ${archive})
  add_library(${name} INTERFACE)
  add_dependencies(${name} ${name}_archive)
  target_include_directories(${name} SYSTEM INTERFACE ${folder}
    ${root}/include ${root}/include/vltstd)
  target_link_libraries(${name} INTERFACE ${archive} snnc_verilated_runtime)
endfunction()
