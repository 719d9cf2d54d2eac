// A server with demo data under load: notes over 64 connections, the page of a child inside an open access window over 8 beside a static
// file, the first view apart, memory and the sizes of pages. The server writes notes: use a store that nobody needs.
// usage: bench_http_notes PORT PID [seconds per figure]
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/id.h"

namespace vlechtwerk::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) { return std::chrono::duration<double>(SteadyClock::now() - start).count(); }

struct Answer {
  int status = 0;
  std::string header, body;
};

/// One connection to the server that stays open; everything waits.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int const on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect");
  }
  Line(Line const&) = delete;
  Line& operator=(Line const&) = delete;
  ~Line() { close(socket_); }

  Answer ask(std::string const& request) {
    if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
      throw std::runtime_error("cannot send");
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos) more();
    Answer answer;
    answer.header = in_.substr(0, end + 2);
    answer.status = std::stoi(answer.header.substr(9, 3));
    auto const at = answer.header.find("Content-Length: ");
    auto const length = at == std::string::npos ? 0 : std::stoul(answer.header.substr(at + 16, 12));
    while (in_.size() < end + 4 + length) more();
    answer.body = in_.substr(end + 4, length);
    in_.erase(0, end + 4 + length);
    return answer;
  }

 private:
  void more() {
    char part[16384];
    auto const got = recv(socket_, part, sizeof part, 0);
    if (got <= 0) throw std::runtime_error("the server closed the connection");
    in_.append(part, static_cast<std::size_t>(got));
  }
  int socket_;
  std::string in_;
};

std::string get(std::string const& path, std::string const& cookie) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\r\n", path, cookie);
}
std::string post(std::string const& path, std::string const& cookie, std::string const& form) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: {}\r\nCookie: {}\r\n\r\n{}",
      path, form.size(), cookie, form);
}

/// What stands after `before` up to the next `end`.
std::string between(std::string const& text, std::string const& before, char end) {
  auto const at = text.find(before);
  if (at == std::string::npos) throw std::runtime_error("the page holds no " + before);
  auto const from = at + before.size();
  return text.substr(from, text.find(end, from) - from);
}

std::string log_in(Line& line, std::string const& who) {
  auto const answer = line.ask(post("/inloggen/demo", "", "login=" + who));
  return "__Host-vlechtwerk=" + between(answer.header, "__Host-vlechtwerk=", ';');
}

/// The children that this person sees, the one with the longest page first: it has an open route, the last has not.
std::vector<std::string> children_of(Line& line, std::string const& cookie) {
  auto const page = line.ask(get("/kinderen", cookie)).body;
  std::vector<std::string> out;
  std::string const before = "href=\"/kind/";
  for (auto at = page.find(before); at != std::string::npos; at = page.find(before, at + 1)) out.push_back(page.substr(at + 6, 42));
  if (out.size() < 2) throw std::runtime_error("this is not the demo store");
  std::vector<std::pair<std::size_t, std::string>> by_size;
  for (auto const& child : out) by_size.emplace_back(line.ask(get(child, cookie)).body.size(), child);
  std::sort(by_size.rbegin(), by_size.rend());
  out.clear();
  for (auto const& [size, child] : by_size) out.push_back(child);
  return out;
}

/// Seconds of processor that the server has used, and its kilobytes in memory.
double cpu_of(int pid) {
  std::ifstream in(fmt::format("/proc/{}/stat", pid));
  std::string text;
  std::getline(in, text);
  text = text.substr(text.rfind(')') + 2);
  double user = 0, system = 0;
  for (int field = 3; field <= 15; ++field) {
    auto const word = text.substr(0, text.find(' '));
    text.erase(0, word.size() + 1);
    if (field == 14) user = std::stod(word);
    if (field == 15) system = std::stod(word);
  }
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}
double megabytes_of(int pid, std::string const& name) {
  std::ifstream in(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::stod(line.substr(name.size() + 1)) / 1024;
  return 0;
}

struct Figures {
  double per_second = 0, p50 = 0, p99 = 0;  ///< milliseconds
  double server_cpu = 0;                    ///< milliseconds of processor of the server per request
  std::int64_t asked = 0, wrong = 0;
  double memory = 0;  ///< megabytes at the end, the connections still open
};

/// Every connection asks, waits for the answer and asks again. `request(i)` is called by the thread of connection i.
Figures load(std::uint16_t port, int pid, int connections, double seconds, int expected, std::function<std::string(int)> const& request) {
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(connections));
  std::atomic<std::int64_t> wrong = 0;
  std::atomic<int> busy = connections;
  std::atomic<bool> measured = false;
  std::vector<std::thread> threads;
  double const cpu = cpu_of(pid);
  auto const start = SteadyClock::now();
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&, i] {
      try {
        Line line(port);
        auto& mine = waits[static_cast<std::size_t>(i)];
        while (seconds_since(start) < seconds) {
          auto const text = request(i);
          auto const asked = SteadyClock::now();
          if (line.ask(text).status != expected) ++wrong;
          mine.push_back(seconds_since(asked) * 1e3);
        }
        --busy;
        while (!measured) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } catch (std::exception const&) {
        ++wrong;
        --busy;
      }
    });
  }
  while (busy > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  Figures out;
  double const took = seconds_since(start);
  out.memory = megabytes_of(pid, "VmRSS:");
  double const used = cpu_of(pid) - cpu;
  measured = true;
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  for (auto const& mine : waits) all.insert(all.end(), mine.begin(), mine.end());
  if (all.empty()) throw std::runtime_error("no answer at all");
  std::sort(all.begin(), all.end());
  auto const count = static_cast<double>(all.size());
  out.per_second = count / took;
  out.p50 = all[static_cast<std::size_t>(0.5 * (count - 1))];
  out.p99 = all[static_cast<std::size_t>(0.99 * (count - 1))];
  out.server_cpu = used / count * 1e3;
  out.asked = static_cast<std::int64_t>(all.size());
  out.wrong = wrong;
  return out;
}

