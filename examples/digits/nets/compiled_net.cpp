#include "compiled_net.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/io/atomic_file.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <system_error>
#include <thread>
#include <vector>

#include "compiler.hpp"
#include "console/cpu.hpp"
#include "console/fingerprint.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/user_cache.hpp"
#include "headers.hpp"
#include "recipes.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_kept = 40;
constexpr rlim_t most_seconds = 600;
constexpr rlim_t most_memory = rlim_t{8} << 30;

std::vector<std::string> list_of(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream stream(list);
  for (std::string word; std::getline(stream, word, ';');)
    if (!word.empty()) words.push_back(word);
  return words;
}

/// All words but the files'.
std::vector<std::string> compiler_words() {
  std::vector<std::string> words{compiler_path};
  for (const std::string& flag : list_of(compiler_flags)) words.push_back(flag);
  for (const std::string& option : list_of(compiler_options)) words.push_back(option);
  for (const std::string& name : list_of(compiler_definitions)) words.push_back("-D" + name);
  for (const std::string& folder : list_of(compiler_includes)) words.push_back("-I" + folder);
  words.insert(words.end(), {"-w", "-fPIC", "-shared"});
#if defined(__APPLE__)  // what loads stands in the program, and is found when the net is opened
  words.push_back("-Wl,-undefined,dynamic_lookup");
#endif
  return words;
}

/// The folder of the compiler's include folders that holds `file`, or nothing.
std::optional<fs::path> include_folder(const char* file) {
  std::error_code error;
  for (const std::string& folder : list_of(compiler_includes))
    if (fs::exists(fs::path(folder) / file, error)) return folder;
  return std::nullopt;
}

/// With those of the last dense layer.
std::int64_t parameters_of(const Architecture& net, int classes) {
  return net.parameters + (std::int64_t{net.last_size} + 1) * classes;
}

std::string source_of(const Architecture& net, int classes) {
  std::string values;
  for (const float value : net.values) {
    char text[40];
    std::snprintf(text, sizeof text, "%s%af", values.empty() ? "" : ", ", double{value});
    values += text;
  }
  return "#include \"nets/classifier_of.hpp\"\n\n"
         "using OwnNet = angka::Network<angka::Input<1, 28, 28>, " +
         net.layers + ", angka::Dense<" + std::to_string(classes) +
         ">>;\n"
         "static_assert(OwnNet::parameter_count == " +
         std::to_string(parameters_of(net, classes)) +
         ");\n\n"
         "extern \"C\" Classifier* make_net(const ModelSettings& settings) {\n"
         "  return new ClassifierOf<OwnNet>(settings, {" +
         values + "});\n}\n";
}

/// All that a compiled net depends on, as remarks below its source.
std::string basis(const std::vector<std::string>& words) {
  std::string text = "// " + cpu_info("flags") + cpu_info("Features") + '\n';
  for (const std::string& word : words) text += "// " + word + '\n';
  std::error_code error;
  const fs::path compiler = words.front();
  text += "// " + fs::canonical(compiler, error).string() + ' ' +
          std::to_string(fs::file_size(compiler, error)) + ' ' +
          std::to_string(fs::last_write_time(compiler, error).time_since_epoch().count()) + '\n';
  text += std::string("// ") + compiler_headers + '\n';
  return text;
}

/// Starts a program, as the leader of a group, whose output goes to `log`.
pid_t start(const std::vector<std::string>& words, const fs::path& log) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) {
    if (child > 0) setpgid(child, child);  // both do, since either may be first
    return child;
  }
  setpgid(0, 0);
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0) {
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
  }
  const rlimit seconds{most_seconds, most_seconds}, memory{most_memory, most_memory};
  setrlimit(RLIMIT_CPU, &seconds);
  setrlimit(RLIMIT_AS, &memory);
  execv(arguments[0], arguments.data());
  _exit(127);
}

/// The first line of a compiler's output that tells of an error.
std::string first_error(const fs::path& log) {
  std::ifstream file(log);
  std::string line, first;
  while (std::getline(file, line)) {
    if (line.find("error") != line.npos) return line.substr(0, 300);
    if (first.empty()) first = line.substr(0, 300);
  }
  return first;
}

void compile_into(std::vector<std::string> words, const fs::path& source, const fs::path& library,
                  const std::string& name, const Compiling& how) {
  const Texts& t = how.texts;
  const std::string unique = '.' + std::to_string(getpid());
  const fs::path made = library.string() + unique, log = source.string() + unique + ".log";
  words.insert(words.end(), {"-o", made.string(), source.string()});
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() -
                                                            begin)
        .count();
  };
  const bool line = !how.quiet && isatty(STDERR_FILENO) != 0;
  if (!how.quiet) std::cerr << fill(t.compiling_net, name) << (line ? "" : "\n") << std::flush;
  const InterruptGuard interrupt;
  const pid_t compiler = start(words, log);
  int status = 0;
  while (compiler > 0 && waitpid(compiler, &status, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (line)
      std::cerr << '\r' << fill(t.compiling_net, name) << ' ' << seconds() << " s" << std::flush;
    if (interrupt.received() || seconds() > static_cast<std::int64_t>(most_seconds))
      kill(-compiler, SIGKILL);
  }
  if (line) std::cerr << "\r\033[K" << std::flush;
  std::error_code error;
  if (compiler <= 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string why = first_error(log);
    fs::remove(log, error);
    fs::remove(made, error);
    interrupt.check(t);
    angka::raise(angka::Error(fill(t.not_compiled, name, why.empty() ? compiler_path : why)));
  }
  fs::remove(log, error);
  fs::rename(made, library);
}

