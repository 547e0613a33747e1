# Runs a program of two objects that are compiled for different CPUs, and checks that they define no
# function or variable of angka's in common.
# usage: sh isas.sh PROGRAM OBJECT OBJECT
set -u
"$1" || { echo "$1: status $?"; exit 1; }
names() { nm "$1" | sed -n 's/^[0-9a-f]* [TWVBDRu] //p' | grep 5angka | sort -u; }
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
names "$2" >"$folder/a"
names "$3" >"$folder/b"
[ -s "$folder/a" ] && [ -s "$folder/b" ] || { echo "no symbols of angka's"; exit 1; }
shared=$(comm -12 "$folder/a" "$folder/b")
[ -z "$shared" ] || { echo "in both:"; echo "$shared" | c++filt | head -n 20; exit 1; }
