#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/stappenplan/plan.h"
#include "interop/stappenplan/diagnostic.h"

namespace vlechtwerk::interop {

/// A step, a rule or a row of a table, with the sentences that belong to it.
struct PlanItem {
  std::string title;
  std::vector<std::string> lines;
  std::string key;  ///< the same in another version of the plan, whatever its words
};

/// A stage with its steps, the rules, or a decision table. A title may be empty.
struct PlanSection {
  std::string title;
  std::vector<PlanItem> items;
  std::vector<std::string> lines;  ///< about all of it
  std::string key;
};

/// A plan in the words of one language, for every form in which it is shown.
class PlanWords {
 public:
  /// `plan` and `translate` must outlive the words.
  PlanWords(domain::stappenplan::Plan const& plan, std::string_view lang, Translate const& translate)
      : plan_(plan), lang_(lang), translate_(translate) {}
  PlanWords(domain::stappenplan::Plan const& plan, std::string_view lang, Translate&& translate) = delete;

  [[nodiscard]] std::string say(base::Message const& message) const { return translate_(message); }
  [[nodiscard]] std::string const& in(domain::stappenplan::Text const& text) const { return text.in(lang_); }
  [[nodiscard]] std::string_view lang() const { return lang_; }
  [[nodiscard]] std::string roles(std::vector<std::string> const& ids) const;
  [[nodiscard]] std::string names(std::vector<domain::stappenplan::OnPart> const& parts) const;
  [[nodiscard]] std::string name(domain::stappenplan::OnPart const& part) const;
  /// What these kinds of note are called.
  [[nodiscard]] std::string notes(std::vector<std::string> const& kinds) const;
  [[nodiscard]] std::string titles(std::vector<std::size_t> const& steps) const;
  /// "3 weeks", "5 working days".
  [[nodiscard]] std::string period(domain::stappenplan::Duration const& duration) const;

  /// Who made the plan and its version; empty when it has no organisation.
  [[nodiscard]] std::string maker() const;
  /// For staff: how a route begins, the stages with their steps, steps without a stage, milestones, rules, what happens when parents say
  /// no, permissions, decision tables.
  [[nodiscard]] std::vector<PlanSection> for_staff() const;
  /// For parents: the steps in which they have a part, and what happens when they say no.
  [[nodiscard]] std::vector<PlanItem> for_parents() const;

 private:
  [[nodiscard]] PlanItem step(domain::stappenplan::Step const& step) const;
  [[nodiscard]] PlanItem rule(domain::stappenplan::Rule const& rule) const;
  [[nodiscard]] PlanSection milestones() const;
  [[nodiscard]] PlanSection agreements() const;
  [[nodiscard]] PlanSection permissions() const;

  domain::stappenplan::Plan const& plan_;
  std::string_view lang_;
  Translate const& translate_;
};

}  // namespace vlechtwerk::interop
