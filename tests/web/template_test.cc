#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <unistd.h>

#include "web/template/template.h"

namespace vlechtwerk::web {
namespace {

i18n::Translator const dutch_reader(i18n::Lang::Nl);

TEST(Template, FillsInTextNumbersAndPrivateText) {
  EXPECT_EQ(render(
                dutch_reader, [] { return "<p class=\"{kind}\">{name}: {n} {{x}</p>"; }, "kind"_a = "note",
                "name"_a = base::Private("Noor"), "n"_a = -3)
                .text(),
            "<p class=\"note\">Noor: -3 {x}</p>");
}

TEST(Template, RepeatsAndLeavesOutBlocks) {
  std::vector<std::pair<std::string, bool>> const children{{"Noor", true}, {"Sem", false}};
  auto const list = [&](bool any) {
    return render(
               dutch_reader,
               [] {
                 return R"({unless any}niemand{/unless}{when any}<ul>{each children})"
                        R"(<li class="c{when here} here{/when}">{name} {group}</li>{/each}</ul>{/when})";
               },
               "any"_a = any, "group"_a = "Vlinders",
               "children"_a =
                   [&](auto row) {
                     for (auto const& [name, here] : children) {
                       row("name"_a = name, "here"_a = here);
                     }
                   })
        .take();
  };
  EXPECT_EQ(list(true), "<ul><li class=\"c here\">Noor Vlinders</li><li class=\"c\">Sem Vlinders</li></ul>");
  EXPECT_EQ(list(false), "niemand");
}

TEST(Template, GivesABlockItsOwnFieldsOnlyWhenItIsThere) {
  auto const coach = [](std::optional<std::string> const& name) {
    return render(
               dutch_reader, [] { return "<p>{when coach}Vraag {name}{/when}</p>"; },
               "coach"_a =
                   [&](auto row) {
                     if (name) {
                       row("name"_a = *name);
                     }
                   })
        .take();
  };
  EXPECT_EQ(coach("Sanne"), "<p>Vraag Sanne</p>");
  EXPECT_EQ(coach(std::nullopt), "<p></p>");
}

TEST(Template, PutsOptionalAttributesInATag) {
  auto const box = [](bool on) {
    return render(
               dutch_reader, [] { return "<input type=checkbox {when on}checked{/when} value=\"1\">"; }, "on"_a = on)
        .take();
  };
  EXPECT_EQ(box(true), "<input type=checkbox checked value=\"1\">");
  EXPECT_EQ(box(false), "<input type=checkbox  value=\"1\">");
}

TEST(Template, TakesRenderedPartsInSlots) {
  auto const part = render(
      dutch_reader, [] { return "<b>{x}</b>"; }, "x"_a = "<");
  EXPECT_EQ(render(
                dutch_reader, [] { return "<main>{slot a}{slot b}</main>"; }, "a"_a = part,
                "b"_a = [&](Html& page) { render(page, dutch_reader, [] { return "<i></i>"; }); })
                .text(),
            "<main><b>&lt;</b><i></i></main>");
}

TEST(Template, SpeaksTheLanguageOfTheReader) {
  auto const catalogue =
      i18n::Catalogue::read(
          "msgid \"Groep {group}\"\nmsgstr \"<The> {group} group\"\n\nmsgctxt \"knop\"\nmsgid \"Open\"\nmsgstr \"Open it\"\n\n"
          "msgid \"{n, plural, one {# kind} other {# kinderen}} in {group}\"\nmsgstr \"{n, plural, one {# child} other {# children}} in "
          "{group}\"\n")
          .value();
  i18n::Translator const english(i18n::Lang::En, catalogue);
  auto const page = [](i18n::Translator const& tr) {
    return render(
               tr,
               [] {
                 return R"(<p title="{t:Groep {group}}">{t@knop:Open}, )"
                        R"({t:{n, plural, one {# kind} other {# kinderen}} in {group}}{error}</p>)";
               },
               "group"_a = "A&B", "n"_a = 2, "error"_a = base::Message{"Groep {group}", {{"group", "<"}}})
        .take();
  };
  EXPECT_EQ(page(dutch_reader), "<p title=\"Groep A&amp;B\">Open, 2 kinderen in A&amp;BGroep &lt;</p>");
  EXPECT_EQ(page(english), "<p title=\"&lt;The&gt; A&amp;B group\">Open it, 2 children in A&amp;B&lt;The&gt; &lt; group</p>");
}

TEST(Template, PutsALinkInsideASentence) {
  auto const link = render(
      dutch_reader, [] { return "<a href=\"{to}\">{t:de uitleg}</a>"; }, "to"_a = url("/uitleg"));
  EXPECT_EQ(render(
                dutch_reader, [] { return "{t:Lees eerst {link}.}"; }, "link"_a = link)
                .text(),
            "Lees eerst <a href=\"/uitleg\">de uitleg</a>.");
}

TEST(HostileText, IsInertInEveryContext) {
  using namespace std::string_view_literals;
  auto const hostile = "<script>\"'&\0\xE2\x80\xAE\xE2\x81\xA6\xF0\x9F\x98\x80>"sv;
  auto const page =
      render(
          dutch_reader, [] { return "<p title=\"{x}\" class='{x}'>{x}{t:Dag {x}}<textarea>{x}</textarea><a href=\"{link}\"></a></p>"; },
          "x"_a = hostile, "link"_a = url("/zoek?q={}", hostile))
          .take();
  std::string const inert = "&lt;script&gt;&quot;&#39;&amp;\xEF\xBF\xBD\xF0\x9F\x98\x80&gt;";
  EXPECT_EQ(page, "<p title=\"" + inert + "\" class='" + inert + "'>" + inert + "Dag " + inert + "<textarea>" + inert +
                      "</textarea><a href=\"/zoek?q=%3Cscript%3E%22%27%26%00%E2%80%AE%E2%81%A6%F0%9F%98%80%3E\"></a></p>");
}

TEST(HostileText, NeverAddsATagOrAQuoteWhateverItIs) {
  std::mt19937 random(7);
  using namespace std::string_view_literals;
  constexpr auto alphabet = "<>\"'&{}/=ab \0\xE2\x80\xAE\xFF;"sv;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto i = random() % 24; i > 0; --i) {
      text += alphabet[random() % alphabet.size()];
    }
    auto const page = render(
                          dutch_reader, [] { return "<p title=\"{x}\">{t:Dag {x}}{each rows}{x}{y}{/each}</p>"; }, "x"_a = text,
                          "rows"_a = [&](auto row) { row("y"_a = text); })
                          .take();
    EXPECT_EQ(std::count(page.begin(), page.end(), '<'), 2) << text;
    EXPECT_EQ(std::count(page.begin(), page.end(), '>'), 2) << text;
    EXPECT_EQ(std::count(page.begin(), page.end(), '"'), 2) << text;
    EXPECT_EQ(std::count(page.begin(), page.end(), '\''), 0) << text;
  }
}