void row(std::string const& what, int connections, Figures const& f) {
  fmt::print("| {} | {} | {:.0f} | {:.2f} | {:.2f} | {:.2f} | {:.0f} | {} of {} |\n", what, connections, f.per_second, f.p50, f.p99,
             f.server_cpu, f.memory, f.wrong, f.asked);
  std::fflush(stdout);
}

void run(std::uint16_t port, int pid, double seconds) {
  fmt::print("memory idle: {:.0f} MB\n\n| page | bytes |\n|---|---|\n", megabytes_of(pid, "VmRSS:"));
  Line line(port);
  auto const cookie = log_in(line, "sanne");
  auto const children = children_of(line, cookie);
  auto const& child = children.front();
  auto const today = line.ask(get("/vandaag", cookie)).body;
  auto const fixed = "/static/" + between(today, "/static/", '"');
  auto const css = "/static/" + between(today, "stylesheet\" href=\"/static/", '"');
  for (auto const& path : {std::string("/vandaag"), child, children.back(), child + "/notitie", css, fixed})
    fmt::print("| {} | {} |\n", path, line.ask(get(path, cookie)).body.size());

  // A new session each time, so that each view has a row of its own to write before the page may leave.
  std::vector<double> first;
  for (int i = 0; i < 100; ++i) {
    auto const fresh = log_in(line, i % 2 == 0 ? "sanne" : "fatima");
    auto const asked = SteadyClock::now();
    line.ask(get(child, fresh));
    first.push_back(seconds_since(asked) * 1e3);
  }
  std::sort(first.begin(), first.end());
  fmt::print("\nfirst view of a child by a session, one after another: p50 {:.2f} ms, p99 {:.2f} ms\n\n", first[50], first[98]);

  struct Person {
    std::string cookie, token;
  };
  std::vector<Person> people;
  for (int i = 0; i < 64; ++i) {
    Person person{log_in(line, i % 2 == 0 ? "sanne" : "fatima"), {}};
    for (auto const& seen : {child, children.back()}) line.ask(get(seen, person.cookie));
    auto const form = line.ask(get(children.back() + "/notitie", person.cookie)).body;
    person.token = between(form.substr(form.find("<main")), "name=\"bewijs\" value=\"", '"');
    people.push_back(person);
  }
  auto const of = [&](int i) -> Person const& { return people[static_cast<std::size_t>(i)]; };
  fmt::print(
      "| what | connections | per second | p50 ms | p99 ms | server CPU ms/request | server MB | wrong |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (int round = 0; round < 3; ++round) {
    row("static file", 8, load(port, pid, 8, seconds, 200, [&](int i) { return get(fixed, of(i).cookie); }));
    row("child with a route, window open", 8, load(port, pid, 8, seconds, 200, [&](int i) { return get(child, of(i).cookie); }));
    row("child without one, window open", 8, load(port, pid, 8, seconds, 200, [&](int i) { return get(children.back(), of(i).cookie); }));
  }
  base::SystemRandom random;
  base::SystemClock clock;
  auto const note = [&](int i, std::string const& about, char const* kind = "opvallend") {
    auto const id = base::Uuid::v7(clock.now(), random).text();
    auto const form = fmt::format("bewijs={}&id={}&kind={}&text=Vandaag+bouwde+zij+een+toren+{}", of(i).token, id, kind, id);
    return post(about + "/notitie", of(i).cookie, form);
  };
  for (int round = 0; round < 3; ++round)
    for (int const connections : {1, 8, 64})
      row("note", connections, load(port, pid, connections, seconds, 303, [&](int i) { return note(i, children.back()); }));
  row("Vandaag", 8, load(port, pid, 8, seconds, 200, [&](int i) { return get("/vandaag", of(i).cookie); }));
  // Does it stay the same when there is more? The notes of these rounds add up. One of kind "positief" is history; each of kind "opvallend"
  // carries out a step of the plan and asks for a talk that nobody has, so what is owed grows with them; one after another, because of two
  // at the same moment the later one is stored first half of the time, and then the child is folded anew.
  for (auto const* kind : {"positief", "opvallend"})
    for (int round = 0; round < 3; ++round) {
      auto const what = fmt::format("note ({}), child with a route", kind);
      int const connections = kind == std::string_view("positief") ? 8 : 1;
      row(what, connections, load(port, pid, connections, seconds, 303, [&](int i) { return note(i, child, kind); }));
      row("that child", 8, load(port, pid, 8, seconds, 200, [&](int i) { return get(child, of(i).cookie); }));
    }
  fmt::print("\nmost memory ever: {:.0f} MB\n", megabytes_of(pid, "VmHWM:"));
}

}  // namespace
}  // namespace vlechtwerk::bench

int main(int count, char** values) {
  if (count < 3) {
    fmt::print(stderr, "bench_http_notes PORT PID [seconds per figure]\n");
    return 2;
  }
  try {
    vlechtwerk::bench::run(static_cast<std::uint16_t>(std::atoi(values[1])), std::atoi(values[2]), count > 3 ? std::atof(values[3]) : 3);
  } catch (std::exception const& error) {
    fmt::print(stderr, "bench_http_notes: {}\n", error.what());
    return 1;
  }
}
