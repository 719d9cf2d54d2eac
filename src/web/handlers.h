#pragma once
#include "web/visit.h"

/// Every page and every saving, one function each. Grouped by the unit that holds them.
namespace vlechtwerk::web {

// site_pages.cc
http::Response show_home(Visit&, Typed const&);
http::Response show_static_file(Visit&, Typed const&);
http::Response show_health(Visit&, Typed const&);
http::Response save_language(Visit&, Typed const&);
http::Response save_undo(Visit&, Typed const&);

// about_pages.cc
http::Response show_provenance(Visit&, Typed const&);
http::Response show_what_not(Visit&, Typed const&);

// plan_reading.cc
http::Response show_plans(Visit&, Typed const&);
http::Response show_plan(Visit&, Typed const&);
http::Response show_plan_drawing(Visit&, Typed const&);

// help_pages.cc
http::Response show_help(Visit&, Typed const&);
http::Response show_help_of_role(Visit&, Typed const&);

// tour_pages.cc
http::Response show_tour_begin(Visit&, Typed const&);
http::Response show_tour_stop(Visit&, Typed const&);
http::Response save_tour_stop(Visit&, Typed const&);
http::Response save_tour_end(Visit&, Typed const&);

// login_pages.cc
http::Response show_login(Visit&, Typed const&);
http::Response save_login(Visit&, Typed const&);
http::Response save_demo_login(Visit&, Typed const&);
http::Response show_letter_login(Visit&, Typed const&);
http::Response save_letter_login(Visit&, Typed const&);
http::Response show_second_factor(Visit&, Typed const&);
http::Response save_second_factor(Visit&, Typed const&);
http::Response show_password(Visit&, Typed const&);
http::Response save_password(Visit&, Typed const&);
http::Response show_choose_factor(Visit&, Typed const&);
http::Response show_app(Visit&, Typed const&);
http::Response save_app(Visit&, Typed const&);
http::Response save_card(Visit&, Typed const&);
http::Response show_memberships(Visit&, Typed const&);
http::Response save_membership(Visit&, Typed const&);
http::Response save_logout(Visit&, Typed const&);
/// The log-in page with a form that could not be saved since nobody is logged in: its fields are kept in the page.
http::Response show_login_keeping(Visit&, Typed const& typed);
/// The people of a demo store, each with a button that logs in; nothing on a real store.
void demo_people(Html& out, Visit const& visit, Typed const& typed);
/// Logs in as one of them, in the language that is being read.
base::Result<app::LoggedIn> demo_log_in(Visit& visit, Private const& login);
/// Where a half-finished log-in goes on; nullopt when it is complete.
std::optional<Url> unfinished(app::Session const& session);
/// Whether this page of the log-in is the one that comes next: nobody sets a password or a second factor twice by going back.
bool is_due(app::Session const& session, std::string_view path);

// today_pages.cc
http::Response show_today(Visit&, Typed const&);
http::Response show_children(Visit&, Typed const&);
http::Response show_search(Visit&, Typed const&);
/// What was typed is in the request alone: the answer is the page, not an address.
http::Response search(Visit&, Typed const&);
http::Response show_note_children(Visit&, Typed const&);
http::Response show_note(Visit&, Typed const&);
http::Response save_note(Visit&, Typed const&);

// child_page.cc
http::Response show_child(Visit&, Typed const&);
http::Response show_route(Visit&, Typed const&);
http::Response show_route_picture(Visit&, Typed const&);
http::Response show_who_saw(Visit&, Typed const&);

// route_pages.cc
http::Response show_worry(Visit&, Typed const&);
http::Response save_worry(Visit&, Typed const&);
http::Response show_step(Visit&, Typed const&);
http::Response save_step(Visit&, Typed const&);
http::Response show_waive(Visit&, Typed const&);
http::Response save_waive(Visit&, Typed const&);
http::Response show_attempt(Visit&, Typed const&);
http::Response save_attempt(Visit&, Typed const&);
http::Response show_toestemming(Visit&, Typed const&);
http::Response save_toestemming(Visit&, Typed const&);
http::Response show_inform(Visit&, Typed const&);
http::Response save_inform(Visit&, Typed const&);

// plan_pages.cc
http::Response show_plan_van_aanpak(Visit&, Typed const&);
http::Response save_plan_van_aanpak(Visit&, Typed const&);
http::Response show_plan_versions(Visit&, Typed const&);
http::Response show_evaluate(Visit&, Typed const&);
http::Response save_evaluate(Visit&, Typed const&);
http::Response show_close(Visit&, Typed const&);
http::Response save_close(Visit&, Typed const&);
http::Response show_pause(Visit&, Typed const&);
http::Response save_pause(Visit&, Typed const&);
http::Response show_resume(Visit&, Typed const&);
http::Response save_resume(Visit&, Typed const&);
http::Response show_reopen(Visit&, Typed const&);
http::Response save_reopen(Visit&, Typed const&);
http::Response show_adopt(Visit&, Typed const&);
http::Response save_adopt(Visit&, Typed const&);

// question_pages.cc
http::Response show_inbox(Visit&, Typed const&);
http::Response show_question(Visit&, Typed const&);
http::Response show_ask(Visit&, Typed const&);
http::Response save_ask(Visit&, Typed const&);
http::Response show_assign(Visit&, Typed const&);
http::Response save_assign(Visit&, Typed const&);
http::Response show_answer(Visit&, Typed const&);
http::Response save_answer(Visit&, Typed const&);
http::Response show_confirm(Visit&, Typed const&);
http::Response save_confirm(Visit&, Typed const&);

// register_pages.cc
http::Response show_register(Visit&, Typed const&);
http::Response show_people(Visit&, Typed const&);
/// What was typed is in the request alone: the answer is the page, not an address.
http::Response search_people(Visit&, Typed const&);
http::Response show_add_organisation(Visit&, Typed const&);
http::Response save_add_organisation(Visit&, Typed const&);
http::Response show_choose_plan(Visit&, Typed const&);
http::Response save_choose_plan(Visit&, Typed const&);
http::Response show_add_location(Visit&, Typed const&);
http::Response save_add_location(Visit&, Typed const&);
http::Response show_add_group(Visit&, Typed const&);
http::Response save_add_group(Visit&, Typed const&);
http::Response show_add_worker(Visit&, Typed const&);
http::Response save_add_worker(Visit&, Typed const&);
http::Response save_new_code(Visit&, Typed const&);
http::Response save_end_membership(Visit&, Typed const&);
http::Response show_functions(Visit&, Typed const&);
http::Response save_functions(Visit&, Typed const&);

// register_place_pages.cc
http::Response show_location(Visit&, Typed const&);
http::Response save_location(Visit&, Typed const&);
http::Response show_add_closing(Visit&, Typed const&);
http::Response save_add_closing(Visit&, Typed const&);
http::Response show_closing(Visit&, Typed const&);
http::Response save_closing(Visit&, Typed const&);
http::Response save_no_closings(Visit&, Typed const&);
http::Response save_remove_closing(Visit&, Typed const&);
http::Response show_add_card(Visit&, Typed const&);
http::Response save_add_card(Visit&, Typed const&);
http::Response show_partner_card(Visit&, Typed const&);
http::Response save_partner_card(Visit&, Typed const&);
http::Response save_remove_card(Visit&, Typed const&);
http::Response show_add_deelproject(Visit&, Typed const&);
http::Response save_add_deelproject(Visit&, Typed const&);
http::Response show_deelproject(Visit&, Typed const&);
http::Response save_deelproject(Visit&, Typed const&);
http::Response save_remove_deelproject(Visit&, Typed const&);
http::Response show_employment(Visit&, Typed const&);
http::Response save_employment(Visit&, Typed const&);

// register_import_pages.cc
http::Response show_import(Visit&, Typed const&);
http::Response show_import_template(Visit&, Typed const&);
/// Shows what taking the table in would change; writes nothing.
http::Response save_import_look(Visit&, Typed const&);
http::Response save_import(Visit&, Typed const&);

// register_child_pages.cc
http::Response show_register_child(Visit&, Typed const&);
http::Response save_register_child(Visit&, Typed const&);
http::Response show_manage_child(Visit&, Typed const&);
http::Response save_mentor(Visit&, Typed const&);
http::Response save_place(Visit&, Typed const&);
http::Response save_parent(Visit&, Typed const&);
http::Response show_end_placement(Visit&, Typed const&);
http::Response save_end_placement(Visit&, Typed const&);
http::Response show_change_parent(Visit&, Typed const&);
http::Response save_change_parent(Visit&, Typed const&);
http::Response show_erase_child(Visit&, Typed const&);
http::Response save_erase_child(Visit&, Typed const&);

// face_pages.cc
http::Response show_my_face(Visit&, Typed const&);
http::Response save_my_face(Visit&, Typed const&);
http::Response remove_my_face(Visit&, Typed const&);
http::Response remove_face_of_other(Visit&, Typed const&);
http::Response show_face(Visit&, Typed const&);

// whom_pages.cc
http::Response show_whom_to_ask(Visit&, Typed const&);
http::Response show_roles(Visit&, Typed const&);
http::Response show_parents_sheet(Visit&, Typed const&);

// our_plan_pages.cc
http::Response show_our_plan(Visit&, Typed const&);
http::Response show_our_plan_picture(Visit&, Typed const&);
http::Response show_our_plan_file(Visit&, Typed const&);
http::Response show_change_step(Visit&, Typed const&);
http::Response save_change_step(Visit&, Typed const&);
http::Response show_change_rule(Visit&, Typed const&);
http::Response save_change_rule(Visit&, Typed const&);
http::Response show_own_words(Visit&, Typed const&);
http::Response save_own_words(Visit&, Typed const&);
http::Response show_permissions(Visit&, Typed const&);
http::Response save_permissions(Visit&, Typed const&);
http::Response save_switch_on(Visit&, Typed const&);
http::Response save_discard(Visit&, Typed const&);
http::Response show_plan_effect(Visit&, Typed const&);
http::Response save_adopt_plan(Visit&, Typed const&);
http::Response save_take_plan(Visit&, Typed const&);
http::Response save_keep_plan(Visit&, Typed const&);

// people_pages.cc
http::Response show_take_over(Visit&, Typed const&);
http::Response save_take_over(Visit&, Typed const&);
http::Response show_absence(Visit&, Typed const&);
http::Response search_colleague(Visit&, Typed const&);
http::Response save_absence(Visit&, Typed const&);
http::Response save_absence_end(Visit&, Typed const&);
http::Response save_stand_in(Visit&, Typed const&);

// message_pages.cc
http::Response show_messages(Visit&, Typed const&);
http::Response save_messages(Visit&, Typed const&);
http::Response show_waiting_list(Visit&, Typed const&);

// pickup_pages.cc
http::Response show_pickup(Visit&, Typed const&);
http::Response save_told(Visit&, Typed const&);

}  // namespace vlechtwerk::web
