# Verilation of the tile. snnc_verilate(NAME PREFIX P OPTIONS ...) makes the
# static library NAME of class P; a target JSON gives the sizes.
find_program(VERILATOR verilator REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
set(SNNC_RTL_TARGET tile CACHE STRING "Target description that the Verilated chip is built for")

set(SNNC_HW_FOLDER ${CMAKE_SOURCE_DIR}/hw)
set(SNNC_HW_GENERATED ${CMAKE_BINARY_DIR}/hw/gen)
file(GLOB SNNC_RTL_SOURCES CONFIGURE_DEPENDS ${SNNC_HW_FOLDER}/rtl/*.sv ${SNNC_HW_FOLDER}/rtl/*.svh
  ${SNNC_HW_FOLDER}/rtl/chip/snnc_chip_pkg.sv ${SNNC_HW_FOLDER}/rtl/chip/snnc_net_port.sv)
file(GLOB SNNC_CHIP_SOURCES CONFIGURE_DEPENDS ${SNNC_HW_FOLDER}/rtl/chip/*.sv)
execute_process(COMMAND ${VERILATOR} --getenv VERILATOR_ROOT
                OUTPUT_VARIABLE SNNC_VERILATOR_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE)

# Verilator's own run-time library.
add_library(snnc_verilated_runtime STATIC
  ${SNNC_VERILATOR_ROOT}/include/verilated.cpp ${SNNC_VERILATOR_ROOT}/include/verilated_dpi.cpp
  ${SNNC_VERILATOR_ROOT}/include/verilated_threads.cpp
  ${SNNC_VERILATOR_ROOT}/include/verilated_fst_c.cpp)
target_include_directories(snnc_verilated_runtime SYSTEM PRIVATE
  ${SNNC_VERILATOR_ROOT}/include ${SNNC_VERILATOR_ROOT}/include/vltstd)
target_compile_options(snnc_verilated_runtime PRIVATE -w -O2)
target_compile_definitions(snnc_verilated_runtime PRIVATE VM_TRACE=1 VM_TRACE_FST=1 VM_TRACE_VCD=0
  VM_COVERAGE=$<BOOL:${SNNC_COVERAGE}> VM_SC=0)
if(SNNC_COVERAGE)
  target_sources(snnc_verilated_runtime PRIVATE ${SNNC_VERILATOR_ROOT}/include/verilated_cov.cpp)
  target_compile_definitions(snnc_verilated_runtime INTERFACE SNNC_RTL_COVERAGE)
endif()
target_link_libraries(snnc_verilated_runtime PUBLIC ZLIB::ZLIB Threads::Threads)

# Sizes of the target; the package of the ISA comes from isa/.
function(snnc_hw_target target folder)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/snnc_target.svh
    COMMAND Python3::Interpreter ${SNNC_HW_FOLDER}/gen_target.py
            ${CMAKE_SOURCE_DIR}/targets/${target}.json ${ARGN} -o ${folder}/snnc_target.svh
    DEPENDS ${SNNC_HW_FOLDER}/gen_target.py ${CMAKE_SOURCE_DIR}/targets/${target}.json
    COMMENT "Writing the sizes of target ${target}" VERBATIM)
endfunction()
snnc_hw_target(${SNNC_RTL_TARGET} ${SNNC_HW_GENERATED})
add_custom_target(snnc_hw_generated DEPENDS ${SNNC_HW_GENERATED}/snnc_target.svh)
add_dependencies(snnc_hw_generated snnc_isa_sv)

# Flags and files that lint and simulation share.
set(SNNC_VERILATOR_PACKAGES -Wall
  -I${SNNC_HW_FOLDER}/rtl -I${SNNC_HW_FOLDER}/rtl/chip -I${SNNC_HW_GENERATED}
  ${SNNC_HW_FOLDER}/lint/waivers.vlt ${SNNC_HW_GENERATED}/snnc_isa_pkg.sv
  ${SNNC_HW_FOLDER}/rtl/snnc_tile_pkg.sv ${SNNC_HW_FOLDER}/rtl/chip/snnc_chip_pkg.sv)
set(SNNC_VERILATOR_INPUTS ${SNNC_VERILATOR_PACKAGES} --top-module snnc_tile
  ${SNNC_HW_FOLDER}/rtl/snnc_tile.sv)

# TOP: a module of hw/rtl/chip, in place of the tile. LEARNS: the chip has Learn, which
# the profile should see. PROFILE: compiled with a profile of itself (sim/profile/README.md).
function(snnc_verilate name)
  cmake_parse_arguments(ARG "PROFILE;LEARNS" "PREFIX;OPTIMIZE;HEADER;TOP" "OPTIONS;LINT" ${ARGN})
  set(folder ${CMAKE_BINARY_DIR}/hw/${name})
  set(archive ${folder}/${ARG_PREFIX}__ALL.a)
  set(verilate ${VERILATOR} --cc --build -j 2 --prefix ${ARG_PREFIX} ${ARG_OPTIONS} -CFLAGS -fPIC)
  set(inputs ${SNNC_VERILATOR_INPUTS} ${ARG_LINT})
  if(ARG_TOP)
    set(inputs ${SNNC_VERILATOR_PACKAGES} ${ARG_LINT} --top-module ${ARG_TOP}
        ${SNNC_HW_FOLDER}/rtl/chip/${ARG_TOP}.sv)
  endif()
  set(depends ${SNNC_RTL_SOURCES} ${SNNC_HW_FOLDER}/lint/waivers.vlt snnc_hw_generated
      ${SNNC_HW_GENERATED}/snnc_target.svh ${ARG_HEADER})
  if(ARG_TOP)
    list(APPEND depends ${SNNC_CHIP_SOURCES})
  endif()
  set(optimize ${ARG_OPTIMIZE})
  set(cache ${CCACHE})
  if(ARG_PROFILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT SNNC_SANITIZE AND NOT SNNC_COVERAGE)
    set(counting ${CMAKE_BINARY_DIR}/hw/${name}_profile)
    add_custom_command(OUTPUT ${counting}/${ARG_PREFIX}__ALL.a
      BYPRODUCTS ${counting}/${ARG_PREFIX}.h
      COMMAND ${CMAKE_COMMAND} -E env OBJCACHE= ${verilate} --Mdir ${counting}
              -MAKEFLAGS "OPT_FAST='${ARG_OPTIMIZE} -fprofile-generate -fprofile-update=single'" ${inputs}
      COMMAND ${CMAKE_COMMAND} -E touch ${counting}/${ARG_PREFIX}__ALL.a
      DEPENDS ${depends} COMMENT "Verilating the tile: ${name}, counting" VERBATIM)
    add_custom_target(${name}_counting DEPENDS ${counting}/${ARG_PREFIX}__ALL.a)
    snnc_profile_program(${name} ${counting} ${ARG_PREFIX} $<BOOL:${ARG_LEARNS}>)
    add_custom_command(OUTPUT ${counting}/taken
      COMMAND ${CMAKE_COMMAND} -E chdir ${counting} sh -c "rm -f *.gcda"
      COMMAND snnc-profile-${name}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
      COMMAND ${CMAKE_COMMAND} -E chdir ${counting} sh -c "rm -f ${folder}/*.o && cp *.gcda ${folder}"
      COMMAND ${CMAKE_COMMAND} -E touch ${counting}/taken
      DEPENDS snnc-profile-${name} ${counting}/${ARG_PREFIX}__ALL.a
      COMMENT "Taking the profile of ${name}" VERBATIM)
    list(APPEND depends ${counting}/taken)
    # The rest of the file runs too seldom to have a profile.
    set(optimize "'${ARG_OPTIMIZE} -fprofile-use -Wno-missing-profile'")
    set(cache "")
  endif()
  # The headers are named so that what includes them is compiled in the same build.
  add_custom_command(OUTPUT ${archive}
    BYPRODUCTS ${folder}/${ARG_PREFIX}.h ${folder}/${ARG_PREFIX}___024root.h
    COMMAND ${CMAKE_COMMAND} -E env OBJCACHE=${cache} ${verilate} --Mdir ${folder}
            -MAKEFLAGS OPT_FAST=${optimize} ${inputs}
    COMMAND ${CMAKE_COMMAND} -E touch ${archive}
    DEPENDS ${depends}
    COMMENT "Verilating the tile: ${name}" COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${name}_archive DEPENDS ${archive})
  add_library(${name} INTERFACE)
  add_dependencies(${name} ${name}_archive)
  target_include_directories(${name} SYSTEM INTERFACE ${folder}
    ${SNNC_VERILATOR_ROOT}/include ${SNNC_VERILATOR_ROOT}/include/vltstd)
  target_link_libraries(${name} INTERFACE ${archive} snnc_verilated_runtime)
endfunction()

# The program that takes the profile of a chip.
function(snnc_profile_program name counting prefix learns)
  set(program snnc-profile-${name})
  set(fuzz ${CMAKE_SOURCE_DIR}/tests/fuzz)
  set(sim ${CMAKE_SOURCE_DIR}/sim)
  add_executable(${program} EXCLUDE_FROM_ALL
    ${sim}/profile/Main.cpp ${sim}/profile/ProfiledTile.cpp
    ${fuzz}/Lockstep.cpp ${fuzz}/RandomImage.cpp ${fuzz}/RandomLearning.cpp ${fuzz}/Relocate.cpp
    ${sim}/Backdoor.cpp ${sim}/Ecc.cpp ${sim}/ErrorText.cpp ${sim}/RtlEngine.cpp ${sim}/TileDriver.cpp
    ${sim}/TileWords.cpp ${sim}/Waveform.cpp)
  add_dependencies(${program} ${name}_counting)
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${counting})
  target_compile_definitions(${program} PRIVATE SNNC_PROFILE_LEARNS=${learns}
    SNNC_PROFILE_CLASS=${prefix} SNNC_PROFILE_HEADER="${prefix}.h")
  target_include_directories(${program} SYSTEM PRIVATE ${counting}
    ${SNNC_VERILATOR_ROOT}/include ${SNNC_VERILATOR_ROOT}/include/vltstd)
  target_link_libraries(${program} PRIVATE SnncRows SnncRuntime SnncImage SnncIsa
    ${counting}/${prefix}__ALL.a snnc_verilated_runtime snnc_warnings -fprofile-generate)
endfunction()
