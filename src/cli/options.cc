#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace vlechtwerk::cli {

std::filesystem::path default_data_directory() {
  char const* const home = std::getenv("HOME");
  return std::filesystem::path(home && *home ? home : "/root") / ".local/share/vlechtwerk";
}

Parsed parse_options(int argc, char const* const* argv) {
  Options options;
  options.data = default_data_directory();
  CLI::App app{"Vlechtwerk: notice early, help the child in its own group, together with the parents."};
  app.name("vlechtwerk");
  app.set_version_flag("--version", "vlechtwerk 0.1.0");
  app.require_subcommand(1);

  auto const with_store = [&](CLI::App* command) {
    command->add_option("--data", options.data, "the data directory")->capture_default_str();
    command->add_option("--database", options.database, "postgresql://… instead of SQLite in the data directory");
    command->add_option("--keys", options.keys, "the key store: a path or postgresql://… (default: keys.sqlite in the data directory)");
    command->add_option("--master-key", options.master_key, "the file with the master key (default: master.key in the data directory)");
    return command;
  };
  auto* serve = with_store(app.add_subcommand("serve", "serve the pages"));
  serve->add_option("--port", options.port)->check(CLI::Range(0, 65535))->capture_default_str();
  serve->add_option("--listen", options.listen, "address to serve on; any other than this machine's own needs --tls or a trusted proxy")
      ->capture_default_str();
  serve->add_flag("--tls", options.tls, "HTTPS; without --certificate with a local authority made in the data directory");
  serve->add_option("--certificate", options.certificate, "PEM file: certificate and those between it and the root");
  serve->add_option("--certificate-key", options.certificate_key, "PEM file without a passphrase");
  serve->add_option("--unix-socket", options.unix_socket, "listen on this socket, behind a proxy");
  serve->add_option("--trusted-proxy", options.trusted_proxies, "address whose X-Forwarded-* is believed");
  serve->add_option("--host", options.hosts, "name that the Host header may carry");
  serve->add_option("--access-minutes", options.access_minutes, "how long one access row covers the same view")
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  serve->add_option("--backups", options.backups, "a directory of backups: /gezond says when its disk has no room for the next one");
  auto* smtp = serve->add_option("--smtp", options.smtp, "mail server for the daily mails: smtp://host:port (STARTTLS) or smtps://host");
  auto* smtp_from = serve->add_option("--smtp-from", options.smtp_from, "address that the mails come from")->needs(smtp);
  auto* mail_address = serve->add_option("--address", options.address, "where people find Vlechtwerk, for the mails")->needs(smtp);
  smtp->needs(smtp_from)->needs(mail_address);
  serve->add_option("--smtp-login", options.smtp_login, "file of two lines: user and password at the mail server")->needs(smtp);
  serve
      ->add_option("--smtp-authority", options.smtp_authority,
                   "PEM file of who vouches for the mail server (default: whom this system trusts)")
      ->needs(smtp);
  serve->add_flag("--smtp-plain", options.smtp_plain, "smtp:// without encryption; never with a password")->needs(smtp);
  serve->add_option("--heads", options.heads, "file to which the signed heads are added daily (default: heads.txt in the data directory)");

  auto* init = with_store(app.add_subcommand("init", "make a data directory: database, key store, master key, first administrator"));
  init->add_flag("--demo", options.demo, "a store for demo data: no administrator, no second factor; never for real data");
  init->add_option("--organisation", options.organisation, "name of the first organisation")->capture_default_str();
  init->add_option("--login", options.login, "login name of the first administrator")->capture_default_str();
  init->add_option("--name", options.name, "full name of the first administrator")->capture_default_str();
  init->add_option("--plan", options.plan, "id of the stappenplan that the organisation follows");
  auto* tables = init->add_option("--from", options.from, "folder with tables of a planning package (docs/formats/import.md)");
  init->add_option("--address", options.address, "where people find Vlechtwerk, for the letters")->capture_default_str()->needs(tables);
  tables->excludes("--demo");

  auto* demo = with_store(app.add_subcommand("demo", "load the story's people in a store that was made with init --demo"));
  auto* children = demo->add_option("--children", options.children,
                                    "instead of the small story: the ten organisations of the reports, with so many children")
                       ->check(CLI::Range(1, 100'000));
  auto const of_town = [&](CLI::Option* option) { option->needs(children)->capture_default_str(); };
  of_town(demo->add_option("--groups", options.groups, "groups per organisation")->check(CLI::Range(1, 100)));
  of_town(demo->add_option("--years", options.years, "how far back the story goes")->check(CLI::Range(1, 10)));
  of_town(demo->add_option("--seed", options.seed, "another number, other people; the same number, the same story"));
  of_town(demo->add_option("--language", options.language, "language of the story: nl or en")->check(CLI::IsMember({"nl", "en"})));
  demo->add_option("--today", options.today, "the day after the last one of the story (YYYY-MM-DD; default: today)")->needs(children);

  auto* user = with_store(app.add_subcommand("user", "accounts: list, a code for a letter, disable, enable"));
  user->add_option("action", options.account_action, "list, code, disable or enable")
      ->required()
      ->check(CLI::IsMember({"list", "code", "disable", "enable"}));
  user->add_option("--login", options.login, "login name");
  auto* recovery = user->add_flag("--recovery", options.recovery, "code: it sets the second factor anew too, for a lost phone or card");
  user->add_flag("--end", options.end, "code: end the codes that are still open instead of making one")->excludes(recovery);

  auto* rotate = with_store(app.add_subcommand("rotate", "put a new key in the place of one; what was written stays as it is"));
  rotate->add_option("key", options.rotated_key, "master: the master key; tenant: the key of each tenant")
      ->required()
      ->check(CLI::IsMember({"master", "tenant"}));

  auto* verify = with_store(app.add_subcommand("verify", "walk the chains of journal and audit; needs no key"));
  verify->add_option("--head", options.head, "a file with exported signed heads to hold the chains against");

  auto* rebuild = with_store(app.add_subcommand("rebuild", "make every projection again from the journal"));
  rebuild->add_option("--today", options.today, "the day to fold to (YYYY-MM-DD)");
  rebuild->add_flag("--dump", options.dump, "print all projection tables, ordered by primary key");

  auto* backup = with_store(app.add_subcommand("backup", "copy database and key store, the key store last, into two folders"));
  backup->add_option("--to", options.to, "an empty or new directory")->required();
  auto* restore = with_store(app.add_subcommand(
      "restore", "make a data directory from a backup, or fill empty PostgreSQL databases; what was erased stays erased"));
  restore->add_option("--from", options.from, "a directory made by backup")->required();
  restore->add_option("--newer-keys", options.newer_keys, "file of a newer key store: what it erased stays erased");

  auto* journal = with_store(app.add_subcommand("journal", "export the journal on stdout, or its signed heads"));
  auto* journal_export = journal->add_subcommand("export", "every entry as a line of JSON, or the routes as a log");
  auto* open = journal_export->add_flag("--open", options.open, "with the contents opened; needs key store and master key, and is audited");
  auto* xes = journal_export->add_flag_callback(
      "--xes", [&] { options.log_format = LogFormat::Xes; }, "the routes as an XES log for research: pseudonyms, no contents; is audited");
  auto* csv = journal_export->add_flag_callback(
      "--csv", [&] { options.log_format = LogFormat::Csv; }, "the same log as a table");
  xes->excludes(csv)->excludes(open);
  csv->excludes(open);
  auto* journal_head = journal->add_subcommand("head", "the signed head of each chain");
  for (auto* one : {journal_export, journal_head}) one->fallthrough();
  journal->require_subcommand(1);

  auto* erase = with_store(app.add_subcommand("erase", "destroy the key of a child, and of persons linked to no other child"));
  erase->add_option("--child", options.child, "id of the child")->required();
  erase->add_flag("--yes", options.yes, "do it; without this it only says what would happen");

  auto* doctor = with_store(app.add_subcommand("doctor", "look whether everything is as it should be, and say what to do"));
  doctor->add_option("--test-mail", options.test_mail, "let the running server send one mail to this address");

  auto* bench = app.add_subcommand("bench", "measure how many notes per second this machine saves, in a store of its own that is removed");
  bench->add_option("--dir", options.dir, "a folder on the disk to measure; nothing that is in it is touched")->capture_default_str();
  bench->add_option("--database", options.database, "postgresql://… of an empty database instead of SQLite; what is made there stays");
  bench->add_option("--seconds", options.seconds, "how long each of the ten figures takes")
      ->check(CLI::Range(0.05, 600.0))
      ->capture_default_str();

  auto* stappenplan = app.add_subcommand("stappenplan", "check, show and replay plans");
  stappenplan->prefix_command();
  stappenplan->set_help_flag();

  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return {std::nullopt, app.exit(error)};
  }
  auto const* chosen = app.get_subcommands().front();
  options.command = chosen->get_name();
  if (chosen == stappenplan) options.rest = stappenplan->remaining();
  if (chosen == journal) options.command = journal_head->parsed() ? "journal head" : "journal export";
  return {std::move(options), 0};
}

}  // namespace vlechtwerk::cli
