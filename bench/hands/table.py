"""See run.sh. The images are of 8 x 8 pixels, so everything here is blurred: a page has them
enlarged to 48 x 48, black on white, fifty at a time, 48 pixels apart."""

import argparse
import sys
from pathlib import Path

import numpy as np

try:
    from sklearn.datasets import load_digits
except ImportError:
    sys.exit("needs scikit-learn, which pip has")

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "bench" / "support"))
from digits import add_models, evaluated, told  # noqa: E402

FOLDER = ROOT / "build" / "hands"
ROWS, COLUMNS, SIDE, CELL = 5, 10, 48, 96


def enlarged(image):
    """8 x 8 as SIDE x SIDE, linearly."""
    at = (np.arange(SIDE) + 0.5) * 8 / SIDE - 0.5
    weights = np.maximum(0, 1 - np.abs(np.clip(at, 0, 7)[:, None] - np.arange(8)))
    return weights @ image @ weights.T


def read_by(model, file, options):
    """How many of each digit."""
    confusion = evaluated(model, file, options)["confusion"]
    return [row[digit] for digit, row in enumerate(confusion)]


def read_on_pages(images, labels):
    """How many of each digit are the only one found in their cell, and named as what they are."""
    right = [0] * 10
    for first in range(0, len(images), ROWS * COLUMNS):
        here = range(first, min(first + ROWS * COLUMNS, len(images)))
        page = np.full((ROWS * CELL, COLUMNS * CELL), 255.0)
        for i in here:
            row, column = divmod(i - first, COLUMNS)
            top, left = (CELL * at + (CELL - SIDE) // 2 for at in (row, column))
            page[top:top + SIDE, left:left + SIDE] -= 0.9 * enlarged(images[i])
        file = FOLDER / f"{first:04}.pgm"
        header = b"P5 %d %d 255\n" % page.shape[::-1]
        file.write_bytes(header + np.round(page).astype(np.uint8).tobytes())
        found = {}
        for digit in told("predict", file):
            box = digit["box"]
            cell = ((2 * box["top"] + box["height"]) // (2 * CELL),
                    (2 * box["left"] + box["width"]) // (2 * CELL))
            found.setdefault(cell, []).append(digit.get("name"))
        for i in here:
            if found.get(divmod(i - first, COLUMNS)) == [str(labels[i])]:
                right[labels[i]] += 1
    return right


def main():
    parser = argparse.ArgumentParser()
    add_models(parser)
    options = parser.parse_args()

    loaded = load_digits()
    images, labels = loaded.images * 255 / 16, loaded.target
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / "digits.npz"
    np.savez(file, x=np.round(images).astype(np.uint8), y=labels.astype(np.uint8))

    columns = {Path(model).stem: read_by(model, file, options) for model in options.models}
    columns["pages"] = read_on_pages(images, labels)
    print("| | images | " + " | ".join(columns) + " |")
    print("| --- |" + " --: |" * (1 + len(columns)))
    for digit in range(10):
        count = int(np.sum(labels == digit))
        shares = [f"{100 * right[digit] / count:.1f}%" for right in columns.values()]
        print(f"| {digit} | {count} | " + " | ".join(shares) + " |")
    shares = [f"{100 * sum(right) / len(labels):.1f}%" for right in columns.values()]
    print(f"| all | {len(labels):,} | " + " | ".join(shares) + " |")


if __name__ == "__main__":
    main()
