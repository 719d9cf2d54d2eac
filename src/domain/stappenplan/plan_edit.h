#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/stappenplan/plan.h"

namespace vlechtwerk::domain::stappenplan {

/// Where one value stands in the text of a plan file, in bytes.
struct ValuePlace {
  std::size_t key = 0;                ///< where its key begins; of something in a list: where the value begins
  std::size_t begin = 0;              ///< of a table with a head of its own: where the head begins
  std::size_t end = 0;                ///< behind the value; of a table: behind the last value in it
  std::optional<std::string> text{};  ///< what it says, when it is a string
};

/// The place of every value of a file by its path: `version`, `roles/mentor/nl`, `step/strookje/by`, `step/strookje/records/0/nl`. Tables
/// with an id go by that id, other things in a list by their number from 0. Made by the reader of the file.
using ValuePlaces = std::map<std::string, ValuePlace, std::less<>>;

/// Own words for something that people read, per language; a language that is not named keeps its words. `of` is the path of the text:
/// `roles/mentor`, `notes/strookje`, `acts/observatie_pedagoog`, `meeting/werkbespreking/title`, `step/strookje/title`,
/// `step/strookje/because`, `step/strookje/outcomes/zorg`, `step/strookje/records/0`. A kind of note and a reason may get words that they
/// did not have; empty ones take them away.
struct OwnWords {
  std::string of;
  std::map<std::string, std::string> words;
};

/// A term of a step or a rule, as the file has it (P6W); absent: no term any more.
struct Term {
  enum class Which { Within, Every, Min };
  std::string of;  ///< id of a step or a rule
  Which which{};
  std::optional<std::string> period;
};

struct Repeating {
  std::string step;
  Repeat repeat{};
};

/// Who may do a step, who takes part, and who may join.
struct People {
  enum class Which { By, With, MayJoin };
  std::string step;
  Which which{};
  std::vector<std::string> roles;
};

/// The kinds of note that carry out a step.
struct Notes {
  std::string step;
  std::vector<std::string> kinds;
};

/// The act that parents allow before a step is done; absent: they need not.
struct Permission {
  std::string step;
  std::optional<std::string> act;
};

/// The acts for which parents are asked in a step.
struct Asking {
  std::string step;
  std::vector<std::string> acts;
};

/// Whose yes an act needs, and how long it lasts.
struct ActTerms {
  std::string act;
  bool needs_one = false;            ///< of one parent with gezag, not of all
  bool unreachable_may = false;      ///< the leidinggevende may go on without one who cannot be reached
  std::optional<std::string> valid;  ///< of a yes that names no end (P1Y); absent: until it is taken back
};

/// After what a step comes: all of it, or any of it. Parts are as the file has them: `step`, `step:outcome` or a milestone.
struct Order {
  enum class Which { After, AfterAny };
  std::string step;
  Which which{};
  std::vector<std::string> parts;
};

/// A step or a rule goes out of the plan, or comes back. Its lines stay in the file, each behind `#- `. Lists that merely name it among
/// others (starts_with, then of a refusal) lose it; whatever else builds on it holds it back.
struct Switch {
  std::string of;  ///< id of a step or a rule
  bool on = false;
};

/// The name or the link of the organisation's own document, behind the source of the step; empty: none any more.
struct OwnProtocol {
  std::string step;
  std::string protocol;
};

/// What was a proposal is the organisation's own from now on.
struct Confirm {
  std::string of;  ///< id of a step or a rule
};

struct NextVersion {
  int version = 1;
};

/// One change of a plan file, and the field of the form that asks for it: where a sentence about it belongs.
struct Edit {
  std::string field;
  std::variant<OwnWords, Term, Repeating, People, Notes, Permission, Asking, ActTerms, Order, Switch, OwnProtocol, Confirm, NextVersion>
      what;
};

/// A sentence about a change that cannot be, and where the file says so (from 1, in characters; 0: nowhere in the file).
struct EditProblem {
  std::string field;
  int line = 0;
  int column = 0;
  base::Message message;
};

/// The text of a file with the changes in it, or why not.
using ChangedFile = tl::expected<std::string, std::vector<EditProblem>>;

/// The bytes of a changed text that an edit wrote.
struct Written {
  std::string field;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A text with changes in it that nobody has checked yet.
struct Draft {
  std::string text;
  std::vector<Written> written;  ///< in order of the text
};

/// Lays the edits into `text`, of which `plan` and `places` are the reading. Only the lines that an edit touches become different; an edit
/// that says what the file says already touches none. Edits of one call do not speak of the same value twice.
tl::expected<Draft, std::vector<EditProblem>> lay_edits(std::string_view text, Plan const& plan, ValuePlaces const& places,
                                                        std::span<Edit const> edits);

/// The file with everything in it that is switched off.
std::string all_switched_on(std::string_view text);

/// What the source of a step says, and behind it the organisation's own protocol.
struct SourceAndProtocol {
  std::string source;
  std::string protocol;
};
SourceAndProtocol source_and_protocol(std::string const& source);

}  // namespace vlechtwerk::domain::stappenplan
