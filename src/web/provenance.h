#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Where the product comes from: docs/herkomst.md, built into the program, as a page shows it.
namespace vlechtwerk::web {

/// One part, F01 to F45, with what answers it. Both languages stand in the file, since it is read as a file too.
struct Provenance {
  enum class State { Built, Partly, NotYet };
  struct Line {
    std::string number;  ///< R001 to R184, A001 to A275
    std::string lines;   ///< of the report: `7-23`
  };
  std::string code, title_nl, title_en, text_nl, text_en;
  State state{};
  std::vector<std::string> screens;  ///< patterns of routes
  std::vector<std::string> tests;    ///< files
  std::vector<Line> lines;
};

/// The parts in the order of the file. What cannot be read is left out: tests/conventions/herkomst_test.py holds the file to its form.
std::vector<Provenance> read_provenance(std::string_view text);

}  // namespace vlechtwerk::web
