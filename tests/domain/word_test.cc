#include "domain/stappenplan/word.h"

#include <gtest/gtest.h>

namespace vlechtwerk::domain::stappenplan {
namespace {

TEST(SameWord, IsSaidOfEqualWordsOfEveryLength) {
  std::string const letters = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t length = 0; length <= letters.size(); ++length) {
    auto const word = letters.substr(0, length);
    EXPECT_TRUE(same_word(word, std::string(word))) << length;
  }
}

TEST(SameWord, IsNotSaidOfWordsThatDifferInOneLetterOrInLength) {
  std::string const letters = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t length = 1; length <= letters.size(); ++length) {
    auto const word = letters.substr(0, length);
    EXPECT_FALSE(same_word(word, word.substr(1))) << length;
    EXPECT_FALSE(same_word(word, word.substr(0, length - 1))) << length;
    for (std::size_t i = 0; i < length; ++i) {
      auto other = word;
      other[i] = '_';
      EXPECT_FALSE(same_word(word, other)) << length << ' ' << i;
    }
  }
}

}  // namespace
}  // namespace vlechtwerk::domain::stappenplan
