#include "interop/stappenplan/plan_words.h"

#include <algorithm>
#include <array>

#include "domain/stappenplan/note_kind.h"
#include "domain/stappenplan/plan_edit.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::Message;
using base::N_;

template <class List, class Name>
std::string joined(List const& list, Name const& name) {
  std::string out;
  for (auto const& one : list) out += (out.empty() ? "" : ", ") + name(one);
  return out;
}

/// What each template asks, in the order of sp::Template.
constexpr std::array<char const*, 24> rule_sentences{
    N_("Na elke keer '{a}' hoort '{b}'."),
    N_("Na elke keer '{a}' hoort '{b}', nog voor de volgende keer."),
    N_("Direct na '{a}' hoort '{b}'."),
    N_("Na elke keer '{a}' hoort '{b}'. '{b}' komt niet eerder."),
    N_("'{a}' en '{b}' wisselen elkaar af. Eerst komt '{a}'."),
    N_("'{a}' en '{b}' horen direct na elkaar."),
    N_("Bij '{a}' hoort ook een keer '{b}'."),
    N_("'{a}' en '{b}' horen bij elkaar."),
    N_("'{a}' hoort ten minste {n} keer."),
    N_("'{a}' hoort precies {n} keer."),
    N_("'{b}' komt pas nadat '{a}' gedaan is."),
    N_("Voor elke keer '{b}' hoort opnieuw '{a}'."),
    N_("Direct voor '{b}' hoort '{a}'."),
    N_("'{a}' hoort minder dan {n} keer."),
    N_("Na '{a}' komt '{b}' niet meer."),
    N_("'{a}' en '{b}' gaan niet samen."),
    N_("'{a}' of '{b}' hoort gedaan te worden."),
    N_("'{a}' of '{b}' hoort gedaan te worden, niet allebei."),
    N_("De route begint met '{a}'."),
    N_("De route eindigt met '{a}'."),
    N_("'{b}' kan pas als '{a}' gedaan is."),
    N_("Na '{a}' hoort '{b}' bij de route."),
    N_("Na '{a}' hoort '{b}' niet meer bij de route."),
    N_("'{b}' wacht zolang '{a}' nog open staat."),
};

}  // namespace

std::string PlanWords::roles(std::vector<std::string> const& ids) const {
  return joined(ids, [&](std::string const& role) { return plan_.role_label(role, lang_); });
}

std::string PlanWords::name(sp::OnPart const& part) const {
  if (part.kind == sp::OnPart::Kind::Milestone) return in(plan_.milestones[part.index].title);
  auto const& step = plan_.steps[part.index];
  return part.kind == sp::OnPart::Kind::Step ? in(step.title) : in(step.title) + " (" + in(step.outcomes[part.outcome].text) + ")";
}

std::string PlanWords::names(std::vector<sp::OnPart> const& parts) const {
  return joined(parts, [&](sp::OnPart const& part) { return name(part); });
}

std::string PlanWords::notes(std::vector<std::string> const& kinds) const {
  return joined(kinds, [&](std::string const& kind) { return say(sp::note_words(&plan_, kind, lang_)); });
}

std::string PlanWords::titles(std::vector<std::size_t> const& steps) const {
  return joined(steps, [&](std::size_t step) { return in(plan_.steps[step].title); });
}

std::string PlanWords::period(sp::Duration const& duration) const {
  auto const counted = [&](int number, char const* one, char const* more) {
    return number == 1 ? say({one, {}}) : say({more, {{"number", std::to_string(number)}}});
  };
  if (duration.working) return counted(duration.days, N_("1 werkdag"), N_("{number} werkdagen"));
  std::string out;
  if (duration.months > 0) out = counted(duration.months, N_("1 maand"), N_("{number} maanden"));
  if (duration.days == 0 && !out.empty()) return out;
  if (!out.empty()) out += " + ";
  if (duration.days == 0) return say({N_("dezelfde dag"), {}});
  return out + (duration.days % 7 == 0 ? counted(duration.days / 7, N_("1 week"), N_("{number} weken"))
                                       : counted(duration.days, N_("1 dag"), N_("{number} dagen")));
}

