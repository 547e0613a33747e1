#!/bin/sh
# Opens the pages that `digits` writes in chromium: demo pages must compute what the library does,
# and no page may load anything or complain on its console.
# usage: sh tests/browser/run.sh BUILD, which holds digits and browser_figures
set -u
build=$(cd "$1" && pwd) || exit 1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
status=0
export XDG_CACHE_HOME="$work"  # of the network that is compiled

# visit PAGE: its document once it is loaded, and its console in the file `console`.
visit() {
  timeout 300 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
    --enable-logging=stderr --dump-dom "file://$work/$1" 2>messages
  grep CONSOLE messages >console
}

# judge NAME PAGE: the page, with check.js at its end, must say "ok" in its title.
judge() {
  visit "$2" >document
  title=$(sed -n 's/.*<title>\([^<]*\)<.*/\1/p' document | head -n 1)
  case "$title" in
    ok*) [ ! -s console ] && echo "$1: $title" && return ;;
  esac
  echo "$1: FAILED: $title"
  cat console
  status=1
}

# with_check PAGE [FIGURES]: PAGE with check.js at its end, as checked.html.
with_check() {
  {
    sed '/^<\/body>/,$d' "$1"
    printf '<script>\nconst expected = '
    cat "${2:-/dev/null}"
    [ $# = 2 ] || echo null
    echo ';'
    cat "$here/check.js"
    printf '</script>\n</body>\n</html>\n'
  } >checked.html
}

for net in lenet5 small residual every_layer; do
  file=$here/$net.txt
  [ -f "$file" ] || file=$net
  "$build/digits" train --net "$file" --epochs 1 --train-limit 500 --quiet --out $net.model &&
    "$build/digits" demo --model $net.model --out $net.html --quiet &&
    "$build/browser_figures" $net.model >figures.json || exit 1
  with_check $net.html figures.json
  judge "demo page of $net" checked.html
done
"$build/digits" report --epochs 1 --train-limit 500 --seeds 1 --quiet --out report || exit 1
with_check report/report.html
judge "report" checked.html
exit $status
