#pragma once
#include <string>
#include <string_view>

#include "cli/people/dice.h"

namespace vlechtwerk::cli::people {

/// What a sentence is for: the kinds of note first, then what belongs to talks, steps and questions.
enum class Say {
  Positive,
  Striking,
  NotRight,
  Strookje,
  Uncared,
  Quiet,
  Observation,
  Did,        ///< what the worker did at a note
  After,      ///< a second sentence of a note
  AfterGood,  ///< the same of a positive note
  Worry,
  QuietWorry,
  Talk,
  Meeting,
  Plan,
  Help,
  Step,
  BackGood,  ///< looking back on what helped
  BackHard,
  HardTalk,  ///< with parents who see it differently
  Asking,
  Informed,
  Yes,
  No,
  Closing,
  Question,
  ChildQuestion,
  Tip,
  OwnWords,
};

struct Names {
  std::string child, playmate, parent;
};

/// One sentence of its kind, in English when `lang` is "en", else in Dutch. The dice fall the same in both languages.
std::string say(Dice& dice, Say what, std::string_view lang, Names const& names);

/// Why a step is left out: a code of the journal, and the same in words.
struct Left {
  std::string reason, words;
};
Left left_out(Dice& dice, std::string_view lang, Names const& names);

}  // namespace vlechtwerk::cli::people
