#!/bin/sh
# Every member of a public aggregate has an initialiser: what a designated initialiser leaves out
# would bring a warning (-Wextra) without.
#   sh members.sh FOLDER
find "$1" -name '*.hpp' | sort | xargs awk '
  FNR == 1 { hidden = inside = 0 }
  /^namespace .*detail/ { hidden = 1 }
  /^}  \/\/ namespace/ { hidden = 0 }
  /^struct [A-Za-z]+.* \{$/ { inside = !hidden; name = $2; found = "" }
  !inside { next }
  { line = $0; sub(/ *\/\/.*/, "", line) }
  line ~ "^  (explicit |constexpr )*" name "\\(" { inside = 0 }  # has a constructor
  line ~ /^  [A-Za-z_:][A-Za-z0-9_:<>,*& ]* [a-z_0-9]+(, [a-z_0-9]+)*;$/ &&
    line !~ /^  (using|friend|static|return|typedef) / {
    found = found FILENAME ":" FNR ": needs an initialiser:" line "\n" }
  /^};/ { printf "%s", found; if (found) wrong = 1; inside = 0 }
  END { exit wrong }'
