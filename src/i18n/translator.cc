#include "i18n/translator.h"

#include <tuple>
#include <vector>

#include "i18n/choice.h"
#include "i18n/placeholder.h"

namespace vlechtwerk::i18n {
namespace {

/// A sentence without choices, with its arguments in their places. `read(argument)` gives name and text.
template <class Arguments, class Read>
std::string filled(std::string_view sentence, Arguments const& arguments, Read const& read) {
  std::string out;
  auto size = sentence.size();
  for (auto const& argument : arguments) size += std::get<1>(read(argument)).size();
  out.reserve(size);
  for (std::size_t at = 0; at < sentence.size();) {
    auto const open = sentence.find('{', at);
    out += sentence.substr(at, open - at);
    if (open == std::string_view::npos) {
      break;
    }
    auto const close = sentence.find('}', open);
    auto const written = sentence.substr(open, close == std::string_view::npos ? close : close - open + 1);
    auto words = written;
    for (auto const& argument : arguments) {
      auto const& [name, text] = read(argument);
      if (written.size() == name.size() + 2 && written.substr(1, name.size()) == name) {
        words = text;
        break;
      }
    }
    out += words;
    at = open + written.size();
  }
  return out;
}

}  // namespace

std::string_view Translator::sentence(std::string_view msgid, std::string_view context) const {
  auto const* translation = catalogue_->find(msgid, context);
  return translation == nullptr ? msgid : std::string_view(*translation);
}

std::string Translator::operator()(std::string_view msgid, std::initializer_list<Argument> arguments) const {
  return fill(sentence(msgid), {arguments.begin(), arguments.size()});
}

std::string Translator::operator()(base::Message const& message) const {
  auto const words = sentence(message.msgid);
  if (!message.args.empty() && has_choice(words)) {
    std::vector<Argument> arguments;
    for (auto const& [name, value] : message.args) {
      arguments.emplace_back(name, value);
    }
    return fill_choice(words, arguments, lang_);
  }
  return filled(words, message.args, [](auto const& argument) { return std::tie(argument.first, argument.second); });
}

std::string Translator::fill(std::string_view sentence, std::span<Argument const> arguments) const {
  if (!arguments.empty() && has_choice(sentence)) {
    return fill_choice(sentence, arguments, lang_);
  }
  return filled(sentence, arguments, [](Argument const& argument) { return std::tie(argument.name, argument.text); });
}

}  // namespace vlechtwerk::i18n