std::string PlanWords::maker() const {
  if (plan_.organisation.empty()) return {};
  return say(
      {N_("Van {organisation}, versie {version}."), {{"organisation", plan_.organisation}, {"version", std::to_string(plan_.version)}}});
}

PlanItem PlanWords::step(sp::Step const& step) const {
  PlanItem item{in(step.title), {}, step.id};
  auto const line = [&](Message const& message) { item.lines.push_back(say(message)); };
  line({N_("Wie: {roles}."), {{"roles", roles(step.by)}}});
  if (!step.with.empty()) line({N_("Samen met: {roles}."), {{"roles", roles(step.with)}}});
  if (!step.may_join.empty()) line({N_("Mag erbij zijn: {roles}."), {{"roles", roles(step.may_join)}}});
  if (step.at) line({N_("Op de agenda van: {meeting}."), {{"meeting", in(plan_.meetings[*step.at].title)}}});
  if (!step.after.empty()) line({N_("Na: {steps}."), {{"steps", names(step.after)}}});
  if (!step.after_any.empty()) line({N_("Na één van: {steps}."), {{"steps", names(step.after_any)}}});
  if (!step.when.always()) line({N_("Alleen als: {condition}."), {{"condition", step.when.text}}});
  if (step.exit) line({N_("Niet meer als: {condition}."), {{"condition", step.exit->text}}});
  if (step.excluded) line({N_("Hoort pas bij de route als een afspraak dat zegt."), {}});
  if (step.toestemming) line({N_("Alleen met toestemming van ouders: {act}."), {{"act", in(plan_.acts[*step.toestemming].text)}}});
  for (auto const act : step.asks) line({N_("Hier vraag je toestemming: {act}."), {{"act", in(plan_.acts[act].text)}}});
  if (step.parents == sp::Parents::Talk) line({N_("Dit is een gesprek met ouders."), {}});
  if (step.parents == sp::Parents::Informed) line({N_("Ouders moeten hiervan horen."), {}});
  if (step.min) line({N_("Niet eerder dan na {period}."), {{"period", period(*step.min)}}});
  if (step.within) line({N_("Binnen {period}."), {{"period", period(*step.within)}}});
  if (step.every) line({N_("Steeds na {period}."), {{"period", period(*step.every)}}});
  if (step.repeat == sp::Repeat::Always) line({N_("Deze stap kan vaker."), {}});
  if (step.repeat == sp::Repeat::Each) line({N_("Deze stap hoort elke keer opnieuw."), {}});
  if (step.max) line({N_("Ten hoogste {number} keer."), {{"number", std::to_string(*step.max)}}});
  if (step.discretionary) line({N_("Deze stap is vrij. Hij hoeft niet."), {}});
  if (!step.note.empty()) line({N_("Een notitie van deze soort telt als deze stap: {kinds}."), {{"kinds", notes(step.note)}}});
  if (!step.waive_by.empty()) line({N_("Overslaan mag: {roles}."), {{"roles", roles(step.waive_by)}}});
  if (step.required) line({N_("Deze stap is nodig voordat de route sluit."), {}});
  if (step.four_eyes) line({N_("Iemand anders doet dit dan wie '{step}' deed."), {{"step", in(plan_.steps[*step.four_eyes].title)}}});
  if (!step.outcomes.empty()) {
    line({N_("Uitkomst: {outcomes}."), {{"outcomes", joined(step.outcomes, [&](sp::Label const& one) { return in(one.text); })}}});
  }
  if (!step.records.empty()) {
    line({N_("Dit schrijf je op: {records}"), {{"records", joined(step.records, [&](sp::Text const& one) { return in(one); })}}});
  }
  if (step.because) item.lines.push_back(in(*step.because));
  if (auto const protocol = sp::source_and_protocol(step.source).protocol; !protocol.empty())
    line({N_("Ons protocol: {protocol}"), {{"protocol", protocol}}});
  if (step.assumed) line({N_("Voorstel, nog niet door jullie vastgesteld."), {}});
  return item;
}

