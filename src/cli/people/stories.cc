#include "cli/people/stories.h"

namespace vlechtwerk::cli::people {
namespace {

constexpr std::string_view kVanVeldhuizen[] = {
    "zorg_opmerken gesprek_ouders:klaar eigen_stappenplan terugkijken:genoeg =hoort_bij_de_leeftijd",
    "zorg_opmerken werkbespreking_kind:zorg gesprek_ouders:vervolg vervolg_ouders eigen_stappenplan terugkijken:genoeg =opgelost",
    "zorg_opmerken gesprek_ouders:vervolg vervolg_ouders eigen_stappenplan "
    "{ vraag_advies:gedrag antwoord_advies:zelf / vraag_aan_coach coach_helpt_medewerker } "
    "terugkijken:niet_genoeg bijstellen terugkijken:genoeg =begeleiding_binnen",
    "zorg_opmerken gesprek_ouders:vervolg?meekijken_coach vervolg_ouders eigen_stappenplan terugkijken:niet_genoeg "
    "vraag_advies:thuis antwoord_advies:coach [ coach_kijkt_mee | verder_in_groep =begeleiding_binnen ] terugkijken:genoeg "
    "=externe_hulp_thuis",
};

constexpr std::string_view kPrinsesAmalia[] = {
    "zorg_opmerken gesprek_ouders:klaar eigen_stappenplan terugkijken:genoeg =hoort_bij_de_leeftijd",
    "zorg_opmerken werkbespreking_kind:zorg gesprek_ouders:vervolg vervolg_ouders eigen_stappenplan terugkijken:genoeg =opgelost",
    "zorg_opmerken gesprek_ouders:vervolg vervolg_ouders eigen_stappenplan "
    "{ vraag_advies antwoord_advies:zelf / vraag_aan_coach coach_helpt_medewerker } "
    "terugkijken:niet_genoeg bijstellen terugkijken:genoeg =begeleiding_binnen",
    "zorg_opmerken gesprek_ouders:vervolg?meekijken_coach vervolg_ouders eigen_stappenplan terugkijken:niet_genoeg "
    "vraag_advies antwoord_advies:coach [ coach_kijkt_mee | verder_in_groep =begeleiding_binnen ] terugkijken:genoeg "
    "=externe_hulp_observatie",
};

// Both plans of KindeRdam have these steps.
constexpr std::string_view kKinderdam[] = {
    "zorg_opmerken ouders_overdracht werkbespreking_kind:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "zorg_opmerken ouders_overdracht werkbespreking_kind:volgen zorg_opmerken werkbespreking_kind:zorg plan_bijstellen "
    "terugkijken:genoeg =opgelost",
    "zorg_opmerken ouders_overdracht?meekijken_coach werkbespreking_kind:zorg "
    "{ vraag_aan_coach coach_helpt_medewerker / coach_erbij_roepen coach_helpt_medewerker } plan_bijstellen "
    "[ coach_kijkt_mee | verder_in_groep ] terugkijken:genoeg =begeleiding_binnen",
    "zorg_opmerken ouders_overdracht werkbespreking_kind:grote_zorg gesprek_voorbereiden gesprek_ouders?meekijken_coach "
    "gesprek_nabespreken plan_bijstellen [ coach_kijkt_mee | verder_in_groep ] terugkijken:niet_genoeg zorgroute:andere_hulp "
    "plan_bijstellen terugkijken:genoeg =externe_hulp_behandeling",
};

constexpr std::string_view kDenHelder[] = {
    "strookje strookje_bespreken werkbespreking_strookjes:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "strookje strookje_bespreken strookje strookje_bespreken werkbespreking_strookjes:volgen =opgelost",
    "zorg_opmerken werkbespreking_strookjes:zorg gesprek_ouders?observatie_pedagoog "
    "[ focus_op_kinderen pedagoog_observeert:binnen gesprek_na_observatie actieplan:intern | verder_in_groep ] "
    "evaluatie:genoeg =begeleiding_binnen",
    "strookje strookje_bespreken werkbespreking_strookjes:zorg hulpvraag begeleiding_medewerker gesprek_ouders?observatie_pedagoog "
    "[ focus_op_kinderen pedagoog_observeert:coach gesprek_na_observatie?meekijken_coach "
    "[ actieplan:parlan begeleiding_coach begeleiding_coach | actieplan:intern =begeleiding_binnen ] "
    "| verder_in_groep =begeleiding_binnen ] evaluatie:genoeg =externe_hulp_thuis",
};

constexpr std::string_view kPartou[] = {
    "zorg_opmerken signalen_delen ouders_vragen observatielijst uitkomsten_bespreken:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "zorg_opmerken signalen_delen ouders_vragen observatielijst uitkomsten_bespreken:zorg gesprek_ouders plan_van_aanpak "
    "terugkijken:genoeg =opgelost",
    "zorg_opmerken signalen_delen ouders_vragen observatielijst uitkomsten_bespreken:zorg gesprek_ouders?kipppi "
    "[ kipppi_invullen:verder | ] plan_van_aanpak terugkijken:genoeg =begeleiding_binnen",
    "zorg_opmerken signalen_delen ouders_vragen observatielijst uitkomsten_bespreken:zorg gesprek_ouders?meekijken_coach "
    "{ vraag_stafmedewerker stafmedewerker_regelt / zelf_bellen } coach_helpt_medewerker plan_van_aanpak "
    "[ coach_kijkt_mee | verder_in_groep =begeleiding_binnen ] terugkijken:genoeg =externe_hulp_observatie",
};

constexpr std::string_view kSka[] = {
    "zorg_opmerken gesprek_ouders:samen unitvergadering_kind:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "zorg_opmerken gesprek_ouders:samen unitvergadering_kind:zorg plan_van_aanpak plan_uitwerken plan_uitvoeren evaluatie:genoeg "
    "=opgelost",
    "zorg_opmerken gesprek_ouders:stroef gesprek_met_collega:samen unitvergadering_kind:zorg vraag_aan_coach coach_helpt_medewerker "
    "plan_van_aanpak plan_uitwerken plan_uitvoeren evaluatie:genoeg =begeleiding_binnen",
    "zorg_opmerken gesprek_ouders:samen?meekijken_coach unitvergadering_kind:zorg plan_van_aanpak "
    "[ coach_kijkt_mee tips_direct tips_opschrijven | verder_in_groep =begeleiding_binnen ] plan_uitwerken plan_uitvoeren "
    "evaluatie:niet_genoeg protocol_starten =externe_hulp_observatie",
};

// Both plans of Speelwerk have these steps.
constexpr std::string_view kSpeelwerk[] = {
    "zorg_opmerken overleg_collegas ouders_vragen observeren observatie_bespreken:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "zorg_opmerken overleg_collegas ouders_vragen observeren groepsgesprek:zorg aanpak_afspreken terugkoppeling_ouders "
    "terugkijken:beter =opgelost",
    "zorg_opmerken overleg_collegas ouders_vragen observeren observatie_bespreken:zorg aanpak_afspreken terugkoppeling_ouders "
    "vraag_aan_coach coach_helpt_medewerker terugkijken:beter =begeleiding_binnen",
    "zorg_opmerken overleg_collegas ouders_vragen?meekijken_coach observeren observatie_bespreken:zorg aanpak_afspreken "
    "terugkoppeling_ouders terugkijken:blijft aanpak_afspreken terugkoppeling_ouders "
    "[ coach_kijkt_mee | verder_in_groep =begeleiding_binnen ] terugkijken:beter =externe_hulp_thuis",
};

constexpr std::string_view kB4Kids[] = {
    "zorg_opmerken overleg_collegas ouders_halen_brengen groepsbespreking_kind:hoort_bij_de_leeftijd =hoort_bij_de_leeftijd",
    "zorg_opmerken overleg_collegas ouders_halen_brengen groepsbespreking_kind:zorg gesprek_ouders:samen nazorg observeren "
    "observatie_bespreken plan_van_aanpak plan_uitvoeren evaluatie:genoeg evaluatie_ouders =opgelost",
    "zorg_opmerken overleg_collegas ouders_halen_brengen groepsbespreking_kind:zorg gesprek_ouders:stroef nazorg "
    "gesprek_met_leidinggevende observeren observatie_bespreken plan_van_aanpak plan_uitvoeren evaluatie:genoeg evaluatie_ouders "
    "=begeleiding_binnen",
    "zorg_opmerken overleg_collegas ouders_halen_brengen groepsbespreking_kind:zorg gesprek_ouders:samen?meedenken_staf nazorg "
    "observeren observatie_bespreken plan_van_aanpak plan_uitvoeren "
    "[ evaluatie:onvoldoende evaluatie_ouders staf_denkt_mee evaluatie_na_staf:onvoldoende?meekijken_coach "
    "[ coach_kijkt_mee evaluatie_na_hulp:genoeg | verder_in_groep evaluatie:genoeg evaluatie_ouders =begeleiding_binnen ] "
    "| evaluatie:genoeg evaluatie_ouders =begeleiding_binnen ] =externe_hulp_behandeling",
};

constexpr Stories kAll[] = {
    {"b4kids-leiden", kB4Kids},
    {"kindercentrum-prinses-amalia", kPrinsesAmalia},
    {"kinderdam-plusgroep", kKinderdam},
    {"kinderdam-reguliere-groep", kKinderdam},
    {"kinderopvang-den-helder", kDenHelder},
    {"partou-amsterdam", kPartou},
    {"ska-amersfoort", kSka},
    {"speelwerk-kinderopvang", kSpeelwerk},
    {"speelwerk-peuterspeelzaal", kSpeelwerk},
    {"van-veldhuizen-stichting", kVanVeldhuizen},
};

}  // namespace

std::span<Stories const> all_stories() { return kAll; }

}  // namespace vlechtwerk::cli::people
