# A source that must not compile with -DFAIL, and must without: both differ in one token, so what
# the compiler refuses is what the test is about. Each line `// expect: REGEX` in the source must
# match what the compiler says, but for the inline namespace, which g++ spells. A line `// lines: N`
# says that it says that in N lines at most.
# usage: sh check.sh SOURCE COMPILER ARGUMENT...
source=$1
shift

"$@" "$source" || { echo "$source: must compile without -DFAIL"; exit 1; }
if said=$("$@" -DFAIL "$source" 2>&1); then
  echo "$source: must not compile with -DFAIL"
  exit 1
fi

isas=$(sed -n 's/^#define ANGKA_ISA //p' "$(dirname "$0")/../../include/angka/core/isa.hpp" | tr '\n' '|')
said=$(echo "$said" | sed -E "s/angka::(${isas%|})::/angka::/g")

most=$(sed -n 's|^// lines: ||p' "$source")
lines=$(echo "$said" | wc -l)
if [ "$lines" -gt "${most:-$lines}" ]; then
  echo "$source: the compiler said more than $most lines:"
  echo "$said"
  exit 1
fi

expected=$(sed -n 's|^// expect: ||p' "$source")
[ -n "$expected" ] || { echo "$source: has no line '// expect: REGEX'"; exit 1; }
echo "$expected" | while IFS= read -r regex; do
  echo "$said" | grep -Eq -- "$regex" && continue
  echo "$source: no message matches '$regex'; the compiler said:"
  echo "$said"
  exit 1
done