PlanItem PlanWords::rule(sp::Rule const& rule) const {
  Message sentence{rule_sentences[static_cast<std::size_t>(rule.kind)], {{"a", name(rule.steps[0])}, {"n", std::to_string(rule.n)}}};
  if (rule.steps.size() > 1) sentence.args.emplace_back("b", name(rule.steps[1]));
  PlanItem item{say(sentence), {}, rule.id};
  if (!rule.when.always()) item.lines.push_back(say({N_("Alleen als: {condition}."), {{"condition", rule.when.text}}}));
  if (rule.min) item.lines.push_back(say({N_("Niet eerder dan na {period}."), {{"period", period(*rule.min)}}}));
  if (rule.within) item.lines.push_back(say({N_("Binnen {period}."), {{"period", period(*rule.within)}}}));
  if (rule.because) item.lines.push_back(in(*rule.because));
  if (rule.assumed) item.lines.push_back(say({N_("Voorstel, nog niet door jullie vastgesteld."), {}}));
  return item;
}

PlanSection PlanWords::agreements() const {
  PlanSection section{say({N_("Afspraken"), {}}), {}, {}, {}};
  for (auto const& one : plan_.rules) section.items.push_back(rule(one));
  for (auto const& one : plan_.escalations) {
    auto const about = one.step ? in(plan_.steps[*one.step].title) : name(plan_.rules[*one.rule].steps.back());
    section.items.push_back({say({N_("Is '{step}' {period} te laat, dan hoort ook {role} ervan."),
                                  {{"step", about}, {"period", period(one.after)}, {"role", plan_.role_label(one.to, lang_)}}}),
                             {},
                             "escalation " + (one.step ? plan_.steps[*one.step].id : plan_.rules[*one.rule].id) + " " + one.to});
  }
  for (auto const& refusal : plan_.refusals) {
    PlanItem item{say({N_("Zeggen ouders nee tegen '{act}', dan kan: {steps}."),
                       {{"act", in(plan_.acts[refusal.act].text)}, {"steps", titles(refusal.then)}}}),
                  {},
                  "refusal " + plan_.acts[refusal.act].id};
    if (refusal.because) item.lines.push_back(in(*refusal.because));
    section.items.push_back(std::move(item));
  }
  return section;
}

PlanSection PlanWords::milestones() const {
  PlanSection section{say({N_("Mijlpalen"), {}}), {}, {}, {}};
  for (auto const& one : plan_.milestones) {
    section.items.push_back({in(one.title), {say({N_("Bereikt als: {condition}."), {{"condition", one.when.text}}})}, one.id});
  }
  return section;
}

PlanSection PlanWords::permissions() const {
  PlanSection section{say({N_("Toestemming"), {}}), {}, {}, {}};
  for (auto const& act : plan_.acts) {
    PlanItem item{in(act.text), {}, "act " + act.id};
    auto const line = [&](Message const& message) { item.lines.push_back(say(message)); };
    line(act.needs_one ? Message{N_("Eén ouder met gezag is genoeg."), {}} : Message{N_("Alle ouders met gezag moeten ja zeggen."), {}});
    if (act.child_from) line({N_("Vanaf {number} jaar zegt ook het kind ja."), {{"number", std::to_string(*act.child_from)}}});
    if (act.unreachable_may) line({N_("Een ouder die niet te bereiken is, houdt dit niet tegen."), {}});
    if (act.valid) line({N_("Dit geldt {period}."), {{"period", period(*act.valid)}}});
    if (!act.recipient.empty()) line({N_("Dit gaat naar: {recipient}."), {{"recipient", plan_.role_label(act.recipient, lang_)}}});
    section.items.push_back(std::move(item));
  }
  return section;
}

