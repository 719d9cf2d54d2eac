#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "app/erasure.h"
#include "app/login.h"
#include "app/perform.h"
#include "app/terminal.h"
#include "base/date.h"
#include "cli/event_log.h"
#include "cli/world.h"

namespace vlechtwerk::cli {

using base::ErrorKind;
using base::N_;

int complain(Shell& shell, Options const& options, base::Error const& error) {
  shell.err << shell.translate(error.message, options.language) << '\n';
  return 1;
}

void offer_plans(Shell& shell, World& world, app::TenantId tenant) {
  auto const texts = shell.shipped_plans();
  world.context->store.write(tenant, app::Lane::Bulk, "plans", [&](app::WriteTx& tx) {
    for (auto const& text : texts) {
      auto const plan = world.context->plans.read(text);
      if (plan) tx.put(app::PlanRow{(*plan)->id, (*plan)->version, text});
    }
  });
}

namespace {

app::TenantId only_tenant(World& world) {
  app::TenantId tenant;
  world.context->store.read_global([&](app::GlobalTx const& tx) {
    for (auto const& row : tx.tenants()) tenant = row.id;
  });
  return tenant;
}

std::vector<app::TenantRow> tenants(World& world) {
  std::vector<app::TenantRow> out;
  world.context->store.read_global([&](app::GlobalTx const& tx) { out = tx.tenants(); });
  return out;
}

void print_recovery_sheet(Shell& shell, Options const& options, base::Private const& master_key) {
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  say({N_("HERSTELBLAD. Schrijf deze sleutel over of druk hem af, en bewaar hem in een kluis:"), {}});
  shell.out << "\n    " << master_key.reveal() << "\n\n";
  say({N_("Wie deze sleutel en de sleutelopslag kwijt is, kan geen enkele notitie meer lezen."), {}});
}

std::string read_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out + '"';
}

}  // namespace

int init_command(Shell& shell, Options const& options) {
  // Wrong tables are refused before anything is made.
  std::vector<FurnishFile> files;
  if (!options.from.empty()) {
    auto read = read_furnishing(shell, options);
    if (!read) return complain(shell, options, read.error());
    files = std::move(*read);
  }
  auto const organisation = furnished_name(files, options.organisation);
  auto world = shell.open(options, true);
  if (!world) return complain(shell, options, world.error());
  auto& context = *(*world)->context;
  if (options.demo) {
    context.store.write_global([](app::GlobalWriteTx& tx) { tx.put_setting("demo", "1"); });
    shell.out << shell.translate({N_("Een opslag voor voorbeeldgegevens is gemaakt. Zet er nooit echte kinderen in."), {}},
                                 options.language)
              << '\n';
    return 0;
  }
  auto const first = app::make_first_administrator(context, organisation, organisation, base::Private(options.login),
                                                   base::Private(options.name), (*world)->clock->now());
  if (!first) return complain(shell, options, first.error());
  offer_plans(shell, **world, first->tenant);
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  say({N_("De opslag is gemaakt. Log in als {login} met deze code (zeven dagen geldig, één keer): {code}"),
       {{"login", options.login}, {"code", first->code.reveal()}}});
  print_recovery_sheet(shell, options, base::Private(shell.recovery_text(options)));
  if (!options.plan.empty()) {
    bool known = false;
    context.store.write(first->tenant, app::Lane::Bulk, "init", [&](app::WriteTx& tx) {
      known = tx.newest_plan_version(options.plan).has_value();
      if (!known) return;
      for (auto const& row : tx.organisations()) tx.set_organisation_plan(row.id, options.plan);
    });
    if (!known)
      return complain(shell, options,
                      {ErrorKind::InvalidInput, "no_plan", {N_("Er is geen stappenplan {plan}."), {{"plan", options.plan}}}, {}});
  }
  return files.empty() ? 0 : furnish(shell, **world, options, first->tenant, first->account, files);
}

int rotate_command(Shell& shell, Options const& options) {
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  auto const now = (*world)->clock->now();
  auto const audit = [&](app::TenantId tenant) {
    app::audit_command_line(*(*world)->context, tenant, app::Action::ManageAccounts, options.rotated_key + "_key", std::nullopt, now,
                            [](app::AuditRow& row) {
                              row.action = "rotate_key";
                              row.fields_class = "none";
                            });
  };
  if (options.rotated_key == "tenant") {
    for (auto const& tenant : tenants(**world)) {
      audit(tenant.id);
      (*world)->maintenance.rotate_tenant_key(tenant.id);
    }
    say({N_("De sleutel is vervangen. Alles wat er stond, is nog te lezen."), {}});
    return 0;
  }
  for (auto const& tenant : tenants(**world)) audit(tenant.id);
  auto const fresh = (*world)->maintenance.rotate_master_key();
  say({N_("De hoofdsleutel is vervangen. Alles wat er stond, is nog te lezen."), {}});
  print_recovery_sheet(shell, options, fresh);
  say({N_("Oudere kopieën van de sleutelkast passen op het oude blad. Bewaar dat tot de laatste weg is."), {}});
  return 0;
}

