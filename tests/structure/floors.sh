# Checks that a header includes only from its own folder or from a lower floor, and that no headers
# include each other in a circle.
# usage: sh floors.sh include/angka
cd "$1" || exit 1
status=0
find . -name '*.hpp' | LC_ALL=C sort | xargs grep -n '^ *# *include *[<"]' /dev/null | awk '
  # The folder and the floor of a header, given as core/shape.hpp or network.hpp. Headers beside
  # network.hpp and model.hpp that have no floor of their own stand between the two.
  function folder_of(header) {
    if (header ~ /\//) return substr(header, 1, index(header, "/") - 1)
    return header in floors ? header : "parts of the model"
  }
  function floor_of(header) {
    return folder_of(header) in floors ? floors[folder_of(header)] : -1
  }
  function complain(text) { print where ": " text; bad = 1 }
  BEGIN {
    floors["core"] = 0
    n = split("layers losses optimizers metrics augment data", names, " ")
    for (i = 1; i <= n; ++i) floors[names[i]] = 1
    floors["network.hpp"] = 2
    floors["parts of the model"] = 2.5
    floors["model.hpp"] = 3
    floors["reading"] = 4
    floors["io"] = 4
    floors["report"] = 5
    floors["angka.hpp"] = 6
  }
  {
    split($0, part, ":")
    where = part[1] ":" part[2]
    header = substr(part[1], 3)
    target = $0
    sub(/.*include *[<"]/, "", target)
    sub(/[>"].*/, "", target)
    quoted = $0 ~ /include *"/
    ++seen
    if (floor_of(header) < 0) complain("no floor is known for " header)
    else if (quoted) complain("include as <angka/...>, not \"" target "\"")
    else if (sub(/^angka\//, "", target)) {
      if (floor_of(target) < 0) complain("no floor is known for " target)
      else if (folder_of(header) != folder_of(target) && floor_of(target) >= floor_of(header))
        complain(header " (floor " floor_of(header) ") may not include " target " (floor " \
                 floor_of(target) ")")
    }
  }
  END {
    if (!seen) { print "no header found"; bad = 1 }
    exit bad
  }' || status=1

# A line "FILE INCLUDED" for each include; tsort finds circles.
find . -name '*.hpp' | xargs grep '^ *# *include *<angka/' /dev/null |
  sed 's|^\./\([^:]*\):.*<angka/\([^>]*\)>.*|\1 \2|' | tsort >/dev/null || status=1
exit $status
