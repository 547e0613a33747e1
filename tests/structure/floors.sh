# Checks that a header includes only from its own folder or from a lower floor, and that no headers
# include each other in a circle. A forwarding header, which nothing but includes what has moved,
# stands outside, and no header includes it.
# usage: sh floors.sh include/angka
cd "$1" || exit 1
status=0
moved=$(find . -name '*.hpp' | while read -r header; do
  [ "$(grep -c . "$header")" = 3 ] && grep -q '^// Moved; ' "$header" && echo "${header#./}"
done)
headers=$(find . -name '*.hpp' | LC_ALL=C sort | grep -vxF "$(echo "$moved" | sed 's|^|./|')")
echo "$headers" | xargs grep -n '^ *# *include *[<"]' /dev/null | awk -v moved_headers="$moved" '
  # The folder and the floor of a header, given as core/shape.hpp or angka.hpp.
  function folder_of(header) {
    return header ~ /\// ? substr(header, 1, index(header, "/") - 1) : header
  }
  function floor_of(header) {
    return folder_of(header) in floors ? floors[folder_of(header)] : -1
  }
  function complain(text) { print where ": " text; bad = 1 }
  BEGIN {
    floors["version.hpp"] = floors["core"] = 0
    floors["kernels"] = 1
    n = split("layers losses optimizers metrics augment data", names, " ")
    for (i = 1; i <= n; ++i) floors[names[i]] = 2
    floors["network"] = 3
    floors["training"] = 4
    floors["reading"] = floors["io"] = 5
    floors["report"] = 6
    floors["angka.hpp"] = 7
    n = split(moved_headers, names, "\n")
    for (i = 1; i <= n; ++i) moved[names[i]]
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
      if (target in moved) complain(target " has moved")
      else if (floor_of(target) < 0) complain("no floor is known for " target)
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
