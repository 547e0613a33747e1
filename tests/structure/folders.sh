# Checks that the folders of a program lie one over the other: a source includes "a file" of its own
# folder, or "folder/file" of one that is named before its own; those outside folders include any.
#   sh folders.sh PROGRAM FOLDER...     the lowest first
cd "$1" || exit 1
shift
find . -name '*.[ch]pp*' | LC_ALL=C sort | xargs grep -n '^ *# *include *"' /dev/null |
  awk -v folders="$*" '
    BEGIN {
      n = split(folders, names, " ")
      for (i = 1; i <= n; ++i) floors[names[i]] = i
    }
    {
      split($0, part, "\"")
      split(part[1], place, ":")
      source = substr(place[1], 3)
      target = part[2]
      from = source ~ /\// ? substr(source, 1, index(source, "/") - 1) : "."
      to = target ~ /\// ? substr(target, 1, index(target, "/") - 1) : from
      floors["."] = n + 1
      ++seen
      if (floors[to] && floors[to] <= floors[from]) next
      print source ":" place[2] ": may not include " target
      bad = 1
    }
    END { exit bad || !seen }'
