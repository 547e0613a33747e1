# Checks that a header includes only from its own folder or from a lower floor.
# usage: sh floors.sh include/angka
cd "$1" || exit 1
find . -name '*.hpp' | LC_ALL=C sort | xargs grep -n '^ *# *include *[<"]' /dev/null | awk '
  # The floor of a header, given as core/shape.hpp or network.hpp.
  function floor_of(header) {
    folder = header
    if (!sub(/\/.*/, "", folder)) folder = header
    if (folder == "angka.hpp") return 9
    return folder in floors ? floors[folder] : -1
  }
  function folder_of(header) {
    return header ~ /\// ? substr(header, 1, index(header, "/") - 1) : header
  }
  function complain(text) { print where ": " text; bad = 1 }
  BEGIN {
    floors["core"] = 0
    n = split("layers losses optimizers metrics augment data", names, " ")
    for (i = 1; i <= n; ++i) floors[names[i]] = 1
    floors["network.hpp"] = 2
    floors["fit.hpp"] = 2
    floors["training_step.hpp"] = 2.5
    floors["summary.hpp"] = 2.5
    floors["model.hpp"] = 3
    floors["io"] = 4
    floors["report"] = 5
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
  }'
