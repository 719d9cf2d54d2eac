#include "interop/stappenplan/show.h"

#include <fmt/format.h>
#include <algorithm>

#include "interop/stappenplan/plan_words.h"

namespace vlechtwerk::interop {
namespace {

namespace sp = domain::stappenplan;
using base::N_;

constexpr char const* coach = "jeugdzorgcoach";

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML knows no other control characters.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Lines of at most `width` characters, broken between words.
std::vector<std::string> wrapped(std::string const& text, std::size_t width) {
  std::vector<std::string> lines{""};
  for (std::size_t from = 0; from < text.size();) {
    auto const end = std::min(text.find(' ', from), text.size());
    auto const word = text.substr(from, end - from);
    if (!lines.back().empty() && characters(lines.back()) + characters(word) + 1 > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    from = end + 1;
  }
  return lines;
}

// ---- the picture

constexpr int page_width = 800;
constexpr int columns = 3;
constexpr int gap = 12;
constexpr int band_edge = 16;
constexpr int card_width = (page_width - 2 * band_edge - (columns - 1) * gap) / columns;
constexpr int line_height = 17;
constexpr std::size_t card_characters = 30;

enum class Part { Staff, Parents, Coach };

/// How a step that stands like this is drawn: class, fill, frame, and what it says. The words are those of the page of the child.
struct MarkLook {
  char const* name;
  char const* fill;
  char const* frame;
  char const* words;
};
constexpr MarkLook mark_looks[] = {
    {"done", "#e3efec", "stroke=\"#cfc8b8\"", N_("gedaan")},
    {"waived", "#f2e9db", "stroke=\"#cfc8b8\" stroke-dasharray=\"4 3\"", N_("overgeslagen")},
    {"here", "#fff", "stroke=\"#2b2723\" stroke-width=\"4\"", N_("Hier zijn jullie nu")},
    {"open", "#fff", "stroke=\"#1d5c58\" stroke-width=\"2\"", N_("kan nu")},
    {"later", "#fff", "stroke=\"#cfc8b8\" stroke-dasharray=\"4 3\"", N_("later")},
};

struct Card {
  std::string id;
  MarkLook const* mark = nullptr;
  Part part = Part::Staff;
  std::vector<std::string> title;
  std::vector<std::string> lines;
  [[nodiscard]] int height() const { return 22 + line_height * static_cast<int>(title.size() + lines.size()); }
};

class Drawing {
 public:
  Drawing(sp::Plan const& plan, PlanWords const& words, std::vector<StepMark> marks = {})
      : plan_(plan), words_(words), marks_(std::move(marks)), numbers_(plan.steps.size()) {
    int number = 0;
    each_band([&](std::string const&, std::vector<std::size_t> const& steps) {
      for (auto const step : steps) numbers_[step] = ++number;
    });
  }

  std::string write() {
    each_band([&](std::string const& title, std::vector<std::size_t> const& steps) { band(title, steps); });
    legend();
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "aria-label=\"{2}\" font-family=\"sans-serif\" font-size=\"13\">\n<title>{2}</title>\n{3}</svg>\n",
        page_width, at_, escaped(words_.in(plan_.title)), out_);
  }

 private:
  template <class Each>
  void each_band(Each const& each) const {
    auto const steps_of = [&](std::optional<std::size_t> stage) {
      std::vector<std::size_t> steps;
      for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        if (plan_.steps[i].stage == stage) steps.push_back(i);
      }
      return steps;
    };
    for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
      if (auto const steps = steps_of(i); !steps.empty()) each(words_.in(plan_.stages[i].title), steps);
    }
    if (auto const steps = steps_of(std::nullopt); !steps.empty()) each(std::string(), steps);
  }

  static char const* colour(Part part) { return part == Part::Coach ? "#6b4a8e" : part == Part::Parents ? "#b3541e" : "#1f6f6b"; }