int user_command(Shell& shell, Options const& options) {
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto& context = *(*world)->context;
  auto const now = (*world)->clock->now();
  if (options.account_action == "list") {
    for (auto const& account : app::list_accounts(context, now))
      shell.out << account.id.text() << '\t' << (account.login.empty() ? "?" : account.login.reveal()) << '\t'
                << (account.disabled                  ? "disabled"
                    : account.closed                  ? "closed after failed log-ins"
                    : account.waiting_for_first_login ? "waits for first log-in"
                                                      : "active")
                << '\n';
    return 0;
  }
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  base::Private const login(options.login);
  if (options.account_action == "enable") {
    if (auto const done = app::enable_account(context, login, now); !done) return complain(shell, options, done.error());
    say({N_("Dit account staat weer aan."), {}});
    return 0;
  }
  if (options.account_action == "disable") {
    if (auto const done = app::disable_account(context, login, now); !done) return complain(shell, options, done.error());
    say({N_("Dit account kan niet meer inloggen."), {}});
    return 0;
  }
  if (options.end) {
    auto const ended = app::end_codes(context, login, now);
    if (!ended) return complain(shell, options, ended.error());
    say({N_("Codes die niet meer werken: {count}."), {{"count", std::to_string(*ended)}}});
    return 0;
  }
  auto const code = app::hand_out_code(context, login, options.recovery, now);
  if (!code) return complain(shell, options, code.error());
  shell.out << code->reveal() << '\n';
  return 0;
}

int verify_command(Shell& shell, Options const& options) {
  std::vector<std::string> heads;
  if (!options.head.empty()) {
    std::istringstream lines(read_file(options.head));
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) heads.push_back(line);
    if (heads.empty())
      return complain(
          shell, options,
          {ErrorKind::InvalidInput, "head", {N_("In {place} staat geen kop van een keten."), {{"place", options.head.string()}}}, {}});
  }
  auto const found = shell.verify(options, heads);
  if (!found) return complain(shell, options, found.error());
  for (auto const& line : found->broken) shell.err << line << '\n';
  if (!found->broken.empty()) return 1;
  shell.out << shell.translate({N_("De keten klopt: {count} regels nagekeken."), {{"count", std::to_string(found->entries)}}},
                               options.language)
            << '\n';
  return 0;
}

int rebuild_command(Shell& shell, Options const& options) {
  auto const today = options.today.empty() ? std::nullopt : base::Date::parse(options.today);
  if (!options.today.empty() && !today)
    return complain(shell, options, {ErrorKind::InvalidInput, "today", {N_("Schrijf de dag als 2026-03-09."), {}}, {}});
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto const count = (*world)->maintenance.rebuild(today.value_or(base::amsterdam_day((*world)->clock->now())));
  if (options.dump)
    shell.out << (*world)->maintenance.dump();
  else
    shell.out << shell.translate({N_("Alles is opnieuw opgebouwd: {count} kinderen en vragen."), {{"count", std::to_string(count)}}},
                                 options.language)
              << '\n';
  return 0;
}

int backup_command(Shell& shell, Options const& options) {
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  (*world)->maintenance.backup(options.to);
  shell.out << shell.translate({N_("De reservekopie staat in {place}. De hoofdsleutel zit er niet in."), {{"place", options.to.string()}}},
                               options.language)
            << '\n';
  return 0;
}

int restore_command(Shell& shell, Options const& options) {
  if (auto const done = shell.restore(options); !done) return complain(shell, options, done.error());
  shell.out << shell.translate({N_("De reservekopie is teruggezet in {place}."), {{"place", options.data.string()}}}, options.language)
            << '\n';
  return 0;
}

