"""Training steps of the zoo's networks, by angka and by PyTorch in turns. Usage: see run.sh."""
import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "peers"))
import steps  # noqa: E402
import tables  # noqa: E402

NETS = ["lenet5", "all_cnn", "squeezenet", "resnet20", "mobilenet", "densenet", "inception", "unet",
        "signals", "autoencoder", "residual"]


def measure(net, options):
    own, other, limit, versions = steps.measure(options.build / ("zoo_" + net), net, options.batch,
                                                options)
    seconds, parameters = own["seconds"][steps.WORK], int(own["notes"].split()[0])
    row = [net, f"{parameters:,}", tables.time_text(seconds), f"{options.batch / seconds:,.0f}",
           steps.share(own, options.batch, limit), *steps.beside(other, seconds)]
    return row, limit, versions


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nets", nargs="+", choices=NETS, default=NETS)
    parser.add_argument("--batch", type=int, default=64)
    options = steps.parse(parser, "zoo")
    rows, limits, versions = [], [], {}
    for net in options.nets:
        row, limit, found = measure(net, options)
        print(*row, sep="  ", flush=True)
        rows.append(row)
        limits.append(limit)
        versions |= found
    lines = [f"Batches of {options.batch}, {steps.conditions(options, limits, versions)}", "",
             "| | parameters | training step | images/s | of FMA limit | PyTorch's step | times angka's |",
             "| --- | --: | --: | --: | --: | --: | --: |"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    steps.show(lines, options, "zoo")


main()
