#include "web/form.h"

#include "web/template/template.h"

namespace vlechtwerk::web {
namespace {

std::string joined(std::initializer_list<std::string> words) {
  std::string out;
  for (auto const& word : words) {
    if (!word.empty()) out += (out.empty() ? "" : " ") + word;
  }
  return out;
}

/// What stands round one field: label, hint, mistake, who can read it.
void around(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, auto const& control) {
  auto const* mistake = typed.mistake(field.name);
  std::string const id = field.id.empty() ? field.name : field.id;
  std::string const described =
      joined({mistake ? id + "-fout" : "", field.hint ? id + "-uitleg" : "", field.readers.empty() ? "" : id + "-lezers"});
  render(
      out, visit.tr,
      [] {
        return R"(
<div class="utrecht-form-field utrecht-form-field--distanced{when wrong} utrecht-form-field--invalid{/when}">
<label class="utrecht-form-label utrecht-form-field__label" for="{id}">{label}{when optional} <span
class="vlecht-soft">{t:(mag leeg blijven)}</span>{/when}</label>
{when hinted}<div class="utrecht-form-field-description" id="{id}-uitleg">{hint}</div>{/when}
{when wrong}<div class="utrecht-form-field-description utrecht-form-field-description--invalid" id="{id}-fout">{mistake}</div>{/when}
{slot control}
{when read}<p class="vlecht-readers" id="{id}-lezers">{readers}</p>{/when}
</div>)";
      },
      "wrong"_a = mistake != nullptr, "id"_a = id, "label"_a = visit.tr(field.label), "optional"_a = field.optional,
      "hinted"_a = field.hint != nullptr, "hint"_a = field.hint ? visit.tr(field.hint) : std::string(),
      "mistake"_a = mistake ? visit.tr(*mistake) : std::string(),
      "control"_a = [&](Html& inside) { control(inside, id, described, mistake != nullptr); }, "read"_a = !field.readers.empty(),
      "readers"_a = field.readers);
}

std::string value_of(Typed const& typed, FieldText const& field) {
  return typed.fields.has(field.name) ? typed.text(field.name) : field.value;
}

}  // namespace

Message const* Typed::mistake(std::string_view name) const {
  for (auto const& one : mistakes) {
    if (one.field == name) return &one.message;
  }
  return nullptr;
}

void text_area(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, int rows) {
  around(out, visit, typed, field, [&](Html& inside, std::string const& id, std::string const& described, bool wrong) {
    render(
        inside, visit.tr,
        [] {
          return R"(<textarea class="utrecht-textarea utrecht-textarea--html-textarea{when wrong} utrecht-textarea--invalid{/when}"
id="{id}" name="{name}" rows="{rows}"{when described} aria-describedby="{by}"{/when}{when wrong} aria-invalid="true"{/when}>
{value}</textarea>)";
        },
        "wrong"_a = wrong, "id"_a = id, "name"_a = field.name, "rows"_a = rows, "described"_a = !described.empty(), "by"_a = described,
        "value"_a = value_of(typed, field));
  });
}

void text_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, char const* type) {
  bool const secret = std::string_view(type) == "password";
  around(out, visit, typed, field, [&](Html& inside, std::string const& id, std::string const& described, bool wrong) {
    render(
        inside, visit.tr,
        [] {
          return R"(<input class="utrecht-textbox utrecht-textbox--html-input{when wrong} utrecht-textbox--invalid{/when}" type="{type}"
id="{id}" name="{name}" value="{value}"{when described} aria-describedby="{by}"{/when}{when wrong} aria-invalid="true"{/when}{when filled}
autocomplete="{fill}"{/when}>)";
        },
        "wrong"_a = wrong, "type"_a = type, "id"_a = id, "name"_a = field.name, "value"_a = secret ? std::string() : value_of(typed, field),
        "described"_a = !described.empty(), "by"_a = described, "filled"_a = field.autocomplete != nullptr,
        "fill"_a = field.autocomplete ? field.autocomplete : "");
  });
}

void date_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field) { text_box(out, visit, typed, field, "date"); }

void file_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, char const* accept) {
  around(out, visit, typed, field, [&](Html& inside, std::string const& id, std::string const& described, bool wrong) {
    render(
        inside, visit.tr,
        [] {
          return R"(<input type="file" id="{id}" name="{name}" accept="{accept}"{when described} aria-describedby="{by}"{/when}{when wrong}
aria-invalid="true"{/when}>)";
        },
        "id"_a = id, "name"_a = field.name, "accept"_a = accept, "described"_a = !described.empty(), "by"_a = described, "wrong"_a = wrong);
  });
}