int journal_command(Shell& shell, Options const& options) {
  if (options.log_format != LogFormat::JsonLines) return event_log_command(shell, options);
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto& context = *(*world)->context;
  if (options.command == "journal head") {
    for (auto const& line : (*world)->maintenance.signed_heads()) shell.out << line << '\n';
    return 0;
  }
  for (auto const& tenant : tenants(**world)) {
    if (options.open) {
      // Who opens everything stands in the log as everybody else does: the command line, at this moment.
      app::audit_command_line(context, tenant.id, app::Action::SeeRegister, "", std::nullopt, (*world)->clock->now(),
                              [](app::AuditRow& row) {
                                row.action = "export_journal_open";
                                row.fields_class = "everything";
                              });
    }
    (*world)->maintenance.entries(tenant.id, [&](app::StoredEntry const& entry) {
      auto const& header = entry.header;
      std::string line = fmt::format(
          R"({{"seq":{},"id":"{}","case":"{}","case_version":{},"kind":"{}","recorded":"{}","at":"{}")", entry.position.seq,
          header.id.text(), header.case_id.text(), entry.position.case_version, header.kind, base::instant_text(entry.position.recorded_at),
          std::holds_alternative<base::Date>(header.occurred) ? std::get<base::Date>(header.occurred).text()
                                                              : base::instant_text(std::get<base::Instant>(header.occurred)));
      for (auto const& [name, value] : {std::pair{"step", header.step},
                                        {"outcome", header.outcome},
                                        {"act", header.act},
                                        {"reason", header.reason},
                                        {"function", header.function},
                                        {"plan", header.plan}})
        if (!value.empty()) line += fmt::format(R"(,"{}":"{}")", name, value);
      if (options.open) {
        if (auto const contents = app::open_entry(context, entry)) {
          line += ",\"contents\":{";
          bool first = true;
          for (auto const& [name, text] : contents->texts) {
            line += (first ? "" : ",") + json_text(name) + ':' + json_text(text);
            first = false;
          }
          line += '}';
        } else if (header.content_version != 0) {
          line += ",\"contents\":null";
        }
      }
      shell.out << line << "}\n";
    });
  }
  return 0;
}

int erase_command(Shell& shell, Options const& options) {
  auto const child = app::ChildId::parse(options.child);
  if (!child) return complain(shell, options, {ErrorKind::InvalidInput, "child", {N_("Dit is geen nummer van een kind."), {}}, {}});
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto& context = *(*world)->context;
  auto const now = (*world)->clock->now();
  // The command line stands in the shoes of a leidinggevende of the child's location: there must be one, so that a person answers for it.
  auto const tenant = only_tenant(**world);
  std::optional<app::Actor> actor;
  bool erased = false;
  context.store.read(tenant, [&](app::ReadTx const& tx) {
    auto const state = tx.child(*child);
    erased = state && state->erased;
    for (auto const& row : tx.memberships(now))
      if (row.role == app::Role::Leidinggevende && tx.related(app::Relation::LeadsLocation, row.account, *child, now))
        actor = app::Actor{row.account, tenant, row.id, row.role, row.organisation, row.location, {}};
  });
  if (!actor && !erased)
    return complain(shell, options,
                    {ErrorKind::NotFound, "nobody", {N_("Dit kind is er niet, of zijn locatie heeft geen leidinggevende."), {}}, {}});
  if (!options.yes) {
    shell.out << shell.translate({N_("Dit wist alles van dit kind voorgoed. Zeg het met --yes."), {}}, options.language) << '\n';
    return 0;
  }
  // Nobody stands in a relation to a child that was erased: then only the keys that were left are still to go.
  auto const done = erased ? app::finish_erasure(context, tenant, *child, now)
                           : app::erase_child(context, {*actor, now, "cli"}, app::EntryId::make(now, context.random), *child);
  if (!done) return complain(shell, options, done.error());
  shell.out << shell.translate({N_("Gewist. In alle reservekopieën is het weg op {day}."), {{"day", done->complete_on.text()}}},
                               options.language)
            << '\n';
  return 0;
}

int doctor_command(Shell& shell, Options const& options) {
  auto world = shell.open(options, false);
  if (!world) return complain(shell, options, world.error());
  auto const found = (*world)->maintenance.examine();
  for (auto const& sentence : found) shell.out << "- " << shell.translate(sentence, options.language) << '\n';
  auto const say = [&](base::Message const& message) { shell.out << shell.translate(message, options.language) << '\n'; };
  if (found.empty()) say({N_("Alles is in orde."), {}});
  auto const& maintenance = (*world)->maintenance;
  say(maintenance.mail.value_or(base::Message{N_("Er draait geen server. Hoe de mail gaat, zegt doctor als de server draait."), {}}));
  if (!options.test_mail.empty()) {
    if (!maintenance.send_test_mail)
      return complain(shell, options,
                      {ErrorKind::Refused, "no_mail", {N_("Een proefmail kan pas als er een server draait met --smtp."), {}}, {}});
    if (auto const sent = maintenance.send_test_mail(base::Private(options.test_mail), options.language); !sent)
      return complain(shell, options, sent.error());
    say({N_("De mailserver nam de proefmail aan. Kijk of hij aankomt, ook bij de ongewenste mail."), {}});
  }
  return found.empty() ? 0 : 1;
}

int run_command(Shell& shell, Options const& options) {
  using Command = int (*)(Shell&, Options const&);
  static std::map<std::string_view, Command> const commands = {
      {"init", init_command},
      {"demo", demo_command},
      {"user", user_command},
      {"verify", verify_command},
      {"rebuild", rebuild_command},
      {"backup", backup_command},
      {"restore", restore_command},
      {"rotate", rotate_command},
      {"erase", erase_command},
      {"doctor", doctor_command},
      {"journal export", journal_command},
      {"journal head", journal_command},
  };
  return commands.at(options.command)(shell, options);
}

}  // namespace vlechtwerk::cli
