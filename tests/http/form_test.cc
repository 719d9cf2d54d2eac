#include "http/form.h"

#include <gtest/gtest.h>

namespace vlechtwerk::http {
namespace {

using namespace std::string_literals;

std::string code_of_form(std::string_view text, FormLimits const& limits = {}) {
  auto const fields = parse_urlencoded(text, limits);
  return fields ? "" : fields.error().code;
}

std::string example_multipart() {
  return "--XX\r\nContent-Disposition: form-data; name=\"tekst\"\r\n\r\nregel 1\r\n--X\r\n\r\n--XX\r\n"
         "Content-Disposition: form-data; name=\"leeg\"\r\n\r\n\r\n--XX\r\n"
         "Content-Disposition: form-data; name=\"foto\"; filename=\"a;b.png\"\r\n"
         "Content-Type: image/png\r\n\r\n\x89PNG\r\n\0\xff\r\n--XX--\r\n"s;
}

base::Result<MultipartForm> read_multipart(std::string_view body, std::size_t step, FormLimits const& limits = {}) {
  MultipartReader reader("XX", limits);
  for (std::size_t i = 0; i < body.size(); i += step) {
    if (auto fed = reader.feed(body.substr(i, step)); !fed) return tl::unexpected(fed.error());
  }
  return reader.finish();
}

std::string code_of_multipart(std::string_view body, FormLimits const& limits = {}) {
  auto const form = read_multipart(body, body.size() + 1, limits);
  return form ? "" : form.error().code;
}

TEST(Urlencoded, KeepsOrderAndRepeatedNames) {
  auto const fields = parse_urlencoded("b=2&a=1&&b=%33+x&c&=v");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields, (Fields{{"b", "2"}, {"a", "1"}, {"b", "3 x"}, {"c", ""}, {"", "v"}}));
  EXPECT_EQ(fields->all("b").size(), 2U);
  EXPECT_EQ(fields->get("d"), std::nullopt);
}

TEST(Urlencoded, ReadsBackWhatItWrites) {
  std::string every;
  for (int c = 1; c < 128; ++c) every += static_cast<char>(c);
  Fields const fields{{every, "ë€😀"}, {"x", every}};
  EXPECT_EQ(parse_urlencoded(write_urlencoded(fields)), fields);
}

TEST(Urlencoded, SaysWhyItRefuses) {
  EXPECT_EQ(code_of_form("a=%"), "form_escape");
  EXPECT_EQ(code_of_form("a%g0=1"), "form_escape");
  EXPECT_EQ(code_of_form("a=%ff"), "form_utf8");
  EXPECT_EQ(code_of_form("%ff=a"), "form_utf8");
  EXPECT_EQ(code_of_form("a=%00"), "form_nul");
  EXPECT_EQ(code_of_form("a=1&b=2", {.fields = 1}), "form_too_many_fields");
  EXPECT_EQ(code_of_form("abc=1", {.name_bytes = 2}), "form_name_too_long");
  EXPECT_EQ(code_of_form("a=123", {.value_bytes = 2}), "form_value_too_long");
  EXPECT_EQ(code_of_form("ab=12", {.fields = 1, .name_bytes = 2, .value_bytes = 2}), "");
  EXPECT_EQ(parse_urlencoded("naam=%ff").error().field, "naam");
}

TEST(Utf8, AcceptsTextAndRefusesWhatOnlyLooksLikeIt) {
  for (auto const* good : {"", "a", "ë", "€", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) EXPECT_TRUE(valid_utf8(good)) << good;
  for (auto const* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xE2\x82", "\xFF"}) {
    EXPECT_FALSE(valid_utf8(bad));
  }
}

TEST(Multipart, IsTheSameInPiecesOfAnySize) {
  auto const body = example_multipart();
  for (std::size_t step = 1; step <= body.size(); ++step) {
    auto const form = read_multipart(body, step);
    ASSERT_TRUE(form) << step << " " << form.error().code;
    EXPECT_EQ(form->fields, (Fields{{"tekst", "regel 1\r\n--X\r\n"}, {"leeg", ""}}));
    ASSERT_EQ(form->uploads.size(), 1U);
    EXPECT_EQ(form->uploads[0].field, "foto");
    EXPECT_EQ(form->uploads[0].filename, "a;b.png");
    EXPECT_EQ(form->uploads[0].content_type, "image/png");
    EXPECT_EQ(form->uploads[0].bytes, "\x89PNG\r\n\0\xff"s);
  }
}

TEST(Multipart, EveryCutBeforeTheLastBoundaryIsNoticed) {
  auto const body = example_multipart();
  for (std::size_t size = 0; size < body.size() - 2; ++size)
    EXPECT_EQ(code_of_multipart(body.substr(0, size)), "multipart_malformed") << size;
}

TEST(Multipart, SaysWhyItRefuses) {
  auto const part = [](std::string const& headers, std::string const& value) {
    return "--XX\r\n" + headers + "\r\n\r\n" + value + "\r\n--XX--";
  };
  std::string const named = "Content-Disposition: form-data; name=\"a\"";
  EXPECT_EQ(code_of_multipart(part(named, "1")), "");
  EXPECT_EQ(code_of_multipart(part(named, "\xff")), "form_utf8");
  EXPECT_EQ(code_of_multipart(part(named, "\0"s)), "form_nul");
  EXPECT_EQ(code_of_multipart(part(named + "; filename=\"x\"", "\xff\0"s)), "");
  EXPECT_EQ(code_of_multipart(part(named + "; filename=\"\xff\"", "")), "form_utf8");
  EXPECT_EQ(code_of_multipart(part(named, "123"), {.value_bytes = 2}), "form_value_too_long");
  EXPECT_EQ(code_of_multipart(part(named + "; filename=x", "123"), {.file_bytes = 2}), "multipart_file_too_large");
  EXPECT_EQ(code_of_multipart(part(named, "1"), {.fields = 0}), "form_too_many_fields");
  EXPECT_EQ(code_of_multipart(part(named + "\r\n" + named, "1")), "multipart_malformed");
  EXPECT_EQ(code_of_multipart(part("Content-Disposition: form-data", "1")), "multipart_malformed");
  EXPECT_EQ(code_of_multipart(part("Content-Disposition: attachment; name=\"a\"", "1")), "multipart_malformed");
  EXPECT_EQ(code_of_multipart(part("no colon", "1")), "multipart_malformed");
  EXPECT_EQ(code_of_multipart(part(named + "\r\nX: " + std::string(5'000, 'x'), "1")), "multipart_malformed");
  EXPECT_EQ(code_of_multipart("--XXjunk"), "multipart_malformed");
}

TEST(Multipart, TheBoundaryComesFromAnHonestContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=x; BOUNDARY=\"a b\""), "a b");
  for (auto const* bad :
       {"multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=abc", "multipart/form-data; boundary=\"abc"}) {
    EXPECT_EQ(multipart_boundary(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
}

TEST(Form, AMultipartPostGivesFieldsAndUploads) {
  auto request = post_request("/x", {});
  request.headers.set("Content-Type", "multipart/form-data; boundary=XX");
  request.body = example_multipart();
  ASSERT_TRUE(derive(request));
  EXPECT_EQ(request.form().text("tekst"), "regel 1\r\n--X\r\n");
  EXPECT_EQ(request.uploads.size(), 1U);
}

}  // namespace
}  // namespace vlechtwerk::http
