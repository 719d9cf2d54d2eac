#include "app/context.h"

namespace vlechtwerk::app {

base::Result<std::shared_ptr<PlanLibrary::Plan const>> PlanLibrary::read(std::string_view text) {
  std::string const key(text);
  {
    std::lock_guard const lock(mutex_);
    if (auto const at = by_text_.find(key); at != by_text_.end()) return at->second;
  }
  auto plan = parse_(text);
  if (!plan) return tl::unexpected(plan.error());
  auto shared = std::make_shared<Plan const>(std::move(*plan));
  std::lock_guard const lock(mutex_);
  return by_text_.emplace(key, std::move(shared)).first->second;
}

base::Result<std::shared_ptr<PlanLibrary::Plan const>> PlanLibrary::get(ReadTx const& tx, std::string_view plan, std::int64_t version) {
  // A (plan, version) is immutable within a tenant, so the text need not be read again.
  std::string const key = tx.tenant().text() + '/' + std::string(plan) + '/' + std::to_string(version);
  {
    std::lock_guard const lock(mutex_);
    if (auto const at = by_id_.find(key); at != by_id_.end()) return at->second;
  }
  auto const row = tx.plan(plan, version);
  if (!row) return base::fail(base::ErrorKind::NotFound, "no_plan", {base::N_("Dit stappenplan is er niet."), {}});
  auto parsed = read(row->text);
  if (!parsed) return parsed;
  std::lock_guard const lock(mutex_);
  return by_id_.emplace(key, *parsed).first->second;
}

std::string AccessWindow::key(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule) {
  std::string out(actor.session.begin(), actor.session.end());
  out += '/';
  out.append(child.uuid.bytes.begin(), child.uuid.bytes.end());
  out.append(actor.membership.uuid.bytes.begin(), actor.membership.uuid.bytes.end());
  out += fields_class;
  out += '/';
  out += rule;
  return out;
}

bool AccessWindow::covered(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule, Instant now) {
  std::lock_guard const lock(mutex_);
  auto const at = windows_.find(key(actor, child, fields_class, rule));
  if (at == windows_.end() || now >= at->second.until) return false;
  if (at->second.seen.count++ == 0) with_repeats_[actor.tenant.text()].push_back(at->first);
  return true;
}

void AccessWindow::opened(Actor const& actor, ChildId child, std::string_view fields_class, std::string_view rule, Instant now) {
  if (us_ == 0) return;
  std::lock_guard const lock(mutex_);
  if (windows_.size() >= forget_at_) {
    std::erase_if(windows_, [now](auto const& one) { return now >= one.second.until && one.second.seen.count == 0; });
    forget_at_ = std::max<std::size_t>(1024, windows_.size() * 2);
  }
  auto& window = windows_[key(actor, child, fields_class, rule)];
  // Repeats of the window before that are not written yet stay counted.
  auto const count = window.seen.count;
  window = {{actor, child, std::string(fields_class), std::string(rule), count}, {now.us + us_}};
}

std::vector<AccessWindow::Repeat> AccessWindow::take_repeats(TenantId tenant) {
  std::lock_guard const lock(mutex_);
  std::vector<Repeat> out;
  auto const at = with_repeats_.find(tenant.text());
  if (at == with_repeats_.end()) return out;
  for (auto const& name : at->second) {
    auto const window = windows_.find(name);
    if (window == windows_.end() || window->second.seen.count == 0) continue;
    out.push_back(window->second.seen);
    window->second.seen.count = 0;
  }
  with_repeats_.erase(at);
  return out;
}

void AccessWindow::give_back(std::vector<Repeat> const& repeats) {
  std::lock_guard const lock(mutex_);
  for (auto const& repeat : repeats) {
    auto const name = key(repeat.actor, repeat.child, repeat.fields_class, repeat.rule);
    auto& window = windows_[name];
    auto const count = window.seen.count + repeat.count;
    window.seen = repeat;
    window.seen.count = count;
    with_repeats_[repeat.actor.tenant.text()].push_back(name);
  }
}

}  // namespace vlechtwerk::app
