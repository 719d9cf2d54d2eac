#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace vlechtwerk::http {

/// A client that sends whatever bytes a test likes.
class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto const* generic = static_cast<sockaddr const*>(static_cast<void const*>(&address));
    connected_ = ::connect(socket_, generic, sizeof address) == 0;
  }
  Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  Wire(Wire const&) = delete;
  ~Wire() {
    if (socket_ >= 0) ::close(socket_);
  }
  [[nodiscard]] bool connected() const { return connected_; }

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// One answer with a Content-Length; empty when the connection ended or nothing came for `patience`.
  std::string answer(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    for (;;) {
      auto const head = received_.find("\r\n\r\n");
      if (head != std::string::npos) {
        auto const field = received_.find("Content-Length: ");
        auto const size = field < head ? std::stoul(received_.substr(field + 16)) : 0;
        if (received_.size() >= head + 4 + size) {
          auto const whole = received_.substr(0, head + 4 + size);
          received_.erase(0, whole.size());
          return whole;
        }
      }
      if (!receive(patience)) return {};
    }
  }
  /// Everything until the server closes; `closed` tells whether it did within `patience`.
  std::string rest(bool* closed = nullptr, std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    while (receive(patience)) {
    }
    if (closed != nullptr) *closed = ended_;
    return std::exchange(received_, {});
  }

 private:
  bool receive(std::chrono::milliseconds patience) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    char bytes[8'192];
    auto const size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size <= 0) {
      ended_ = true;
      return false;
    }
    received_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string received_;
};

inline int status_of(std::string const& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }

/// Resident memory of this process in megabytes.
inline long resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  long total = 0;
  long resident = 0;
  file >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE) / 1'000'000;
}

}  // namespace vlechtwerk::http
