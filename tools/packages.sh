# Sourced by ./start and ./test: which Debian 12 packages are needed, and how they get there.

# The first list is all that running needs; docs/decisions/0004-dependencies.md says why each.
run_packages=(g++ cmake ninja-build pkg-config libboost1.81-dev libsqlite3-dev libpq-dev libsodium-dev liboath-dev libssl-dev
  libtomlplusplus-dev nlohmann-json3-dev libfmt-dev libspdlog-dev libcli11-dev libexpected-dev libhowardhinnant-date-dev libicu-dev
  libqrencode-dev libcurl4-openssl-dev libturbojpeg0-dev libmimalloc-dev ca-certificates tzdata)
test_packages=(libgtest-dev librapidcheck-dev libbenchmark-dev gettext postgresql-15 chromium-headless-shell nodejs clang-14
  libclang-rt-14-dev clang-tidy-14 clang-format-14 python3)

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# missing_packages NAME...: prints the names that dpkg does not know as installed.
missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
  done
}

# need_packages NAME...: installs what is missing, or says in one sentence what to do.
# No daemon is started by an installation: a package that brings a server asks policy-rc.d, which says no meanwhile.
need_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail "This needs Debian 12 (bookworm): the commands dpkg-query and apt-get are not here."
  local missing log policy=/usr/sbin/policy-rc.d own_policy=no status=0
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || fail "These packages are missing: ${missing% }. Start this command as root, or install them with apt-get first."
  if ! grep -q '^VERSION_CODENAME=bookworm' /etc/os-release 2>/dev/null; then
    say "This is not Debian 12 (bookworm), the system that Vlechtwerk is tested on. Trying all the same."
  fi
  say "Installing $(wc -w <<<"$missing") packages with apt-get. This needs the network and takes one to five minutes."
  log=$(mktemp)
  if [ ! -e $policy ]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  # shellcheck disable=SC2086 # the names are split on purpose
  { DEBIAN_FRONTEND=noninteractive apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } \
    >"$log" 2>&1 </dev/null || status=$?
  [ $own_policy = no ] || rm -f $policy
  if [ $status != 0 ]; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: ${missing% }. Its last lines are above. Is the network up, and does /etc/apt name a Debian 12 mirror?"
  fi
  rm -f "$log"
}

# build_jobs: one compilation per processor, but only as many as memory holds (about 1.2 GB each).
build_jobs() {
  local by_memory processors
  by_memory=$(awk '/^MemAvailable/ { print int($2 / 1200000) }' /proc/meminfo)
  processors=$(nproc)
  [ "$by_memory" -ge 1 ] || by_memory=1
  echo $((by_memory < processors ? by_memory : processors))
}

# build PRESET TARGET...: configures when needed and builds.
build() {
  local preset=$1
  shift
  if [ ! -e "build/$preset/build.ninja" ] || [ CMakePresets.json -nt "build/$preset/build.ninja" ]; then
    cmake --preset "$preset" >"build-$preset.log" 2>&1 || {
      tail -n 20 "build-$preset.log" >&2
      rm -f "build-$preset.log"
      fail "cmake could not configure the build. Its last lines are above."
    }
    rm -f "build-$preset.log"
  fi
  ninja -C "build/$preset" -j "$(build_jobs)" "$@"
}