  [[nodiscard]] Card card(std::size_t index) const {
    auto const& step = plan_.steps[index];
    Card card;
    card.id = step.id;
    if (!marks_.empty()) card.mark = &mark_looks[static_cast<std::size_t>(marks_[index])];
    auto const has = [](std::vector<std::string> const& roles, char const* role) {
      return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    bool const with_coach = has(step.by, coach) || has(step.with, coach);
    bool const with_parents = step.parents != sp::Parents::None || step.toestemming || !step.asks.empty() || has(step.with, "ouder");
    card.part = with_coach ? Part::Coach : with_parents ? Part::Parents : Part::Staff;
    card.title = wrapped(fmt::format("{}. {}", numbers_[index], words_.in(step.title)), card_characters);
    auto const add = [&](std::string const& text) {
      for (auto& line : wrapped(text, card_characters + 4)) card.lines.push_back(std::move(line));
    };
    if (card.mark) add("→ " + words_.say({card.mark->words, {}}));
    add(words_.roles(step.by));
    if (!step.after.empty()) add(words_.say({N_("Na {numbers}"), {{"numbers", numbers(step.after)}}}));
    if (!step.after_any.empty()) add(words_.say({N_("Na één van {numbers}"), {{"numbers", numbers(step.after_any)}}}));
    if (step.within) add(words_.say({N_("Binnen {period}"), {{"period", words_.period(*step.within)}}}));
    if (step.every) add(words_.say({N_("Steeds na {period}"), {{"period", words_.period(*step.every)}}}));
    if (step.parents == sp::Parents::Talk) add(words_.say({N_("Gesprek met ouders"), {}}));
    if (step.parents == sp::Parents::Informed) add(words_.say({N_("Ouders horen dit"), {}}));
    if (!step.asks.empty()) add(words_.say({N_("Hier vraag je toestemming"), {}}));
    if (step.toestemming) add(words_.say({N_("Alleen met toestemming van ouders"), {}}));
    if (with_coach) add(words_.say({N_("Met de coach"), {}}));
    return card;
  }

  [[nodiscard]] std::string numbers(std::vector<sp::OnPart> const& parts) const {
    std::string out;
    for (auto const& part : parts) {
      out +=
          (out.empty() ? "" : ", ") + (part.kind == sp::OnPart::Kind::Milestone ? words_.name(part) : std::to_string(numbers_[part.index]));
      if (part.kind == sp::OnPart::Kind::StepOutcome) {
        out += " (" + words_.in(plan_.steps[part.index].outcomes[part.outcome].text) + ")";
      }
    }
    return out;
  }

  /// Does something in the band wait for something in the band above it?
  [[nodiscard]] bool follows(std::vector<std::size_t> const& steps) const {
    return std::any_of(steps.begin(), steps.end(), [&](std::size_t index) {
      auto const from_above = [&](sp::OnPart const& part) {
        return part.kind != sp::OnPart::Kind::Milestone && std::find(above_.begin(), above_.end(), part.index) != above_.end();
      };
      auto const& step = plan_.steps[index];
      return std::any_of(step.after.begin(), step.after.end(), from_above) ||
             std::any_of(step.after_any.begin(), step.after_any.end(), from_above);
    });
  }

  void band(std::string const& title, std::vector<std::size_t> const& steps) {
    if (follows(steps)) {
      out_ += fmt::format("<path d=\"M{0} {1}v14m-6 -7l6 7l6 -7\" fill=\"none\" stroke=\"#555\" stroke-width=\"2\"/>\n", page_width / 2,
                          at_ + 3);
    }
    if (at_ > 0) at_ += 22;
    above_ = steps;
    std::vector<Card> cards;
    for (auto const step : steps) cards.push_back(card(step));
    int const top = at_;
    int y = top + (title.empty() ? band_edge : 36);
    std::string inside;
    for (std::size_t first = 0; first < cards.size(); first += columns) {
      int height = 0;
      auto const end = std::min(first + columns, cards.size());
      for (auto i = first; i < end; ++i) height = std::max(height, cards[i].height());
      for (auto i = first; i < end; ++i) inside += drawn(cards[i], band_edge + static_cast<int>(i - first) * (card_width + gap), y, height);
      y += height + gap;
    }
    at_ = y - gap + band_edge;
    out_ += fmt::format("<rect x=\"1\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"#f6f3ec\" stroke=\"#cfc8b8\"/>\n", top + 1,
                        page_width - 2, at_ - top - 2);
    if (!title.empty()) {
      out_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"17\" font-weight=\"bold\">{}</text>\n", band_edge, top + 25, escaped(title));
    }
    out_ += inside;
  }

  static std::string drawn(Card const& card, int x, int y, int height) {
    std::string out;
    if (card.mark) out = fmt::format("<g id=\"stap-{}\" class=\"stap stap--{}\">\n", card.id, card.mark->name);
    out += fmt::format(
        "<rect x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" rx=\"6\" fill=\"{5}\" {6}/>"
        "<rect x=\"{0}\" y=\"{1}\" width=\"6\" height=\"{3}\" rx=\"3\" fill=\"{4}\"/>\n",
        x, y, card_width, height, colour(card.part), card.mark ? card.mark->fill : "#fff",
        card.mark ? card.mark->frame : "stroke=\"#cfc8b8\"");
    int line = y + 20;
    auto const add = [&](std::string const& text, char const* more) {
      out += fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", x + 14, line, more, escaped(text));
      line += line_height;
    };
    for (auto const& text : card.title) add(text, " font-weight=\"bold\"");
    for (auto const& text : card.lines) add(text, " font-size=\"12\" fill=\"#333\"");
    return card.mark ? out + "</g>\n" : out;
  }

