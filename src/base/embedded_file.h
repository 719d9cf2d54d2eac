#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace vlechtwerk::base {

/// A file that was built into the program (cmake/embed.cmake). Lives as long as the program.
struct EmbeddedFile {
  std::string_view path;  ///< relative to the top of the repository, `locale/en.po`
  std::span<std::uint8_t const> bytes;

  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }
};

}  // namespace vlechtwerk::base
