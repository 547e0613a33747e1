"""Writes page.jpg beside this file: what a photograph of a page could look like. Its digits are the ten
images here, each time turned, slanted and stretched a little; the line below them is none.

usage: python3 make_page.py     (needs NumPy and Pillow; page.jpg was made with NumPy 2.4 and Pillow 13)
"""
import os

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

LINES = ["0812 3456 7890", "17 08 1945", "62 735 40", "3141 5926"]
WIDTH, HEIGHT = 1200, 900
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    random = np.random.default_rng(2026)
    ink = Image.new("L", (WIDTH, HEIGHT))
    for row, line in enumerate(LINES):
        x, y = 110.0 + random.uniform(-20, 20), 140.0 + 180 * row
        for letter in line:
            if letter == " ":
                x += 45
                continue
            digit = Image.open(os.path.join(HERE, letter + ".png"))
            tall = random.uniform(76, 90) * 28 / 20
            wide = tall * random.uniform(0.8, 0.95)
            digit = digit.resize((round(wide), round(tall)), Image.Resampling.BICUBIC)
            slant = random.uniform(-0.12, 0.12)
            digit = digit.transform(digit.size, Image.Transform.AFFINE,
                                    (1, slant, -slant * tall / 2, 0, 1, 0), Image.Resampling.BICUBIC)
            digit = digit.rotate(random.uniform(-6, 6), Image.Resampling.BICUBIC)
            pen = np.clip((np.asarray(digit, float) / 255 - 0.5) * 3 + 0.5, 0, 1)  # a pen's edges
            columns = np.flatnonzero(pen.max(axis=0) > 0.3)
            pen = pen[:, columns[0]:columns[-1] + 1]
            top = round(y + random.uniform(-6, 6) - tall / 2 + 0.02 * x)
            left = round(x)
            there = np.asarray(ink, float)[top:top + pen.shape[0], left:left + pen.shape[1]]
            ink.paste(Image.fromarray(np.uint8(np.maximum(255 * pen, there))), (left, top))
            x += pen.shape[1] + random.uniform(14, 22)
    ImageDraw.Draw(ink).line((90, 790, 790, 806), fill=255, width=5)
    cover = np.asarray(ink.filter(ImageFilter.GaussianBlur(1.1)), float) / 255
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH] / WIDTH
    light = 1 - 0.3 * across - 0.15 * down ** 2
    paper, blue = np.array([236, 229, 214]), np.array([38, 52, 118])
    picture = (paper + 0.9 * cover[..., None] * (blue - paper)) * light[..., None]
    picture += random.normal(0, 3, (HEIGHT, WIDTH, 1))
    Image.fromarray(np.uint8(np.clip(picture, 0, 255))).save(os.path.join(HERE, "page.jpg"), quality=70)


main()