  void legend() {
    at_ += 24;
    int x = band_edge;
    auto const add = [&](Part part, std::string const& text) {
      out_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n", x,
                          at_ - 12, colour(part), x + 20, at_, escaped(text));
      x += 250;
    };
    add(Part::Staff, words_.say({N_("Medewerkers"), {}}));
    add(Part::Parents, words_.say({N_("Ouders horen, praten of beslissen mee"), {}}));
    x += 40;
    add(Part::Coach, words_.say({N_("Met de coach"), {}}));
    at_ += 12;
  }

  sp::Plan const& plan_;
  PlanWords const& words_;
  std::vector<StepMark> marks_;  ///< empty: the plan itself, of no child
  std::vector<int> numbers_;
  std::vector<std::size_t> above_;  ///< the steps of the band that was drawn last
  std::string out_;
  int at_ = 0;
};

// ---- to print

constexpr char const* print_style =
    "@page{size:A4;margin:14mm}body{color:#1c1c1c;font:11pt/1.4 sans-serif;margin:0 auto;max-width:180mm;padding:8mm 0}"
    "h1{font-size:20pt;margin:0 0 2mm}h2{break-after:avoid;font-size:14pt;margin:6mm 0 2mm}h3{break-after:avoid;font-size:11pt;margin:3mm "
    "0 0}"
    "ul{margin:0;padding-left:5mm}li,.item{break-inside:avoid}svg{height:auto;max-height:245mm;max-width:100%}"
    ".sheet+.sheet{border-top:1px solid #999;margin-top:8mm;padding-top:8mm}"
    "@media print{body{max-width:none;padding:0}.sheet+.sheet{border:0;break-before:page;margin:0;padding:0}}";

std::string item_html(PlanItem const& item) {
  auto out = "<div class=\"item\"><h3>" + escaped(item.title) + "</h3>";
  if (!item.lines.empty()) out += "<ul>";
  for (auto const& line : item.lines) out += "<li>" + escaped(line) + "</li>";
  return out + (item.lines.empty() ? "</div>\n" : "</ul></div>\n");
}

std::string sheet(std::string const& title, std::string const& under, std::string const& body) {
  return "<section class=\"sheet\">\n<h1>" + escaped(title) + "</h1>\n" + (under.empty() ? "" : "<p>" + escaped(under) + "</p>\n") + body +
         "</section>\n";
}

}  // namespace

std::string show_plan(sp::Plan const& plan, std::string_view lang, Translate const& translate) {
  PlanWords const words(plan, lang, translate);
  auto out = words.in(plan.title) + "\n" + (words.maker().empty() ? "" : words.maker() + "\n");
  for (auto const& section : words.for_staff()) {
    out += "\n" + (section.title.empty() ? "" : section.title + "\n");
    for (auto const& line : section.lines) out += line + "\n";
    for (auto const& item : section.items) {
      out += "  - " + item.title + "\n";
      for (auto const& line : item.lines) out += "    " + line + "\n";
    }
  }
  return out;
}

std::string draw_plan(sp::Plan const& plan, std::string_view lang, Translate const& translate) {
  PlanWords const words(plan, lang, translate);
  return Drawing(plan, words).write();
}

std::string draw_route(sp::Plan const& plan, std::vector<StepMark> const& marks, std::string_view lang, Translate const& translate) {
  PlanWords const words(plan, lang, translate);
  return Drawing(plan, words, marks).write();
}

std::string print_plan(sp::Plan const& plan, std::string_view lang, Translate const& translate) {
  PlanWords const words(plan, lang, translate);
  auto const& title = words.in(plan.title);
  std::string sentences;
  for (auto const& section : words.for_staff()) {
    if (!section.title.empty()) sentences += "<h2>" + escaped(section.title) + "</h2>\n";
    for (auto const& line : section.lines) sentences += "<p>" + escaped(line) + "</p>\n";
    for (auto const& item : section.items) sentences += item_html(item);
  }
  std::string parents;
  for (auto const& item : words.for_parents()) parents += item_html(item);
  parents += "<p>" + escaped(words.say({N_("U mag altijd ja of nee zeggen. U mag ook later van gedachten veranderen."), {}})) + "</p>\n";
  return fmt::format(
             "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
             "initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
             lang, escaped(title), print_style) +
         sheet(title, words.maker(), Drawing(plan, words).write()) +
         sheet(words.say({N_("Stap voor stap, voor medewerkers"), {}}), {}, sentences) +
         sheet(words.say({N_("Voor ouders"), {}}), words.say({N_("Dit doen we als ons iets opvalt aan uw kind."), {}}), parents) +
         "</body>\n</html>\n";
}

}  // namespace vlechtwerk::interop
