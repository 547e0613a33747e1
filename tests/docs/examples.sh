# Writes a test program of the examples in the headers' docstrings. An example is `/// Example: ` and
# code in backquotes: statements, which are run, and behind the last semicolon, if anything, what must
# hold. Each header that documents what is public has one.
#   sh examples.sh include/angka PROGRAM.cpp
exec >"$2" || exit 1
cd "$1" || exit 1
cat <<'END'
#include "docs/examples.hpp"
END
find . -name '*.hpp' | LC_ALL=C sort | sed 's|^\./||' | xargs awk '
  function finish() {
    if (public && !examples) {
      print header ": no `/// Example:`" > "/dev/stderr"
      bad = 1
    }
  }
  # Splits at the last semicolon that stands in no braces.
  function write(code,   i, c, depth, end) {
    end = depth = 0
    for (i = 1; i <= length(code); ++i) {
      c = substr(code, i, 1)
      depth += (c == "{") - (c == "}")
      if (c == ";" && !depth) end = i
    }
    print "#include <angka/" header ">\nTEST_CASE_FIXTURE(Given, \"" header ":" FNR "\") {"
    if (end) print "  " substr(code, 1, end)
    if (substr(code, end + 1) ~ /[^ ]/) print "  CHECK((" substr(code, end + 1) "));"
    print "}"
    ++examples
  }
  FNR == 1 { finish(); header = FILENAME; hidden = public = documented = examples = 0; code = "" }
  /^namespace .*detail/ { hidden = 1 }
  /^}  \/\/ namespace .*detail/ { hidden = 0 }
  { line = $0 }
  /^ *\/\/\/ / && !hidden {
    documented = /^\/\/\/ /
    sub(/^ *\/\/\/ /, "", line)
    if (code != "") code = code " " line
    else if (match(line, /Example: `/)) code = substr(line, RSTART + 10)
    if (code != "" && index(code, "`")) {
      write(substr(code, 1, index(code, "`") - 1))
      code = ""
    }
    next
  }
  documented && /^[A-Za-z\[]/ { public = 1 }
  { documented = 0 }
  END { finish(); exit bad }'
