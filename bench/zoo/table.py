"""Training steps of the zoo's networks, by angka and by PyTorch in turns. Usage: see run.sh."""
import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "peers"))
import compare  # noqa: E402
import tables  # noqa: E402

NETS = ["lenet5", "all_cnn", "squeezenet", "resnet20", "mobilenet", "densenet", "inception", "unet",
        "signals", "autoencoder"]
WORK = "training-step"


def check(peers):
    """Who doesn't compute as the first does is left out."""
    for peer in peers:
        peer.ask("load")
    losses = [[peer.numbers("steps", 1)[0] for _ in range(2)] for peer in peers]
    for peer, found in zip(peers, losses):
        if max(abs(a - b) / b for a, b in zip(found, losses[0])) > 1e-3:
            print(f"{peer.name}: left out, its losses are {found}, not {losses[0]}")
        else:
            yield peer


def measure(net, options):
    start = lambda command, words=(), extra={}: compare.Peer(
        command, [str(options.batch), *words], extra, net, options.threads, "-")
    peers = [start([str(options.build / ("zoo_" + net))])]
    if python := compare.python_with("torch"):
        for layout in "contiguous_format", "channels_last":
            peers.append(start([python, str(HERE / "pytorch_step.py")], [layout], compare.HEAP_KEPT))
    right = list(check(peers))
    limit = peers[0].numbers("fma-limit")[0]
    for _ in range(options.rounds):
        for peer in right:
            peer.measure(WORK, options.seconds)
        limit = max(limit, peers[0].numbers("fma-limit")[0])
    reports = [peer.report() for peer in right]
    for peer in peers:
        peer.close()
    own, others = reports[0], [report["seconds"][WORK] for report in reports[1:]]
    parameters, multiply_adds, *winograd = own["notes"].split()
    seconds = own["seconds"][WORK]
    rate = 2e-9 * float(multiply_adds) * options.batch / seconds
    row = [net, f"{int(parameters):,}", tables.time_text(seconds), f"{options.batch / seconds:,.0f}",
           f"{100 * rate / limit:.0f}%" + ("*" if winograd else "")]
    row += [tables.time_text(min(others)), f"{min(others) / seconds:.2f} x"] if others else ["-", ""]
    versions = {report["name"]: report["version"] for report in reports}
    return row, limit, versions


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--nets", nargs="+", choices=NETS, default=NETS)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    if options.markdown:
        tables.check_marks(options.markdown, "zoo")
    rows, limits, versions = [], [], {}
    for net in options.nets:
        row, limit, found = measure(net, options)
        print(*row, sep="  ", flush=True)
        rows.append(row)
        limits.append(limit)
        versions |= found
    lines = [f"Batches of {options.batch}, {options.threads} thread{'s' * (options.threads > 1)}; FMA "
             f"limit {max(limits):.0f} GFLOP/s. Machine: {tables.machine()}. Versions: " +
             "; ".join(f"{n} {v}" for n, v in versions.items()) + ".", "",
             "| | parameters | training step | images/s | of FMA limit | PyTorch's step | times angka's |",
             "| --- | --: | --: | --: | --: | --: | --: |"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    print("", *lines, sep="\n")
    if options.markdown:
        tables.write_markdown("\n".join(lines), options.markdown, "zoo")


main()