TEST(TemplateUrl, EncodesItsPartsAndKeepsItsText) {
  EXPECT_EQ(url("/kind/{}/notitie?n={}", "a/../b?c", 7).text(), "/kind/a%2F..%2Fb%3Fc/notitie?n=7");
  EXPECT_EQ(url("/").text(), "/");
}

TEST(TemplateUrl, FromOutsideStaysOnThisSite) {
  EXPECT_EQ(local_url("/kind/1?x=2#a").value().text(), "/kind/1?x=2#a");
  for (std::string_view away :
       {"", "kind", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a b", "/\t/evil.example", "/a\r\nb"}) {
    EXPECT_FALSE(local_url(away)) << away;
  }
}

TEST(TemplateUrl, RingsTheNumberThatSomebodyTypedAndNothingElse) {
  EXPECT_EQ(telephone_url("06 - 123 456 78").value().text(), "tel:0612345678");
  EXPECT_EQ(telephone_url("+31 (0)6 12").value().text(), "tel:+310612");
  EXPECT_EQ(telephone_url("112;ext=\"><b").value().text(), "tel:112");
  for (std::string_view nobody : {"", "javascript:x", "12", "+12", "vraag Wil"}) EXPECT_FALSE(telephone_url(nobody)) << nobody;
}

std::string_view fault_of(std::string_view text) { return parse_template<40>(text).fault.what; }

TEST(TemplateParser, AcceptsTheMarkupThatPagesNeed) {
  for (std::string_view right :
       {"", "tekst", "a < b", "<!DOCTYPE html><html lang=\"{lang}\">", "<script src=\"{x}\"></script>{y}",
        "<script>if (a < b) {{ }</script>{x}", "<style>p {{ }</style>", "<!-- > a 'b -->{x}", "<a href='{x}#deel'>", "<br/>{x}",
        "<input disabled value = \"{x}\">", "<p {when a}hidden{/when}>", "<p{when a} hidden{/when} title=\"{x}\">",
        "<script{when a} async{/when}></script>{x}", "<p class=\"a{when b} c{/when}\">", "<svg viewBox=\"0 0 {w} 4\"/>",
        "{each a}{each b}{x}{/each}{/each}", "}"}) {
    EXPECT_EQ(fault_of(right), right == "a < b" ? "markup that can be read in two ways" : "") << right;
  }
}

TEST(TemplateParser, RefusesAValueWhereItCouldDoHarm) {
  for (std::string_view wrong : {"<p class={x}>",
                                 "<p {x}>",
                                 "<{x}>",
                                 "<p {x}=\"\">",
                                 "<p onclick=\"{x}\">",
                                 "<p ONCLICK='{x}'>",
                                 "<p style=\"{x}\">",
                                 "<iframe srcdoc=\"{x}\">",
                                 "<img srcset=\"{x}\">",
                                 "<script>{x}</script>",
                                 "<STYLE >{x}</STYLE>",
                                 "<script>'</scrip>{x}",
                                 "<!-- {x} -->",
                                 "<a href=\"/kind/{x}\">",
                                 "<a href=\"{x}{y}\">",
                                 "<a href=\"{t:Dag}\">",
                                 "<p title=\"{slot x}\">",
                                 "<p{when a} on{/when}click=\"{x}\">",
                                 "<a x/onclick=\"{x}\">",
                                 "<p on{when a}click{/when}=\"{x}\">",
                                 "<p {when a}onclick {/when}=\"{x}\">",
                                 "<p {when a}on{/when}{when b}click=\"{x}\"{/when}>",
                                 "<p {each a}x=\"{x}\" on{/each}>",
                                 "<p =\"{x}\">",
                                 "<scr{when a} {/when}ipt>{x}",
                                 "<script{when a} async{/when}>{x}</script>",
                                 "<a href={when a}\"\"{/when}>"}) {
    EXPECT_NE(fault_of(wrong), "") << wrong;
  }
}

TEST(TemplateParser, RefusesWhatIsNotClosed) {
  for (std::string_view wrong : {"{",
                                 "{x",
                                 "{}",
                                 "{x y}",
                                 "{each x}",
                                 "{/each}",
                                 "{each x}{/when}",
                                 "<p",
                                 "<p class=\"",
                                 "<!--",
                                 "<script>",
                                 "{t:}",
                                 "{t:Dag",
                                 "{t:Dag {x}",
                                 "{t:Dag\nnu}",
                                 "{t@knop}",
                                 "{when a}<p>{/when",
                                 "{when a}<p {/when}>",
                                 "<p title=\"{when a}\">{/when}",
                                 "<p \"{x}\">"}) {
    EXPECT_NE(fault_of(wrong), "") << wrong;
  }
}

TEST(TemplateParser, IsTotalWhateverTheTextAndTheRoom) {
  std::mt19937 random(11);
  std::array<std::string_view, 22> const words{
      "{", "}",  "{{", "{x}", "{each x}", "{/each}", "{when x}", "{/when}",  "{slot x}",  "{t:a {b}}", "<",
      ">", "\"", "'",  "=",   " ",        "href",    "onx",      "<script>", "</script>", "<!--",      "-->"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto i = random() % 14; i > 0; --i) {
      text += words[random() % words.size()];
    }
    auto const parsed = parse_template<16>(text);
    EXPECT_LE(parsed.count, 16u);
    EXPECT_EQ(parse_template<60>(text).fault.what.empty() && most_pieces(text) <= 16, parsed.fault.what.empty() && most_pieces(text) <= 16)
        << text;
  }
}

