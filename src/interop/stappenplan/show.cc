#include "interop/stappenplan/show.h"

#include <algorithm>

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::Message;
using base::N_;

class Writer {
 public:
  Writer(sp::Plan const& plan, std::string_view lang, Translate const& translate) : plan_(plan), lang_(lang), translate_(translate) {}

  std::string write() {
    out_ = plan_.title.in(lang_) + "\n";
    if (!plan_.organisation.empty())
      say({N_("Van {organisation}, versie {version}."), {{"organisation", plan_.organisation}, {"version", std::to_string(plan_.version)}}},
          "");
    for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
      out_ += "\n" + plan_.stages[i].title.in(lang_) + "\n";
      for (auto const& step : plan_.steps) {
        if (step.stage == i) write_step(step);
      }
    }
    if (std::any_of(plan_.steps.begin(), plan_.steps.end(), [](auto const& step) { return !step.stage; })) out_ += "\n";
    for (auto const& step : plan_.steps) {
      if (!step.stage) write_step(step);
    }
    if (!plan_.rules.empty()) out_ += "\n";
    for (auto const& rule : plan_.rules) write_rule(rule);
    for (auto const& refusal : plan_.refusals) {
      say({N_("Zeggen ouders nee tegen '{act}', dan kan: {steps}."),
           {{"act", plan_.acts[refusal.act].text.in(lang_)}, {"steps", titles(refusal.then)}}},
          "");
    }
    return std::move(out_);
  }

 private:
  void say(Message const& message, char const* indent) { out_ += indent + translate_(message) + "\n"; }

  [[nodiscard]] std::string titles(std::vector<std::size_t> const& steps) const {
    std::string names;
    for (auto const step : steps) names += (names.empty() ? "" : ", ") + plan_.steps[step].title.in(lang_);
    return names;
  }

  [[nodiscard]] std::string names(std::vector<sp::OnPart> const& parts) const {
    std::string names;
    for (auto const& part : parts) names += (names.empty() ? "" : ", ") + name(part);
    return names;
  }

  [[nodiscard]] std::string name(sp::OnPart const& part) const {
    if (part.kind == sp::OnPart::Kind::Milestone) return plan_.milestones[part.index].title.in(lang_);
    auto const& step = plan_.steps[part.index];
    return part.kind == sp::OnPart::Kind::Step ? step.title.in(lang_)
                                               : step.title.in(lang_) + " (" + step.outcomes[part.outcome].text.in(lang_) + ")";
  }

  [[nodiscard]] std::string labels(std::vector<std::string> const& roles) const {
    std::string names;
    for (auto const& role : roles) names += (names.empty() ? "" : ", ") + plan_.role_label(role, lang_);
    return names;
  }

  [[nodiscard]] Message term(sp::Duration const& duration) const {
    auto const months = std::to_string(duration.months);
    auto const days = std::to_string(duration.days);
    if (duration.working) return {N_("Binnen {days} werkdagen."), {{"days", days}}};
    if (duration.months == 0) return {N_("Binnen {days} dagen."), {{"days", days}}};
    if (duration.days == 0) return {N_("Binnen {months} maanden."), {{"months", months}}};
    return {N_("Binnen {months} maanden en {days} dagen."), {{"months", months}, {"days", days}}};
  }

  void proposal(bool assumed, char const* indent) {
    if (assumed) say({N_("Voorstel, nog niet door jullie vastgesteld."), {}}, indent);
  }

  void write_step(sp::Step const& step) {
    auto constexpr indent = "    ";
    out_ += "  - " + step.title.in(lang_) + "\n";
    say({N_("Wie: {roles}."), {{"roles", labels(step.by)}}}, indent);
    if (!step.with.empty()) say({N_("Samen met: {roles}."), {{"roles", labels(step.with)}}}, indent);
    if (!step.may_join.empty()) say({N_("Mag erbij zijn: {roles}."), {{"roles", labels(step.may_join)}}}, indent);
    if (!step.after.empty()) say({N_("Na: {steps}."), {{"steps", names(step.after)}}}, indent);
    if (!step.after_any.empty()) say({N_("Na één van: {steps}."), {{"steps", names(step.after_any)}}}, indent);
    if (!step.when.always()) say({N_("Alleen als: {condition}."), {{"condition", step.when.text}}}, indent);
    if (step.toestemming)
      say({N_("Alleen met toestemming van ouders: {act}."), {{"act", plan_.acts[*step.toestemming].text.in(lang_)}}}, indent);
    for (auto const act : step.asks) say({N_("Hier vraag je toestemming: {act}."), {{"act", plan_.acts[act].text.in(lang_)}}}, indent);
    if (step.parents == sp::Parents::Talk) say({N_("Dit is een gesprek met ouders."), {}}, indent);
    if (step.parents == sp::Parents::Informed) say({N_("Ouders moeten hiervan horen."), {}}, indent);
    if (step.within) say(term(*step.within), indent);
    if (step.repeat != sp::Repeat::No) say({N_("Deze stap kan vaker."), {}}, indent);
    if (step.required) say({N_("Deze stap is nodig voordat de route sluit."), {}}, indent);
    if (!step.outcomes.empty()) {
      std::string words;
      for (auto const& outcome : step.outcomes) words += (words.empty() ? "" : ", ") + outcome.text.in(lang_);
      say({N_("Uitkomst: {outcomes}."), {{"outcomes", words}}}, indent);
    }
    if (step.because) out_ += indent + step.because->in(lang_) + "\n";
    proposal(step.assumed, indent);
  }

  void write_rule(sp::Rule const& rule) {
    auto constexpr indent = "    ";
    if (rule.kind == sp::Template::Response) {
      say({N_("Na elke keer '{a}' hoort '{b}'."), {{"a", name(rule.steps[0])}, {"b", name(rule.steps[1])}}}, "");
    } else if (rule.kind == sp::Template::Precedence) {
      say({N_("'{b}' komt pas nadat '{a}' gedaan is."), {{"a", name(rule.steps[0])}, {"b", name(rule.steps[1])}}}, "");
    } else {
      out_ += rule.text + "\n";
    }
    if (!rule.when.always()) say({N_("Alleen als: {condition}."), {{"condition", rule.when.text}}}, indent);
    if (rule.within) say(term(*rule.within), indent);
    if (rule.because) out_ += indent + rule.because->in(lang_) + "\n";
    proposal(rule.assumed, indent);
  }

  sp::Plan const& plan_;
  std::string_view lang_;
  Translate const& translate_;
  std::string out_;
};

}  // namespace

std::string show_plan(sp::Plan const& plan, std::string_view lang, Translate const& translate) {
  return Writer(plan, lang, translate).write();
}

}  // namespace vlechtwerk::interop
