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

  // Whatever is wider than the window scrolls in a box of its own, but for the captions.
  const scrolls = element => element !== document.body &&
    (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  for (const element of document.body.querySelectorAll('*')) {
    const caption = /caption/i.test(element.tagName);
    if (element.getBoundingClientRect().right > innerWidth + 1 &&
        (caption || !scrolls(element.parentElement)))
      wrong.push(`${element.tagName} ${element.textContent.slice(0, 40)}: wider than the window`);
  }
  for (const table of document.querySelectorAll('table'))
    [...table.rows[0].cells].forEach((head, c) => {
      if ([...table.tBodies[0].rows].every(row => !row.cells[c].textContent.trim()))
        wrong.push(`${table.caption.textContent}: nothing in column ${c + 1}`);
    });

  // Lines and dots stand out from the page: WCAG asks for a contrast of 3.
  const luminance = color => {
    const [red, green, blue] = color.match(/[\d.]+/g).map(Number).map(value => value / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  for (const element of document.querySelectorAll('svg path[stroke], svg circle')) {
    const {stroke, fill} = getComputedStyle(element);
    const [less, more] = [ground, luminance(stroke === 'none' ? fill : stroke)].sort((a, b) => a - b);
    if (!((more + 0.05) / (less + 0.05) >= 3)) {
      wrong.push(`${element.closest('figure').id}: ${stroke === 'none' ? fill : stroke} is hardly seen`);
      break;
    }
  }

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
  if (parent !== window) parent.postMessage(document.title, '*');
}
