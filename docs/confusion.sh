#!/bin/sh
# Draws the confusion matrix of `digits evaluate --json FILE` as an SVG picture.
#   sh docs/confusion.sh build/digits/evaluate.json >docs/confusion.svg
[ $# = 1 ] || { echo "usage: sh docs/confusion.sh EVALUATE.json >PICTURE.svg" >&2; exit 2; }
tr -d ' \n' <"$1" | sed 's/.*"confusion":\[\[//; s/\]\].*//; s/\],\[/\n/g' | awk -F, '
  { for (c = 1; c <= NF; ++c) { count[NR, c] = $c; row[NR] += $c; total += $c }
    right += $NR; classes = NR }
  END {
    size = 34; left = 60; top = 58
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ", \
      left + classes * size + 16, top + classes * size + 16
    print "font-family=\"sans-serif\" font-size=\"13\" text-anchor=\"middle\">"
    print "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    printf "<text x=\"%d\" y=\"20\">read as (%d of %d right)</text>\n", \
      left + classes * size / 2, right, total
    printf "<text transform=\"translate(18 %d) rotate(-90)\">true digit</text>\n", \
      top + classes * size / 2
    for (r = 1; r <= classes; ++r) {
      printf "<text x=\"%d\" y=\"%d\" fill=\"#555\">%d</text>\n", left + (r - 0.5) * size, top - 8, r - 1
      printf "<text x=\"%d\" y=\"%d\" fill=\"#555\">%d</text>\n", left - 14, top + (r - 0.5) * size + 5, r - 1
      for (c = 1; c <= classes; ++c) {
        share = count[r, c] / row[r]
        shade = r == c ? share : sqrt(share)
        red = int(255 - shade * (r == c ? 220 : 30)); green = int(255 - shade * (r == c ? 150 : 200))
        blue = int(255 - shade * (r == c ? 100 : 210))
        printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"rgb(%d,%d,%d)\" stroke=\"#ddd\"/>\n", \
          left + (c - 1) * size, top + (r - 1) * size, size, size, red, green, blue
        if (count[r, c])
          printf "<text x=\"%d\" y=\"%d\" fill=\"%s\">%d</text>\n", left + (c - 0.5) * size, \
            top + (r - 0.5) * size + 5, r == c ? "#fff" : "#000", count[r, c]
      }
    }
    print "</svg>"
  }'