void radio_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& legend,
                 std::vector<Choice> const& choices, std::string const& preset) {
  std::string const chosen = typed.fields.has(name) ? typed.text(name) : preset;
  auto const* mistake = typed.mistake(name);
  render(
      out, visit.tr,
      [] {
        return R"(
<fieldset class="vlecht-fieldset" id="{name}"><legend>{legend}</legend>
{when wrong}<div class="utrecht-form-field-description utrecht-form-field-description--invalid">{mistake}</div>{/when}
<div class="vlecht-choices">{each choices}
<label class="vlecht-choice"><input class="utrecht-radio-button utrecht-radio-button--html-input" type="radio" name="{name}"
value="{value}"{when chosen} checked{/when}>{label}</label>{/each}
</div></fieldset>)";
      },
      "name"_a = name, "legend"_a = legend, "wrong"_a = mistake != nullptr, "mistake"_a = mistake ? visit.tr(*mistake) : std::string(),
      "choices"_a =
          [&](auto row) {
            for (auto const& one : choices) row("value"_a = one.value, "label"_a = one.label, "chosen"_a = one.value == chosen);
          });
}

void check_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& legend,
                 std::vector<Choice> const& choices) {
  auto const chosen = typed.fields.all(name);
  auto const* mistake = typed.mistake(name);
  render(
      out, visit.tr,
      [] {
        return R"(
<fieldset class="vlecht-fieldset" id="{name}"><legend>{legend}</legend>
{when wrong}<div class="utrecht-form-field-description utrecht-form-field-description--invalid">{mistake}</div>{/when}
<div class="vlecht-choices">{each choices}
<label class="vlecht-choice"><input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox" name="{name}"
value="{value}"{when chosen} checked{/when}>{label}</label>{/each}
</div></fieldset>)";
      },
      "name"_a = name, "legend"_a = legend, "wrong"_a = mistake != nullptr, "mistake"_a = mistake ? visit.tr(*mistake) : std::string(),
      "choices"_a =
          [&](auto row) {
            for (auto const& one : choices) {
              row("value"_a = one.value, "label"_a = one.label,
                  "chosen"_a = std::find(chosen.begin(), chosen.end(), one.value) != chosen.end());
            }
          });
}

void check_tile(Html& out, Visit const& visit, Typed const& typed, std::string const& name, std::string const& label, bool preset) {
  bool const chosen = typed.ticked(name) || (typed.fields.empty() && preset);
  render(
      out, visit.tr,
      [] {
        return R"(
<div class="vlecht-choices"><label class="vlecht-choice"><input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox"
name="{name}" id="{name}" value="1"{when chosen} checked{/when}>{label}</label></div>)";
      },
      "name"_a = name, "label"_a = label, "chosen"_a = chosen);
}

void weekday_tiles(Html& out, Visit const& visit, Typed const& typed, std::string const& legend) {
  std::vector<Choice> days;
  for (std::size_t i = 0; i < kWeekdayWords.size(); ++i)
    days.push_back({std::string(domain::kWeekdayCodes[i]), visit.tr(kWeekdayWords[i])});
  check_tiles(out, visit, typed, "days", legend, days);
}

domain::Weekdays weekdays_of(Typed const& typed) {
  domain::Weekdays out = 0;
  for (auto const one : typed.fields.all("days")) out |= domain::weekdays_of(one);
  return out;
}

void select_box(Html& out, Visit const& visit, Typed const& typed, FieldText const& field, std::vector<Choice> const& choices) {
  auto const chosen = value_of(typed, field);
  around(out, visit, typed, field, [&](Html& inside, std::string const& id, std::string const& described, bool wrong) {
    render(
        inside, visit.tr,
        [] {
          return R"(<select class="utrecht-select utrecht-select--html-select{when wrong} utrecht-select--invalid{/when}" id="{id}"
name="{name}"{when described} aria-describedby="{by}"{/when}{when wrong} aria-invalid="true"{/when}>{each choices}<option
value="{value}"{when chosen} selected{/when}>{label}</option>{/each}</select>)";
        },
        "wrong"_a = wrong, "id"_a = id, "name"_a = field.name, "described"_a = !described.empty(), "by"_a = described,
        "choices"_a =
            [&](auto row) {
              for (auto const& one : choices) row("value"_a = one.value, "label"_a = one.label, "chosen"_a = one.value == chosen);
            });
  });
}

void hidden(Html& out, std::string const& name, std::string const& value) {
  render(
      out, i18n::Translator(i18n::Lang::Nl), [] { return R"(<input type="hidden" name="{name}" value="{value}">)"; }, "name"_a = name,
      "value"_a = value);
}

void hidden_id(Html& out, Visit const& visit, Typed const& typed, std::string const& name) {
  auto const typed_id = base::Uuid::parse(typed.text(name));
  hidden(out, name, typed_id ? typed_id->text() : visit.fresh_uuid().text());
}

