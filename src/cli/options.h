#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace vlechtwerk::cli {

/// In which form `journal export` writes: every entry as JSON, or the routes as a log for research.
enum class LogFormat { JsonLines, Xes, Csv };

/// What stands on the command line, parsed once. A field that the chosen command does not know keeps its default.
struct Options {
  std::string command;            ///< serve, init, demo, verify …
  std::vector<std::string> rest;  ///< what follows `stappenplan`

  // every command that needs a store
  std::filesystem::path data;        ///< the data directory
  std::string database;              ///< postgresql://… ; empty: SQLite in the data directory
  std::string keys;                  ///< where the key store is: a path, or postgresql://… ; empty: keys.sqlite in the data directory
  std::filesystem::path master_key;  ///< empty: master.key in the data directory

  // serve
  int port = 8080;
  std::string listen = "127.0.0.1";
  bool tls = false;
  std::string certificate, certificate_key, unix_socket;
  std::vector<std::string> trusted_proxies, hosts;
  int access_minutes = 10;                     ///< how long one access row covers the same view, 0 to 10
  std::vector<std::filesystem::path> backups;  ///< directories whose disk the health page looks at too
  std::string smtp, smtp_from;                 ///< the mail server, and the address that mails come from; empty: no mail
  std::filesystem::path smtp_login, smtp_authority;
  bool smtp_plain = false;
  std::filesystem::path heads;  ///< the file to which signed heads are added daily; empty: heads.txt in the data directory

  // demo
  int children = 0;  ///< 0: the small story; else a whole town of so many children
  int groups = 4;    ///< of the town, per organisation
  int years = 2;
  std::uint64_t seed = 1;

  // init, user
  bool demo = false;
  std::string address = "http://127.0.0.1:8080";  ///< init --from, serve: where letters and mails say that Vlechtwerk is
  std::string plan;                               ///< init: which stappenplan the first organisation follows; empty: chosen on screen
  std::string organisation = "Onze organisatie", login = "beheerder", name = "Beheerder";
  std::string account_action;  ///< user: list, code, disable, enable
  bool recovery = false;       ///< user code: for who lost the second factor
  bool end = false;            ///< user code: end the open ones instead

  std::string rotated_key;  ///< rotate: master, tenant
  std::string test_mail;    ///< doctor: the address that a test mail goes to; empty: none is sent

  // bench
  std::filesystem::path dir = ".";  ///< a folder on the disk that is measured
  double seconds = 3;               ///< per figure

  // verify, rebuild, backup, demo, restore, journal, erase
  std::filesystem::path to, from, head, newer_keys;
  std::string today;                            ///< YYYY-MM-DD; empty: today
  bool open = false;                            ///< journal export: with opened contents
  LogFormat log_format = LogFormat::JsonLines;  ///< journal export
  bool dump = false;                            ///< rebuild: print all projections
  std::string child;
  bool yes = false;
  std::string language = "nl";
};

/// Reads the command line. Help and mistakes are printed; then the exit code is in the error place.
struct Parsed {
  std::optional<Options> options;
  int exit_code = 0;
};
Parsed parse_options(int argc, char const* const* argv);

/// $HOME/.local/share/vlechtwerk, the same as ./start uses.
std::filesystem::path default_data_directory();

}  // namespace vlechtwerk::cli
