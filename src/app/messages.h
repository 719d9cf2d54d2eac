#pragma once
#include <string_view>

#include "app/context.h"
#include "app/views.h"

/// Messages to workers: nothing, or one mail a day, without a name and without a word of a note.
namespace vlechtwerk::app {

struct Mail {
  Private to;        ///< an address
  std::string lang;  ///< "nl" or "en": what the words are to be said in
  base::Message subject;
  std::vector<base::Message> text;  ///< a paragraph each
};

/// Hands mails to the server that the organisation named.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Failure: that server cannot be reached or refused; nothing was handed over. Throws nothing.
  virtual base::Result<std::monostate> send(Mail const& mail) = 0;
};

struct MailRound {
  int sent = 0, failed = 0;
};

/// Sends every mail that is due at `now`, in every tenant. Called once a minute; two servers on one database send each mail once. A mail
/// that failed is tried again later the same day. `address`: what people type to reach this server, without a slash at the end.
MailRound send_mails(Context& context, Mailer& mailer, std::string_view address, Instant now);

// ---------------------------------------------------------------- one's own setting

/// Whether a person wants mail, and when it may come. Who does not want it leaves no address behind.
struct MessageSetting {
  bool wants = false;
  Private address;
  domain::Weekdays days = 0b11111;
  int from_minute = 8 * 60, until_minute = 17 * 60;  ///< of the day in Amsterdam: [from, until)
  std::string lang = "nl";
};
/// Of who never said anything: nothing is wanted, Monday to Friday from eight to five, in `lang`.
base::Result<MessageSetting> see_message_setting(Context& context, Caller const& caller, std::string_view lang);
base::Result<std::monostate> save_message_setting(Context& context, Caller const& caller, MessageSetting const& form);

// ---------------------------------------------------------------- on paper

/// What waits in the groups whose children the reader may know of, per group and child.
struct WaitingListView {
  struct Line {
    ChildName child;
    std::string title;  ///< of a step, in the language asked; empty: somebody looks back on the begeleidingsplan
    std::optional<Date> due;
    bool late = false;
    std::optional<Private> person, stands_in_for;
  };
  struct Group {
    std::string name, location;
    std::vector<Line> lines;  ///< the first day first
  };
  std::vector<Group> groups;
};
base::Result<WaitingListView> see_waiting_list(Context& context, Caller const& caller, std::string_view lang);

}  // namespace vlechtwerk::app
