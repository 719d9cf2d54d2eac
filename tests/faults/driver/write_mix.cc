// write_mix write …: several threads write as people do, and each acknowledgement is logged after it was given.
// write_mix backup …: copies the store. write_mix setup …: makes it, without notes.
// write_mix check …: compares the store with those logs, with the code of the product and the keys.
#include <dlfcn.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "faults/driver/mix.h"

namespace vlechtwerk::faults {
namespace {

struct Options {
  Places places;
  std::string command, log, canaries, to;
  std::vector<std::string> logs;
  int writers = 8;
  int count = 0;  ///< notes per writer; 0: until killed
  unsigned seed = 1;
  int new_child = 25;      ///< one in so many writes registers a child
  int erase = 60;          ///< one in so many erases one
  bool too_early = false;  ///< a control: says "saved" before it is
};

Options read_options(int argc, char** argv) {
  Options out;
  if (argc > 1) out.command = argv[1];
  for (int i = 2; i + 1 < argc; i += 2) {
    std::string const name = argv[i];
    std::string const value = argv[i + 1];
    if (name == "--data")
      out.places.data = value;
    else if (name == "--database")
      out.places.database = value;
    else if (name == "--keys")
      out.places.keys = value;
    else if (name == "--server")
      out.places.server = std::stoi(value);
    else if (name == "--checkpoint-bytes")
      out.places.checkpoint_bytes = std::stoll(value);
    else if (name == "--log")
      out.logs.push_back(value);
    else if (name == "--canaries")
      out.canaries = value;
    else if (name == "--writers")
      out.writers = std::stoi(value);
    else if (name == "--count")
      out.count = std::stoi(value);
    else if (name == "--to")
      out.to = value;
    else if (name == "--too-early")
      out.too_early = value == "1";
    else if (name == "--erase")
      out.erase = std::stoi(value);
    else if (name == "--seed")
      out.seed = static_cast<unsigned>(std::stoul(value));
    else
      throw std::runtime_error("unknown option " + name);
  }
  if (!out.logs.empty()) out.log = out.logs.front();
  return out;
}

class Mix {
 public:
  Mix(World& world, House house, Options const& options) : world_(world), house_(std::move(house)), options_(options), log_(options.log) {
    if (!options.canaries.empty()) canaries_.emplace(options.canaries);
  }

  void run() {
    std::vector<std::thread> threads;
    for (int i = 0; i < options_.writers; ++i) threads.emplace_back([this, i] { write(i); });
    for (auto& thread : threads) thread.join();
  }

 private:
  void write(int number) {
    std::mt19937 dice(options_.seed * 1000 + static_cast<unsigned>(number));
    auto const one_in = [&](int n) { return n > 0 && std::uniform_int_distribution<>(1, n)(dice) == 1; };
    auto const place = static_cast<std::size_t>(number) % house_.groups.size();
    std::vector<ChildId> children = {new_child(place)};
    for (int done = 0; options_.count == 0 || done < options_.count; ++done) {
      if (one_in(options_.new_child)) children.push_back(new_child(place));
      if (children.size() > 1 && one_in(options_.erase)) {
        erase(children.front());
        children.erase(children.begin());
      }
      note(place, children[dice() % children.size()]);
    }
  }

  /// What a person does who is told that it failed: the same again, under the same id, until it is saved.
  template <class Use>
  void until_saved(Use const& use) {
    for (;;) {
      try {
        auto const result = use();
        if (result) return;
        throw std::runtime_error("refused: " + result.error().code);
      } catch (app::QueueFull const&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      } catch (store::WriterStopped const&) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
      } catch (base::WorldError const& error) {
        std::fprintf(stderr, "not saved: %s\n", error.what());
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
  }

  void say(std::string const& line) {
    if (plog_ack_) plog_ack_(line.c_str());
    log_.add(line);
  }
  void typed(std::string const& text) {
    if (canaries_) canaries_->add(text);
  }

  void note(std::size_t place, ChildId child) {
    app::Caller const caller{house_.workers[place], world_.clock.now(), "mix"};
    auto const id = EntryId::make(caller.now, world_.random);
    typed(text_of(id));
    if (options_.too_early) say("note " + id.text() + " " + child.text());
    until_saved([&] {
      return app::record_note(*world_.context, caller,
                              {id, child, "opvallend", std::nullopt, std::nullopt, Private(text_of(id)), Private()});
    });
    if (!options_.too_early) say("note " + id.text() + " " + child.text());
  }

  ChildId new_child(std::size_t place) {
    app::Caller const caller{house_.leader, world_.clock.now(), "mix"};
    app::RegisterChildForm form;
    form.id = EntryId::make(caller.now, world_.random);
    form.child = ChildId::make(caller.now, world_.random);
    form.first_name = Private(first_name_of(form.child));
    form.last_name = Private(last_name_of(form.child));
    form.born_on = base::amsterdam_day(caller.now).plus_days(-900);
    form.group = house_.groups[place];
    form.mentor = house_.workers[place].account;
    form.parents = {{Private(parent_of(form.child)), Private("moeder"), true}};
    for (auto const* name : {&form.first_name, &form.last_name, &form.parents.front().name}) typed(name->reveal());
    until_saved([&] { return app::register_child(*world_.context, caller, form); });
    say("child " + form.id.text() + " " + form.child.text());
    return form.child;
  }

  void erase(ChildId child) {
    app::Caller const caller{house_.leader, world_.clock.now(), "mix"};
    auto const id = EntryId::make(caller.now, world_.random);
    say("erasing " + child.text());
    until_saved([&] { return app::erase_child(*world_.context, caller, id, child); });
    say("erased " + child.text());
  }

  World& world_;
  House const house_;
  Options const& options_;
  LineFile log_;
  /// There when plog.so, which writes down what reaches the disk, was loaded before the program.
  void (*plog_ack_)(char const*) = reinterpret_cast<void (*)(char const*)>(dlsym(RTLD_DEFAULT, "plog_ack"));
  std::optional<LineFile> canaries_;
};

int run(Options const& options) {
  World world(options.places, [](std::string const& why) {
    std::fprintf(stderr, "stopped: %s\n", why.c_str());
    _exit(70);
  });
  if (options.command == "setup") {
    if (!find_house(world)) make_house(world);
    return 0;
  }
  if (options.command == "write") {
    auto house = find_house(world);
    Mix(world, house ? *house : make_house(world), options).run();
    return 0;
  }
  if (options.command == "backup") {
    std::filesystem::path const to = options.to;
    store::backup(*world.database, *world.keys, to / "database", to / "keys", world.clock.now());
    return 0;
  }
  if (options.command == "check") {
    Acknowledged acknowledged;
    for (auto const& log : options.logs) acknowledged.read(log);
    auto const faults = compare(world, acknowledged);
    for (auto const& fault : faults) std::printf("%s\n", fault.c_str());
    std::printf("%zu acknowledged, %zu erased, %zu faults\n", acknowledged.entries.size(), acknowledged.erased.size(), faults.size());
    return faults.empty() ? 0 : 1;
  }
  std::fprintf(stderr, "write_mix setup|write|backup|check --data DIR --log FILE …\n");
  return 2;
}

}  // namespace
}  // namespace vlechtwerk::faults

int main(int argc, char** argv) {
  try {
    return vlechtwerk::faults::run(vlechtwerk::faults::read_options(argc, argv));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "write_mix: %s\n", error.what());
    return 3;
  }
}