void mistakes_on_top(Html& out, Visit const& visit, Typed const& typed, char const* head, char const* last) {
  if (typed.remark) {
    render(
        out, visit.tr,
        [] {
          return R"(
<div class="utrecht-alert utrecht-alert--info" role="status" data-focus tabindex="-1"><div class="utrecht-alert__content"><p
class="utrecht-paragraph">{remark}</p></div></div>)";
        },
        "remark"_a = *typed.remark);
  }
  if (typed.mistakes.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(
<div class="utrecht-alert utrecht-alert--error" role="alert" data-focus tabindex="-1"><div class="utrecht-alert__content">
<h2 class="utrecht-heading-3">{head}</h2>
<ul class="utrecht-unordered-list">{each mistakes}<li class="utrecht-unordered-list__item">{when linked}<a
class="utrecht-link utrecht-link--html-a" href="{link}">{message}</a>{/when}{unless linked}{message}{/unless}</li>{/each}</ul>
<p class="utrecht-paragraph">{last}</p></div></div>)";
      },
      "head"_a = visit.tr(head), "last"_a = visit.tr(last),
      "mistakes"_a =
          [&](auto row) {
            for (auto const& one : typed.mistakes) {
              auto const here = local_url(visit.request.path + "#" + one.field);
              row("linked"_a = !one.field.empty() && here.has_value(), "link"_a = here.value_or(url("/vandaag")),
                  "message"_a = one.message);
            }
          });
}

void kept_words(Html& out, Visit const& visit, Typed const& typed) {
  auto const texts = words_in(typed.fields);
  if (texts.empty()) return;
  render(
      out, visit.tr,
      [] {
        return R"(<p class="utrecht-paragraph">{t:Dit schreef je. Het is niet bewaard.}</p>
{each texts}<div class="vlecht-sheet"><p class="vlecht-words">{text}</p></div>{/each})";
      },
      "texts"_a =
          [&](auto row) {
            for (auto const& text : texts) row("text"_a = text);
          });
}

void form(Html& out, Visit const& visit, Typed const&, std::string_view route, Url const& action, Html const& body, char const* button,
          std::optional<Url> const& back) {
  render(
      out, visit.tr,
      [] {
        return R"(
<form method="post" action="{action}" novalidate><input type="hidden" name="bewijs" value="{token}">{slot body}
<div class="vlecht-actions"><button class="utrecht-button utrecht-button--primary-action vlecht-actions__main" type="submit">{button}
</button>
{when stoppable}<a class="utrecht-button utrecht-button--subtle" href="{back}">{t:Stop zonder bewaren}</a>{/when}</div></form>)";
      },
      "action"_a = action, "token"_a = visit.session ? form_token(*visit.session, route) : std::string(), "body"_a = body,
      "button"_a = visit.tr(button), "stoppable"_a = back.has_value(), "back"_a = back.value_or(url("/vandaag")));
}

void button_form(Html& out, Visit const& visit, std::string_view route, Url const& action, Html const& hidden_fields, char const* button,
                 bool subtle) {
  render(
      out, visit.tr,
      [] {
        return R"(<form method="post" action="{action}"><input type="hidden" name="bewijs" value="{token}">{slot body}<button
class="utrecht-button{when subtle} utrecht-button--subtle{/when}{unless subtle} utrecht-button--secondary-action{/unless}"
type="submit">{button}</button></form>)";
      },
      "action"_a = action, "token"_a = visit.session ? form_token(*visit.session, route) : std::string(), "body"_a = hidden_fields,
      "subtle"_a = subtle, "button"_a = visit.tr(button));
}

std::string name_asked_for(Typed const& typed) {
  auto const name = typed.text("naam");
  auto const begin = name.find_first_not_of(' ');
  return begin == std::string::npos ? std::string() : name.substr(begin, name.find_last_not_of(' ') + 1 - begin);
}

std::optional<Date> date_field(Typed& typed, std::string_view name) {
  auto const text = typed.text(name);
  if (text.empty()) return std::nullopt;
  auto const date = Date::parse(text);
  if (!date) typed.wrong(std::string(name), {N_("Deze dag bestaat niet. Kies een dag, bijvoorbeeld 2026-03-09."), {}});
  return date;
}

app::Permitted const* permitted(std::vector<app::Permitted> const& all, app::Action action) {
  for (auto const& one : all) {
    if (one.action == action) return &one;
  }
  return nullptr;
}

void action_link(Html& out, Visit const& visit, app::Permitted const* permitted, Url const& url, char const* label, bool primary) {
  if (permitted && !permitted->allowed) {
    render(
        out, visit.tr, [] { return R"(<p class="vlecht-not-now"><b>{label}</b>: {reason}</p>)"; }, "label"_a = visit.tr(label),
        "reason"_a = permitted->reason);
    return;
  }
  render(
      out, visit.tr,
      [] {
        return R"(<a class="utrecht-button{when primary}
utrecht-button--primary-action vlecht-actions__main{/when}{unless primary}
utrecht-button--secondary-action{/unless}"
href="{url}">{label}</a>)";
      },
      "primary"_a = primary, "url"_a = url, "label"_a = visit.tr(label));
}

void back_link(Html& out, Visit const& visit, Url const& url, std::string const& to) {
  render(
      out, visit.tr, [] { return R"(<a class="utrecht-link utrecht-link--html-a vlecht-back" href="{url}">{t:Terug naar {to}}</a>)"; },
      "url"_a = url, "to"_a = to);
}

}  // namespace vlechtwerk::web
