#include "i18n/people.h"

#include <array>

namespace vlechtwerk::i18n {
namespace {

using base::N_;

constexpr std::array weekdays{N_("zondag"), N_("maandag"), N_("dinsdag"), N_("woensdag"), N_("donderdag"), N_("vrijdag"), N_("zaterdag")};
constexpr std::array months{N_("januari"), N_("februari"), N_("maart"),     N_("april"),   N_("mei"),      N_("juni"),
                            N_("juli"),    N_("augustus"), N_("september"), N_("oktober"), N_("november"), N_("december")};

std::string month_name(unsigned month, Translator const& tr) { return tr(months.at(month - 1)); }

}  // namespace

std::string full_day_text(base::Date day, Translator const& tr) {
  auto const ymd = day.ymd();
  return tr("{weekdag} {dag} {maand} {jaar}", {{"weekdag", tr(weekdays.at(std::chrono::weekday(day.days).c_encoding()))},
                                               {"dag", static_cast<unsigned>(ymd.day())},
                                               {"maand", month_name(static_cast<unsigned>(ymd.month()), tr)},
                                               {"jaar", static_cast<int>(ymd.year())}});
}

std::string day_text(base::Date day, base::Date today, Translator const& tr) {
  switch (today.days_until(day)) {
    case -1:
      return tr("gisteren");
    case 0:
      return tr("vandaag");
    case 1:
      return tr("morgen");
    default:
      break;
  }
  auto const ymd = day.ymd();
  auto const month = month_name(static_cast<unsigned>(ymd.month()), tr);
  Argument const day_number("dag", static_cast<unsigned>(ymd.day()));
  if (ymd.year() == today.ymd().year()) {
    return tr("{dag} {maand}", {day_number, {"maand", month}});
  }
  return tr("{dag} {maand} {jaar}", {day_number, {"maand", month}, {"jaar", static_cast<int>(ymd.year())}});
}

std::string moment_text(base::Instant moment, base::Date today, Translator const& tr) {
  auto const minute = base::amsterdam_minute(moment);
  auto const clock = std::to_string(minute / 60) + (minute % 60 < 10 ? ":0" : ":") + std::to_string(minute % 60);
  return tr("{dag}, {tijd}", {{"dag", day_text(base::amsterdam_day(moment), today, tr)}, {"tijd", clock}});
}

std::string month_text(base::Month month, Translator const& tr) {
  return tr("{maand} {jaar}", {{"maand", month_name(month.month, tr)}, {"jaar", month.year}});
}

std::string age_text(int age_months, Translator const& tr) {
  if (age_months < 1) {
    return tr("jonger dan een maand");
  }
  auto const in_years = [&] { return tr("{n, plural, one {# jaar} other {# jaar}}", {{"n", age_months / 12}}); };
  auto const in_months = [&] { return tr("{n, plural, one {# maand} other {# maanden}}", {{"n", age_months % 12}}); };
  if (age_months < 12) return in_months();
  return age_months % 12 == 0 ? in_years() : tr("{jaren} en {maanden}", {{"jaren", in_years()}, {"maanden", in_months()}});
}

std::string duration_text(int days, Translator const& tr) {
  constexpr int fortnight = 14;
  constexpr int two_months = 61;
  if (days < fortnight) {
    return tr("{n, plural, one {# dag} other {# dagen}}", {{"n", days}});
  }
  if (days < two_months) {
    return tr("{n, plural, one {# week} other {# weken}}", {{"n", days / 7}});
  }
  return tr("{n, plural, one {# maand} other {# maanden}}", {{"n", days * 12 / 365}});
}

}  // namespace vlechtwerk::i18n
