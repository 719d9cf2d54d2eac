// Any bytes as a photo: nothing crashes; what is refused gets a sentence; what is taken is a JPEG that is taken again.
#include <cstdlib>

#include "platform/picture.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static vlechtwerk::platform::JpegPictures const pictures;
  auto const made = pictures.face({reinterpret_cast<char const*>(data), size});
  if (!made) {
    if (made.error().message.msgid.empty()) std::abort();
    return 0;
  }
  if (!pictures.face({reinterpret_cast<char const*>(made->data()), made->size()})) std::abort();
  return 0;
}
