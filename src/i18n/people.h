#pragma once
#include <string>

#include "base/date.h"
#include "i18n/translator.h"

namespace vlechtwerk::i18n {

// Days, times and ages as people say them.

/// `dinsdag 9 maart 2026`.
std::string full_day_text(base::Date day, Translator const& tr);
/// `vandaag`, `gisteren`, `morgen`, else `9 maart`, with the year when it is not the year of `today`.
std::string day_text(base::Date day, base::Date today, Translator const& tr);
/// The wall clock in Amsterdam: `vandaag, 14:05`, `9 maart, 14:05`.
std::string moment_text(base::Instant moment, base::Date today, Translator const& tr);
/// `maart 2026`.
std::string month_text(base::Month month, Translator const& tr);

/// `2 jaar en 3 maanden`, `1 jaar`, `5 maanden`, `jonger dan een maand`. `months` is what base::Month::age_months gives; negative counts as
/// 0.
std::string age_text(int months, Translator const& tr);
/// How long something lasts or has lasted, rounded down: `1 dag`, `13 dagen`, `3 weken` from 14 days on, `2 maanden` from 61 days on.
std::string duration_text(int days, Translator const& tr);

}  // namespace vlechtwerk::i18n
