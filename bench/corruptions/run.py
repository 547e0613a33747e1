"""How much of a test set `digits` models read in each of fifteen corruptions (corruptions.hpp), as a
table in Markdown. The corrupted sets are left in build/corruptions, as IDX files that others can
measure on, too, under the names of a training set, as which `digits` reads a set alone; sheet.png
shows the first images of each.
usage: python3 bench/corruptions/run.py --data DATA [--held-out N] [--compile] [MODEL...]
--held-out N   corrupts the last N training images instead, in another way, so that settings can be
               chosen; all is left in build/corruptions-held-out, in `training` those left to train on
--compile      as for `digits evaluate`, if a MODEL brings a network of its own"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "bench" / "support"))
from digits import add_models, evaluated  # noqa: E402


def main():
    parser = argparse.ArgumentParser(usage=__doc__[__doc__.index("usage: ") + 7:])
    parser.add_argument("--data", required=True)
    parser.add_argument("--held-out", default="0")
    add_models(parser)
    options = parser.parse_args()

    for target in ["corruptions", "digits"]:
        subprocess.run(["sh", ROOT / "bench" / "build.sh", "release", target], check=True)
    folder = ROOT / "build" / ("corruptions" if options.held_out == "0" else "corruptions-held-out")
    names = subprocess.check_output([ROOT / "build" / "release" / "bench" / "corruptions",
                                     options.data, folder, options.held_out], text=True).split()
    if not options.models:
        return

    print("| | " + " | ".join(Path(model).stem for model in options.models) + " |")
    print("| --- |" + " --: |" * len(options.models))
    rows = {name: [evaluated(model, folder / name, options)["accuracy"] for model in options.models]
            for name in names}
    corrupted = [values for name, values in rows.items() if name != "none"]
    rows["mean of the fifteen"] = [sum(values) / len(values) for values in zip(*corrupted)]
    for name, values in rows.items():
        print(f"| {name.replace('_', ' ')} | " + " | ".join(f"{100 * v:.2f}%" for v in values) + " |")


if __name__ == "__main__":
    main()
