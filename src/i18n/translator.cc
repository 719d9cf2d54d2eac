#include "i18n/translator.h"

#include <vector>

#include "i18n/choice.h"
#include "i18n/placeholder.h"

namespace vlechtwerk::i18n {

std::string_view Translator::sentence(std::string_view msgid, std::string_view context) const {
  auto const* translation = catalogue_->find(msgid, context);
  return translation == nullptr ? msgid : std::string_view(*translation);
}

std::string Translator::operator()(std::string_view msgid, std::initializer_list<Argument> arguments) const {
  return fill(sentence(msgid), {arguments.begin(), arguments.size()});
}

std::string Translator::operator()(base::Message const& message) const {
  std::vector<Argument> arguments;
  for (auto const& [name, value] : message.args) {
    arguments.emplace_back(name, value);
  }
  return fill(sentence(message.msgid), arguments);
}

std::string Translator::fill(std::string_view sentence, std::span<Argument const> arguments) const {
  if (has_choice(sentence)) {
    return fill_choice(sentence, arguments, lang_);
  }
  std::string out;
  for (std::size_t at = 0; at < sentence.size();) {
    auto const open = sentence.find('{', at);
    out += sentence.substr(at, open - at);
    if (open == std::string_view::npos) {
      break;
    }
    auto const close = sentence.find('}', open);
    auto const written = sentence.substr(open, close == std::string_view::npos ? close : close - open + 1);
    auto filled = written;
    for (auto const& argument : arguments) {
      if (written.size() == argument.name.size() + 2 && written.substr(1, argument.name.size()) == argument.name) {
        filled = argument.text;
        break;
      }
    }
    out += filled;
    at = open + written.size();
  }
  return out;
}

}  // namespace vlechtwerk::i18n
