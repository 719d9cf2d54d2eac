#include "http/handlers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace vlechtwerk::http {
namespace {

/// A job that tells when it began and goes on when it may.
struct Held {
  std::atomic<bool> begun = false, may_go_on = false, ended = false;
  Handlers::Job job(bool says_so) {
    return [this, says_so] {
      begun = true;
      auto const hold = [this] {
        while (!may_go_on) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      };
      if (says_so) {
        base::Waiting const waiting;
        hold();
      } else {
        hold();
      }
      ended = true;
    };
  }
};

void wait_until(std::atomic<bool> const& happened) {
  while (!happened) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(Handlers, RunsEveryJobAndEndsWhatIsQueuedBeforeItGoes) {
  std::atomic<int> done = 0;
  {
    Handlers handlers(4, 2);
    for (int i = 0; i < 200; ++i) handlers.run([&] { ++done; });
  }
  EXPECT_EQ(done, 200);
}

TEST(Handlers, JobsBeginInTheOrderInWhichTheyCame) {
  std::vector<int> order;
  {
    Held first;
    Handlers handlers(4, 1);
    handlers.run(first.job(false));
    for (int i = 0; i < 50; ++i) handlers.run([&, i] { order.push_back(i); });
    first.may_go_on = true;
    wait_until(first.ended);
    std::atomic<bool> last = false;
    handlers.run([&] { last = true; });
    wait_until(last);
  }
  ASSERT_EQ(order.size(), 50U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Handlers, NoMoreWorkAtOnceThanMay) {
  std::atomic<int> working = 0, most = 0;
  {
    Handlers handlers(8, 2);
    for (int i = 0; i < 40; ++i)
      handlers.run([&] {
        auto const now = ++working;
        if (now > most) most = now;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --working;
      });
  }
  EXPECT_LE(most, 2);
}

TEST(Handlers, WhoSaysThatItWaitsLetsAnotherBegin) {
  Held waits, works;
  Handlers handlers(2, 1);
  handlers.run(waits.job(true));
  handlers.run(works.job(true));
  wait_until(works.begun);
  EXPECT_FALSE(waits.ended);
  waits.may_go_on = works.may_go_on = true;
}

TEST(Handlers, WhoWaitsWithoutSayingSoDelaysTheOthersUntilTheyAreRelieved) {
  Held stuck, other;
  Handlers handlers(2, 1);
  handlers.run(stuck.job(false));
  handlers.run(other.job(false));
  wait_until(stuck.begun);
  EXPECT_FALSE(other.begun) << "one works at once";
  handlers.relieve();  // something began since the call before
  handlers.relieve();
  wait_until(other.begun);
  EXPECT_FALSE(stuck.ended);
  stuck.may_go_on = other.may_go_on = true;
}

TEST(Handlers, ThereAreNeverMoreThreadsThanMay) {
  Held one, two;
  Handlers handlers(1, 4);
  handlers.run(one.job(true));
  handlers.run(two.job(true));
  wait_until(one.begun);
  handlers.relieve();
  handlers.relieve();
  EXPECT_FALSE(two.begun);
  one.may_go_on = two.may_go_on = true;
}

}  // namespace
}  // namespace vlechtwerk::http
