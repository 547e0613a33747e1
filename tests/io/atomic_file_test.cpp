#include <doctest/doctest.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <angka/io/atomic_file.hpp>

#include "files.hpp"

namespace fs = std::filesystem;
using angka::FileError;
using angka::write_file_atomically;

namespace {

/// What the error says was found; empty when the file was written.
std::string failure(const fs::path& path, const std::string& text = "new") {
  try {
    write_file_atomically(path, text);
  } catch (const FileError& error) {
    CHECK(error.file() == path.string());
    CHECK(error.found() != "");
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
    return error.found();
  }
  return "";
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("a file is written whole, new or in place of another") {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  std::string text(3'000'000, 'x');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i % 251);
  for (const std::string& next : {std::string("old"), text, std::string("short"), std::string()}) {
    CHECK(failure(path, next) == "");
    CHECK(content(path) == next);
    CHECK(folder.entries() == 1);
  }
  const std::vector<std::uint8_t> bytes{0, 255, 10, 13};
  write_file_atomically(path, bytes);
  CHECK(content(path) == std::string("\0\xFF\n\r", 4));
}

TEST_CASE("a relative path, and a name as long as the system allows") {
  const TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  CHECK(failure("model") == "");
  CHECK(failure(std::string(255, 'n')) == "");
  fs::current_path(before);
  CHECK(content(folder / "model") == "new");
  CHECK(content(folder / std::string(255, 'n')) == "new");
  CHECK(folder.entries() == 2);
}

TEST_CASE("a new file gets the usual mode, an existing one keeps its own") {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  CHECK(failure(folder / "new") == "");
  CHECK(mode_of(folder / "new") == 0640);
  for (const mode_t mode : {mode_t{0600}, mode_t{0666}}) {
    put(folder / "old", "old");
    REQUIRE(::chmod((folder / "old").c_str(), mode) == 0);
    CHECK(failure(folder / "old") == "");
    CHECK(content(folder / "old") == "new");
    CHECK(mode_of(folder / "old") == mode);
  }
  ::umask(before);
}

TEST_CASE("a link stays a link: the file that it names is replaced") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  put(folder / "elsewhere/file", "old");
  fs::create_symlink("elsewhere/file", folder / "link");
  CHECK(failure(folder / "link") == "");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(content(folder / "elsewhere/file") == "new");
  CHECK(folder.entries() == 2);
}

TEST_CASE("what isn't a file is refused or written to, never replaced") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "folder");
  CHECK(failure(folder / "folder") == "Is a directory");
  CHECK(fs::is_directory(folder / "folder"));
  CHECK(failure(folder / "missing/model") == "No such file or directory");
  CHECK(failure(folder / "missing/") == "No such file or directory");
  CHECK(failure("") == "No such file or directory");
  put(folder / "file", "old");
  CHECK(failure(folder / "file/model") == "Not a directory");
  CHECK(content(folder / "file") == "old");
  CHECK(folder.entries() == 2);

  fs::create_symlink("/dev/full", folder / "full");
  const WithoutPrivileges user;  // who couldn't harm the devices
  CHECK(failure("/dev/null") == "");
  CHECK(fs::is_character_file("/dev/null"));
  if (!fs::is_character_file("/dev/full")) return;
  CHECK(failure("/dev/full") == "No space left on device");
  CHECK(failure(folder / "full") == "No space left on device");
  CHECK(fs::is_symlink(folder / "full"));
}

TEST_CASE("a pipe takes the bytes") {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::string read;
  std::thread reader([&] { read = content(pipe); });
  CHECK(failure(pipe, std::string(200'000, 'p')) == "");
  reader.join();
  CHECK(read == std::string(200'000, 'p'));
  CHECK(fs::is_fifo(pipe));
}

TEST_CASE("a name of several lines makes an error of one") {
  const TemporaryFolder folder;
  try {
    write_file_atomically(folder / "no\nfolder/model", "new");
    FAIL("not refused");
  } catch (const FileError& error) {
    CHECK(error.file() == (folder / "no\\x0afolder/model").string());
  }
}

TEST_CASE("without permission nothing changes") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "closed");
  put(folder / "closed/old", "old");
  REQUIRE(::chmod((folder / "closed/old").c_str(), 0666) == 0);
  REQUIRE(::chmod((folder / "closed").c_str(), 0555) == 0);
  fs::create_directory(folder / "open");
  put(folder / "open/locked", "old");
  REQUIRE(::chmod((folder / "open").c_str(), 0777) == 0);
  REQUIRE(::chmod((folder / "open/locked").c_str(), 0444) == 0);
  {
    const WithoutPrivileges user;
    CHECK(failure(folder / "closed/new") == "Permission denied");
    CHECK(failure(folder / "closed/old") == "Permission denied");
    CHECK(failure(folder / "open/locked") == "Permission denied");
    CHECK(failure(folder / "open/new") == "");
  }
  REQUIRE(::chmod((folder / "closed").c_str(), 0755) == 0);
  CHECK(content(folder / "closed/old") == "old");
  CHECK(content(folder / "open/locked") == "old");
  CHECK(content(folder / "open/new") == "new");
  CHECK(std::distance(fs::directory_iterator(folder / "closed"), {}) == 1);
  CHECK(std::distance(fs::directory_iterator(folder / "open"), {}) == 2);
}

TEST_CASE("a write that fails midway leaves the old file and nothing else") {
  const TemporaryFolder folder;
  put(folder / "model", "old");
  struct rlimit before {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto* const handler = ::signal(SIGXFSZ, SIG_IGN);
  std::vector<std::string> found;
  for (const rlim_t limit : {rlim_t{0}, rlim_t{1}, rlim_t{4096}, rlim_t{9999}}) {
    const struct rlimit small { limit, before.rlim_max };
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    std::string text;
    try {
      write_file_atomically(folder / "model", std::string(10'000, 'x'));
    } catch (const FileError& error) {
      text = error.found();
    }
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK(text == "File too large");
    CHECK(content(folder / "model") == "old");
    CHECK(folder.entries() == 1);
  }
  ::signal(SIGXFSZ, handler);
}

TEST_CASE("killed at any moment, the file is whole") {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  constexpr std::size_t size = 1 << 20;
  put(path, std::string(size, 'a'));
  for (int round = 0; round < 12; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (;;)
        for (const char c : {'b', 'c'}) write_file_atomically(path, std::string(size, c));
    }
    ::usleep(static_cast<useconds_t>(3000 + 1700 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    const std::string now = content(path);
    CHECK(now.size() == size);
    CHECK(now == std::string(now.size(), now[0]));
  }
}

TEST_CASE("two writers and a reader of one file") {
  const TemporaryFolder folder;
  const fs::path path = folder / "model";
  constexpr std::size_t size = 100'000;
  put(path, std::string(size, '0'));
  const auto write = [&](char c) {
    for (int i = 0; i < 20; ++i) write_file_atomically(path, std::string(size, c));
  };
  std::thread first(write, '1'), second(write, '2');
  bool whole = true;
  for (int i = 0; i < 100; ++i) {
    const std::string now = content(path);
    whole = whole && now.size() == size && now == std::string(size, now[0]);
  }
  first.join();
  second.join();
  CHECK(whole);
  CHECK(folder.entries() == 1);
  CHECK(content(path)[0] != '0');
}
