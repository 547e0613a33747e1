#!/bin/sh
# The chapters that `digits report` writes, in the programs that people open them with: the Word
# document in LibreOffice, the LaTeX in pdflatex. Both as PDF must hold what a thesis has.
# usage: sh tests/documents/run.sh BUILD, which holds digits; pages lie in BUILD/documents
set -u
build=$(cd "$1" && pwd) || exit 1
out=$build/documents
rm -rf "$out"
mkdir -p "$out" && cd "$out" || exit 1
status=0

# holds NAME PDF WORDS...: whether the PDF has each of these, wherever its lines break
holds() {
  name=$1
  pdf=$2
  shift 2
  text=$(pdftotext "$pdf" - | tr -s ' \n\f' ' ')
  missing=
  for words; do
    case $text in
      *"$words"*) ;;
      *) missing="$missing [$words]" ;;
    esac
  done
  if [ -n "$missing" ]; then
    echo "$name: FAILED, lacks$missing"
    status=1
  else
    echo "$name: ok, $(pdfinfo "$pdf" | sed -n 's/^Pages: *//p') pages"
  fi
}

for lang in en id; do
  "$build/digits" report --lang $lang --train-limit 500 --epochs 2 --seeds 1 --docx --latex --quiet \
    --out $lang || exit 1
  if [ $lang = en ]; then
    set -- "Chapter 3" "List of figures" "List of tables" "Figure 3.1" "Table 4.1" "References" \
      "LeCun, Y., Bottou, L., Bengio, Y."
  else
    set -- "BAB III" "METODE PENELITIAN" "BAB IV" "DAFTAR GAMBAR" "DAFTAR TABEL" "Gambar 3.1" \
      "Tabel 4.1" "DAFTAR PUSTAKA" "LeCun, Y., Bottou, L., Bengio, Y."
  fi
  if command -v soffice >/dev/null; then
    timeout 300 soffice "-env:UserInstallation=file://$out/office" --headless --convert-to pdf \
      --outdir $lang/word $lang/chapters.docx >/dev/null 2>&1
    holds "Word, $lang" $lang/word/chapters.pdf "$@"
  else
    echo "Word, $lang: skipped, no soffice on this machine"
  fi
  if command -v pdflatex >/dev/null; then
    mkdir -p $lang/latex
    for pass in 1 2 3; do
      (cd $lang && pdflatex -halt-on-error -interaction=nonstopmode -output-directory=latex \
        chapters.tex) >$lang/latex/pass-$pass.txt 2>&1 ||
        { echo "LaTeX, $lang: FAILED"; tail -n 20 $lang/latex/pass-$pass.txt; exit 1; }
    done
    holds "LaTeX, $lang" $lang/latex/chapters.pdf "$@"
    if grep -E 'undefined references|multiply.defined' $lang/latex/pass-3.txt; then status=1; fi
  else
    echo "LaTeX, $lang: skipped, no pdflatex on this machine"
  fi
done
exit $status
