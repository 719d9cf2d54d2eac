// The form on which an organisation says what parents allow, whose yes that takes, and for how long.
#include "web/support.h"

namespace vlechtwerk::web::testing {
namespace {

constexpr char const* kPage = "/ons-stappenplan/toestemmingen";

TEST(Permissions, SaidAsTheyAreMakeNoDraft) {
  Site site;
  Browser marijke(site, "marijke");
  marijke.get(kPage).send(kPage, {});
  EXPECT_FALSE(marijke.says("Dit is nog een concept"));
}

TEST(Permissions, GetAnotherYesAndATermInTheDraft) {
  Site site;
  Browser marijke(site, "marijke");
  marijke.get(kPage).send(kPage, {{"act_observatie_pedagoog_needs", "one"},
                                  {"act_observatie_pedagoog_valid", "6"},
                                  {"act_observatie_pedagoog_valid_unit", "M"},
                                  {"act_observatie_pedagoog_unreachable", "1"}});
  EXPECT_TRUE(marijke.says("Dit is nog een concept") && marijke.says("Erbij: Eén ouder met gezag is genoeg."));
  auto const file = marijke.get("/ons-stappenplan/bestand?concept=1").html();
  for (auto const* line : {"\nneeds = \"one\"\n", "\nvalid = \"P6M\"\n", "\nunreachable_may = true\n"})
    EXPECT_NE(file.find(line), std::string::npos) << line;
}

TEST(Permissions, WithATermThatIsNoneComeBackAtTheirFieldAndChangeNothing) {
  Site site;
  Browser marijke(site, "marijke");
  for (auto const* none : {"half jaar", "0", "1000", "-1"}) {
    marijke.get(kPage).send(kPage, {{"act_dag_de_zee_valid", none}});
    EXPECT_TRUE(marijke.says("Schrijf hier een getal, bijvoorbeeld 6. Of laat het leeg.")) << none;
    EXPECT_EQ(form_on(marijke.html(), kPage).text("act_dag_de_zee_valid"), none);
  }
  EXPECT_FALSE(marijke.get("/ons-stappenplan").says("Dit is nog een concept"));
}

}  // namespace
}  // namespace vlechtwerk::web::testing
