#!/bin/sh
# Counts what `digits` reads on pictures that hold no digit: those of Debian's package opencv-doc, but
# for those that show text, cards or digits.
#   sh bench/reading/no_digits.sh build/digits [FOLDER]
set -eu
digits=$1
folder=${2:-/usr/share/doc/opencv-doc/examples/data}
[ -d "$folder" ] || { echo "no folder $folder (Debian: apt-get install opencv-doc)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=0
read=0
for picture in "$folder"/*.png "$folder"/*.jpg; do
  case ${picture##*/} in
    cards.* | digits.* | sudoku.* | imageText* | text_* | licenseplate* | messi5.* | board.* | box* | notes.*)
      continue ;;
  esac
  "$digits" predict --quiet --json "$work/read" "$picture" >"$work/log" 2>&1 || true
  found=$(grep -o '"line":' "$work/read" | wc -l)
  pictures=$((pictures + 1))
  read=$((read + found))
  [ "$found" = 0 ] || echo "${picture##*/}: $found"
done
echo "$read digits read on $pictures pictures"