std::vector<PlanSection> PlanWords::for_staff() const {
  std::vector<PlanSection> sections;
  auto const add = [&](PlanSection section) {
    if (!section.items.empty()) sections.push_back(std::move(section));
  };
  auto const steps_of = [&](std::optional<std::size_t> stage) {
    PlanSection section;
    for (auto const& one : plan_.steps) {
      if (one.stage == stage) section.items.push_back(step(one));
    }
    return section;
  };
  if (!plan_.starts_with.empty()) {
    sections.push_back({{}, {}, {say({N_("De route begint met: {steps}."), {{"steps", titles(plan_.starts_with)}}})}, "starts_with"});
  }
  if (!plan_.notes.empty()) {
    auto const own = joined(plan_.notes, [&](sp::Label const& one) { return in(one.text); });
    sections.push_back({say({N_("Soorten notities"), {}}), {}, {say({N_("Onze eigen woorden: {words}."), {{"words", own}}})}, "notes"});
  }
  for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
    auto const& stage = plan_.stages[i];
    auto section = steps_of(i);
    section.title = in(stage.title);
    section.key = "stage " + stage.id;
    if (!stage.after.empty()) section.lines.push_back(say({N_("Na: {steps}."), {{"steps", names(stage.after)}}}));
    if (stage.exit) section.lines.push_back(say({N_("Niet meer als: {condition}."), {{"condition", stage.exit->text}}}));
    add(std::move(section));
  }
  add(steps_of(std::nullopt));
  add(milestones());
  add(agreements());
  add(permissions());
  for (auto const& decision : plan_.decisions) {
    PlanSection section{in(decision.title), {}, {}, {}};
    for (auto const& row : decision.rows) {
      auto const facts = joined(row.inputs, [](auto const& fact) { return fact.first + " = " + fact.second; });
      PlanItem item{facts.empty() ? say({N_("Anders"), {}}) : facts,
                    {say({N_("Bij wie: {roles}."), {{"roles", roles(row.to)}}})},
                    "decision " + decision.id + " " + facts};
      // A table may answer the same question in more than one row.
      while (std::any_of(section.items.begin(), section.items.end(), [&](PlanItem const& one) { return one.key == item.key; }))
        item.key += " +";
      if (row.within) item.lines.push_back(say({N_("Binnen {period}."), {{"period", period(*row.within)}}}));
      if (row.say) item.lines.push_back(in(*row.say));
      section.items.push_back(std::move(item));
    }
    sections.push_back(std::move(section));
  }
  return sections;
}

std::vector<PlanItem> PlanWords::for_parents() const {
  std::vector<PlanItem> items;
  for (auto const& step : plan_.steps) {
    PlanItem item{in(step.title), {}, step.id};
    auto const line = [&](Message const& message) { item.lines.push_back(say(message)); };
    if (step.parents == sp::Parents::Talk) line({N_("Hierover praten we met u."), {}});
    if (step.parents == sp::Parents::Informed) line({N_("U hoort hiervan."), {}});
    for (auto const act : step.asks) line({N_("We vragen of dit mag: {act}."), {{"act", in(plan_.acts[act].text)}}});
    if (step.toestemming) line({N_("Dit doen we alleen als u ja zegt: {act}."), {{"act", in(plan_.acts[*step.toestemming].text)}}});
    if (!item.lines.empty()) items.push_back(std::move(item));
  }
  for (auto const& refusal : plan_.refusals) {
    items.push_back({say({N_("Zegt u nee tegen '{act}'?"), {{"act", in(plan_.acts[refusal.act].text)}}}),
                     {say({N_("Dat mag. Dan doen we dit: {steps}."), {{"steps", titles(refusal.then)}}})},
                     "refusal " + plan_.acts[refusal.act].id});
  }
  return items;
}

}  // namespace vlechtwerk::interop