/// What the compiler says about tests/web/wrong_templates.txt, where every function is wrong in one way when WRONG is defined.
std::string compiler_output(std::string const& flags, int& status) {
  auto const log = std::filesystem::temp_directory_path() / ("vlechtwerk_wrong_" + std::to_string(::getpid()));
  status =
      std::system(("c++ -std=c++20 -fsyntax-only " + flags +
                   " -I " VLECHTWERK_SOURCE_DIR "/src -x c++ " VLECHTWERK_SOURCE_DIR "/tests/web/wrong_templates.txt 2> " + log.string())
                      .c_str());
  std::stringstream text;
  text << std::ifstream(log).rdbuf();
  std::filesystem::remove(log);
  return text.str();
}

TEST(TemplateBuild, FailsOnAWrongTemplateAndNamesTheField) {
  int status = 0;
  auto const text = compiler_output("-DWRONG", status);
  EXPECT_NE(status, 0);
  for (std::string_view sentence :
       {"the template has a field \\'misspelt\\' that is not given",
        "the field \\'superfluous\\' is given, but this part of the template does not use it",
        "a brace that is not closed, or has no name (a brace in the text is written {{): \\'{unclosed</p>",
        "a value in a tag, outside quotes: \\'unquoted\\'", "srcset): \\'handler\\'", "srcset): \\'look\\'",
        "a value in a script, a style or a comment: \\'inscript\\'", "the field \\'address\\' stands in an address",
        "the template has a field \\'otherwise\\' that is not given", "the field \\'markup\\' is Html",
        "the field \\'flag\\' must be a text", "the field \\'list\\' is a repetition",
        "the template has a field \\'argument\\' that is not given", "a block that is never closed: \\'endless\\'",
        "the field \\'chosen\\' cannot be an argument", "a Url begins with one slash", "a Url has one {} for every part"}) {
    EXPECT_NE(text.find(sentence), std::string::npos) << sentence;
  }
}

TEST(TemplateBuild, TakesTheSameTemplatesWhenTheyAreRight) {
  int status = 0;
  EXPECT_EQ(compiler_output("", status), "");
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace vlechtwerk::web