/// Nets that were chosen, so that each is loaded once.
const Net& loaded_net(const Architecture& architecture, int classes, const Compiling& how) {
  static std::deque<Net> nets;
  for (const Net& net : nets)
    if (net.name == architecture.name && net.text == architecture.text && net.classes == classes)
      return net;
  nets.push_back(compiled_net(architecture, classes, how));
  return nets.back();
}

}  // namespace

Net compiled_net(const Architecture& architecture, int classes, const Compiling& how) {
  const Texts& t = how.texts;
  const auto headers = include_folder("angka/angka.hpp");
  const auto nets = include_folder("nets/classifier_of.hpp");
  if (access(compiler_path, X_OK) != 0 || !headers || !nets) {
    std::string built_in;
    for (const std::string& name : net_names()) built_in += (built_in.empty() ? "" : ", ") + name;
    angka::raise(angka::Error(fill(t.no_compiler, architecture.name, compiler_path, built_in)));
  }
  if (headers_fingerprint(*headers / "angka", *nets / "nets") != compiler_headers)
    angka::raise(angka::Error(fill(t.other_headers, architecture.name, headers->string())));
  const std::vector<std::string> words = compiler_words();
  const std::string source = source_of(architecture, classes) + '\n' + basis(words);
  const fs::path folder = cache_folder("nets", t);
  const fs::path place = folder / fingerprint(source);
  const fs::path source_file = place.string() + ".cpp", library = place.string() + ".so";
  std::error_code error;
  const bool known = fs::exists(library, error) && fs::exists(source_file, error) &&
                     read_text(source_file) == source;
  if (!known) {
    if (!how.allowed) angka::raise(angka::SettingError(fill(t.needs_compile, architecture.name)));
    angka::write_file_atomically(source_file.string(), source);
    compile_into(words, source_file, library, architecture.name, how);
    keep_newest(folder, ".so", most_kept);
  } else {
    touch(library);
  }
  void* const loaded = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  using Make = Classifier* (*)(const ModelSettings&);
  const auto make = loaded ? reinterpret_cast<Make>(dlsym(loaded, "make_net")) : nullptr;
  if (!make) {
    const char* why = dlerror();
    fs::remove(library, error);
    angka::raise(angka::Error(fill(t.not_compiled, architecture.name, why ? why : "")));
  }
  Net net{.name = architecture.name,
          .parameters = static_cast<int>(parameters_of(architecture, classes)),
          .has_dropout = !architecture.dropout_rates.empty(),
          .few = small_few,
          .many = small_many,
          .make = [make](const ModelSettings& s) { return std::unique_ptr<Classifier>(make(s)); },
          .text = architecture.text,
          .classes = classes};
  if (const Net* built_in = find_net(architecture.name)) {
    net.few = built_in->few;
    net.many = built_in->many;
  } else {
    const auto& rates = architecture.dropout_rates;
    const bool same =
        std::all_of(rates.begin(), rates.end(), [&](double rate) { return rate == rates.front(); });
    for (Recipe* recipe : {&net.few, &net.many}) {
      if (rates.empty())
        recipe->dropout = 0;
      else if (same)
        recipe->dropout = rates.front();
      else
        recipe->dropout.reset();
    }
  }
  return net;
}

const Net& choose_net(const std::string& name, int classes, const Compiling& how) {
  const Net* built_in = find_net(name);
  if (built_in && classes == built_in->classes) return *built_in;
  if (built_in)
    return loaded_net(parse_architecture(built_in->text, name, name, how.texts), classes, how);
  const Architecture own = read_architecture(name, how.texts);
  if (find_net(own.name)) angka::raise(angka::FileError(name, how.texts.another_name, own.name));
  return loaded_net(own, classes, how);
}

bool net_has_dropout(const std::string& name, const Texts& texts) {
  if (const Net* built_in = find_net(name)) return built_in->has_dropout;
  return !read_architecture(name, texts).dropout_rates.empty();
}

const Net& saved_net(const std::string& name, const std::string& text, int classes,
                     const Compiling& how) {
  const Net* built_in = find_net(name);
  if (built_in && text.empty()) return choose_net(name, classes, how);
  Compiling careful = how;
  careful.allowed = how.allowed || (built_in && built_in->text == text);
  return loaded_net(parse_architecture(text, name, name, how.texts), classes, careful);
}
