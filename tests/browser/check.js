// Runs at the end of a page: compares what it computes with `expected` (see figures.cpp), if
// anything, and says in its title whether all is well.
'use strict';
{
  const wrong = [], notes = [];
  const loaded = performance.getEntriesByType('resource').filter(({name}) => !/^data:/.test(name));
  if (loaded.length) wrong.push(`loads ${loaded.map(({name}) => name)}`);
  for (const image of document.images)
    if (!image.complete || !image.naturalWidth) wrong.push('a picture that is none');
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('wider than the window');

  if (expected) {
    let logits = 0, pixels = 0;
    for (const digit of expected.digits) {
      const outputs = window.angka.logits(digit.pixels);
      digit.logits.forEach((logit, c) => {
        logits = Math.max(logits, Math.abs(logit - outputs[c]));
      });
    }
    if (expected.digits.length !== 100 || !(logits < 1e-4)) wrong.push(`logits differ by ${logits}`);
    for (const {width, height, ink, pixels: wanted} of expected.drawings)
      window.angka.centre(Float32Array.from(ink), width, height).forEach((pixel, p) => {
        pixels = Math.max(pixels, Math.abs(pixel - wanted[p]));
      });
    // The compiler may contract products and sums, so that a half is rounded the other way.
    if (expected.drawings.length !== 20 || !(pixels <= 1)) wrong.push(`pixels differ by ${pixels}`);

    window.angka.line({x: 200, y: 120}, {x: 380, y: 120});
    window.angka.line({x: 380, y: 120}, {x: 260, y: 450});
    for (let i = 0; i < 10; ++i) window.angka.read();
    const began = performance.now();
    for (let i = 0; i < 20; ++i) window.angka.read();
    const shown = document.querySelectorAll('#bars .best').length;
    if (shown !== 1) wrong.push(`${shown} bars are the best`);
    notes.push(`logits differ by ${logits.toExponential(1)}, pixels by ${pixels}`,
      `${((performance.now() - began) / 20).toFixed(1)} ms a stroke`);
  }
  document.title = wrong.length ? wrong.join('; ') : ['ok', ...notes].join(', ');
}
