#pragma once

namespace vlechtwerk::store {

/// Notes since when and until when it is certain that a child has a mentor, as its rows are now: of somebody who works as pedagogisch
/// medewerker in the one organisation where the child ever was placed. Null: not certain at any time. `where …` comes after it.
inline constexpr char const* kNoteMentored =
    "update child set (mentored_from_us, mentored_until_us) = ("
    "select max(case when w.from_us < m.from_us then m.from_us else w.from_us end), "
    "max(case when w.until_us < m.until_us then w.until_us else m.until_us end) "
    "from mentor w join membership m on m.tenant = w.tenant and m.account = w.account "
    "where w.tenant = child.tenant and w.child = child.child and m.role = 'pedagogisch_medewerker' and not exists ("
    "select 1 from child_in_group g where g.tenant = child.tenant and g.child = child.child and g.organisation <> m.organisation)) ";

}  // namespace vlechtwerk::store
