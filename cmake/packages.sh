#!/bin/sh
# Installs those of the named Debian packages that the machine lacks and its system offers. Without
# apt it says what to install, and fails only if CMake or a compiler is missing, since CMake
# downloads the libraries that it doesn't find. What the program `digits` is built with is always among them.
# usage: sh packages.sh [PACKAGE...]

set -- cmake ninja-build g++ libeigen3-dev libstb-dev zlib1g-dev nlohmann-json3-dev libcli11-dev \
  libprotozero-dev libwebp-dev libheif-dev "$@"

installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

ready() {
  command -v cmake >/dev/null || return 1
  for compiler in c++ g++ clang++; do
    command -v $compiler >/dev/null && return 0
  done
  return 1
}

# Ends the script, well if what is there is enough to build.
end_with_what_is_there() {
  ready && exit 0
  echo "CMake or a C++ compiler is missing; install them and run this again."
  exit 1
}

advise() {
  echo "This needs CMake 3.22, a C++20 compiler (g++ 11 or clang++ 14, or newer) and these libraries;"
  echo "those that are missing are downloaded when it is built. To install all of them:"
  echo "  Debian, Ubuntu  sudo apt-get install $1"
  echo "  Fedora          sudo dnf install cmake ninja-build gcc-c++ eigen3-devel stb-devel zlib-devel json-devel doctest-devel cli11-devel libwebp-devel libheif-devel"
  echo "  Arch            sudo pacman -S --needed cmake ninja gcc eigen stb zlib nlohmann-json doctest cli11 libwebp libheif"
  echo "  macOS           brew install cmake ninja eigen nlohmann-json doctest cli11 webp libheif"
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  command -v ninja >/dev/null && ready && exit 0
  advise "$*"
  end_with_what_is_there
fi

wanted=
for package; do
  installed "$package" || wanted="$wanted $package"
done
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  advise "$*"
  ready && exit 0
  echo "Neither root nor sudo; install what is missing and run this again."
  exit 1
fi

$as_root apt-get -qq update || echo "The list of packages could not be renewed; going on with the old one."
names=
for package in $wanted; do
  if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
    names="$names $package"
  else
    echo "Not offered by this system: $package"
  fi
done
[ -n "$names" ] || exit 0
apt_install() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >/dev/null
}
echo "Installing:$names"
# shellcheck disable=SC2086
apt_install $names && exit 0
echo "Not possible together; now one by one."
for package in $names; do
  apt_install "$package" || echo "Could not be installed: $package"
done
end_with_what_is_there
