"""Training steps of one network by angka (step.cpp) and by PyTorch (pytorch_step.py), in turns."""
from pathlib import Path

import compare
import tables

WORK = "training-step"
PYTORCH = str(compare.HERE / "pytorch_step.py")


def parse(parser, table):
    """What every such table can be told, beside the parser's own; `table`: its marks in --markdown FILE."""
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    if options.markdown:
        tables.check_marks(options.markdown, table)
    return options


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


def measure(program, net, batch, options):
    """angka's report, the least seconds of PyTorch's layouts (None: none ran), the FMA limit in GFLOP/s
    and the versions."""
    start = lambda command, words=(), extra={}: compare.Peer(
        command, [str(batch), *words], extra, net, options.threads, "-")
    peers = [start([str(program)])]
    if python := compare.python_with("torch"):
        for layout in "contiguous_format", "channels_last":
            peers.append(start([python, PYTORCH], [layout], compare.HEAP_KEPT))
    right = list(check(peers))
    limit = peers[0].numbers("fma-limit")[0]
    for _ in range(options.rounds):
        for peer in right:
            peer.measure(WORK, options.seconds)
        limit = max(limit, peers[0].numbers("fma-limit")[0])
    reports = [peer.report() for peer in right]
    for peer in peers:
        peer.close()
    others = [report["seconds"][WORK] for report in reports[1:]]
    versions = {report["name"]: report["version"] for report in reports}
    return reports[0], min(others, default=None), limit, versions


def share(report, batch, limit):
    """The part of the FMA limit; * where Winograd's algorithm multiplies less."""
    _, multiply_adds, *winograd = report["notes"].split()
    rate = 2e-9 * float(multiply_adds) * batch / report["seconds"][WORK]
    return f"{100 * rate / limit:.0f}%" + ("*" if winograd else "")


def beside(other, seconds):
    """PyTorch's time, and how many times angka's that is."""
    return [tables.time_text(other), f"{other / seconds:.2f} x"] if other else ["-", ""]


def conditions(options, limits, versions):
    return (f"{options.threads} thread{'s' * (options.threads > 1)}; FMA limit {max(limits):.0f} "
            f"GFLOP/s. Machine: {tables.machine()}. Versions: " +
            "; ".join(f"{n} {v}" for n, v in versions.items()) + ".")


def show(lines, options, table):
    print("", *lines, sep="\n")
    if options.markdown:
        tables.write_markdown("\n".join(lines), options.markdown, table)
