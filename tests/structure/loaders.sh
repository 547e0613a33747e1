# Checks that loaders.cpp includes every header that leaves definitions to it, and no other.
# usage: sh loaders.sh include/angka
cd "$1" || exit 1
grep -rl '^#if ANGKA_DEFINITIONS' --include='*.hpp' . | sed 's|^\./||' | LC_ALL=C sort |
  sed 's|.*|#include <angka/&>|' | diff - loaders.cpp | grep '^[<>] #include' || exit 0
echo "loaders.cpp lacks (<) or needs no (>) of these"
exit 1
