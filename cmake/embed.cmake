# vlechtwerk_embed(target NAME name FILES glob...): builds the files (globs relative to the top of the repository) into the target.
# The target and whoever links it get
#   #include "embedded/<name>.h"
#   std::span<vlechtwerk::base::EmbeddedFile const> vlechtwerk::embedded::<name>();    // sorted by path
# The assembler takes the bytes in as they are (.incbin): no arrays to compile, and a changed file is built in again.
function(vlechtwerk_embed target)
  cmake_parse_arguments(embed "" "NAME" "FILES" ${ARGN})
  list(TRANSFORM embed_FILES PREPEND ${CMAKE_SOURCE_DIR}/)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${embed_FILES})
  list(SORT files)
  set(folder ${CMAKE_BINARY_DIR}/generated/${target})
  set(code "#include \"embedded/${embed_NAME}.h\"\n\n#include <array>\n\n")
  string(APPEND code "namespace {\n[[gnu::noinline]] std::span<std::uint8_t const>"
    " between(std::uint8_t const* from, std::uint8_t const* to) { return {from, to}; }\n}\n\n")
  set(rows "")
  set(sources "")
  set(number 0)
  foreach(path ${files})
    set(symbol vlechtwerk_embedded_${embed_NAME}_${number})
    string(APPEND code "__asm__(\".pushsection .rodata\\n${symbol}_begin:\\n.incbin \\\"${CMAKE_SOURCE_DIR}/${path}\\\"\\n"
      "${symbol}_end:\\n.byte 0\\n.popsection\\n\");\n"
      "extern \"C\" __attribute__((visibility(\"hidden\"))) std::uint8_t const ${symbol}_begin[];\n"
      "extern \"C\" __attribute__((visibility(\"hidden\"))) std::uint8_t const ${symbol}_end[];\n")
    string(APPEND rows "    vlechtwerk::base::EmbeddedFile{\"${path}\", between(${symbol}_begin, ${symbol}_end)},\n")
    list(APPEND sources ${CMAKE_SOURCE_DIR}/${path})
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND code "\nstd::span<vlechtwerk::base::EmbeddedFile const> vlechtwerk::embedded::${embed_NAME}() {\n"
    "  static std::array<vlechtwerk::base::EmbeddedFile, ${number}> const files{\n${rows}  };\n  return files;\n}\n")
  file(CONFIGURE OUTPUT ${folder}/embedded/${embed_NAME}.h @ONLY CONTENT
    "#pragma once\n#include <span>\n\n#include \"base/embedded_file.h\"\n\nnamespace vlechtwerk::embedded {\n
std::span<base::EmbeddedFile const> ${embed_NAME}();\n\n}  // namespace vlechtwerk::embedded\n")
  # The labels are known to the assembler only: clang may not fold their difference, so a function that is not inlined takes it.
  file(GENERATE OUTPUT ${folder}/${embed_NAME}.cc CONTENT "${code}")
  target_sources(${target} PRIVATE ${folder}/${embed_NAME}.cc)
  target_include_directories(${target} PUBLIC ${folder})
  set_source_files_properties(${folder}/${embed_NAME}.cc PROPERTIES OBJECT_DEPENDS "${sources}" SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
