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

# visit PAGE [OPTION...]: its document once it is loaded, and its console in the file `console`.
visit() {
  page=$1
  shift
  timeout 300 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
    --enable-logging=stderr "$@" --dump-dom "file://$work/$page" 2>messages
  grep CONSOLE messages >console
}

# judge NAME PAGE [OPTION...]: the page, with check.js at its end, must say "ok" in its title.
judge() {
  judged=$1
  shift
  visit "$@" >document
  title=$(sed -n 's/.*<title>\([^<]*\)<.*/\1/p' document | head -n 1)
  case "$title" in
    ok*) [ ! -s console ] && echo "$judged: $title" && return ;;
  esac
  echo "$judged: FAILED: $title"
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

# At the width of a desk and of a phone, on a light and on a dark page. Chromium's own windows aren't
# as narrow as a phone.
for width in 1280 390; do
  printf '<!doctype html>\n<title>silent</title>\n<iframe src="checked.html" style="width: %spx; ' \
    $width >$width.html
  printf 'height: 800px; border: 0"></iframe>\n<script>onmessage = ({data}) => document.title = data;'\
    >>$width.html
  printf '</script>\n' >>$width.html
done
for lang in en id; do
  "$build/digits" report --lang $lang --epochs 2 --train-limit 500 --seeds 1 --trials 2 --quiet \
    --out report-$lang || exit 1
  with_check report-$lang/report.html
  for width in 1280 390; do
    for scheme in 1 0; do
      shade=$([ $scheme = 1 ] && echo light || echo dark)
      judge "report, $lang, $width px wide, $shade" $width.html --window-size=1400,900 \
        --virtual-time-budget=10000 --blink-settings=preferredColorScheme=$scheme
    done
  done
done
exit $status
