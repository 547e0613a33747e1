"""How the time of a training step grows with batch, image and channels. Usage: see run.sh."""
import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "peers"))
import steps  # noqa: E402
import tables  # noqa: E402

# What grows, and the rows: channels, side, images. Each net is a program: see bench/CMakeLists.txt.
ROWS = [("batch", [(32, 28, 1), (32, 28, 16), (32, 28, 128), (32, 28, 1024)]),
        ("image", [(16, 28, 16), (16, 56, 16), (16, 112, 16), (16, 224, 16)]),
        ("channels", [(8, 28, 16), (16, 28, 16), (32, 28, 16), (64, 28, 16), (128, 28, 16),
                      (256, 28, 16)])]


def main():
    options = steps.parse(argparse.ArgumentParser(), "growth")
    lines, limits, versions = [], [], {}
    for what, rows in ROWS:
        for channels, side, images in rows:
            net = f"{channels}x{side}"
            own, other, limit, found = steps.measure(options.build / ("growth_" + net), net, images,
                                                     options)
            seconds = own["seconds"][steps.WORK]
            row = [what, f"{channels}", f"{side} x {side}", f"{images:,}", tables.time_text(seconds),
                   steps.share(own, images, limit), *steps.beside(other, seconds)]
            print(*row, sep="  ", flush=True)
            lines.append("| " + " | ".join(row) + " |")
            limits.append(limit)
            versions |= found
    lines = [steps.conditions(options, limits, versions), "",
             "| what grows | channels | image | images | training step | of FMA limit | PyTorch's step "
             "| times angka's |",
             "| --- | --: | --: | --: | --: | --: | --: | --: |", *lines]
    steps.show(lines, options, "growth")


main()
