"""Tables of what compare.py measured."""

import os
import platform
from pathlib import Path


def heading(work):
    """Of what is asked of a peer: "training-step", or "predict" and how many images."""
    if work == "training-step":
        return "training step, 128 images"
    images = work.split()[1]
    return f"prediction, {images} image{'s' * (images != '1')}"


def machine():
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
                break
    release = Path("/etc/os-release")
    system = platform.system()
    if release.exists():
        fields = dict(line.split("=", 1) for line in release.read_text().splitlines() if "=" in line)
        system = fields.get("PRETTY_NAME", system).strip('"')
    return f"{model}, {os.cpu_count()} processors, {system}"


def time_text(seconds):
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.1f} us"


def rows(result):
    """A line a peer: name, and for each work that it can do its time, how many times angka's that
    is, and its share of the FMA limit; Winograd's algorithm, which multiplies less, has no such share."""
    own = result["peers"][0]["seconds"]
    for peer in result["peers"]:
        row = [peer["name"]]
        for work in result["operations"]:
            seconds = peer["seconds"].get(work)
            if not seconds:
                row += ["-", "", ""]
                continue
            rate = result["operations"][work] / seconds * 1e-9
            share = f"{100 * rate / result['fma_limit_gflops']:.0f}%"
            row += [time_text(seconds), f"{seconds / own[work]:.2f} x",
                    "" if "wino" in peer["notes"].lower() else share]
        yield row


def title(result):
    threads = result["threads"]
    return (f"{result['net']}, {threads} thread{'s' * (threads > 1)}; FMA limit "
            f"{result['fma_limit_gflops']:.0f} GFLOP/s")


def text(results):
    parts = []
    for result in results:
        lines = list(rows(result))
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        head = " " * widths[0]
        for w, work in enumerate(result["operations"]):
            head += "  " + heading(work).ljust(sum(widths[1 + 3 * w:4 + 3 * w]) + 4)
        parts += ["", title(result), head.rstrip()]
        for line in lines:
            cells = [cell.rjust(width) if i else cell.ljust(width)
                     for i, (cell, width) in enumerate(zip(line, widths))]
            parts.append("  ".join(cells).rstrip())
    return "\n".join(parts)


def markdown(results):
    versions = {peer["name"].split(" (")[0].split(",")[0]: peer["version"]
                for result in results for peer in result["peers"]}
    parts = [f"Machine: {machine()}.", "",
             "Versions: " + "; ".join(f"{n} {v}" for n, v in versions.items()) + "."]
    for result in results:
        works = result["operations"]
        parts += ["", f"**{title(result)}**", "",
                  "| | " + " | ".join(f"{heading(work)} | times angka's | of FMA limit"
                                      for work in works) + " |",
                  "| --- " + "| --: " * 3 * len(works) + "|"]
        parts += ["| " + " | ".join(row) + " |" for row in rows(result)]
    return "\n".join(parts)


def marks(name):
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def check_marks(file, name):
    """Ends the program, before any work, where the tables would have no place."""
    found = file.read_text(encoding="utf-8") if file.exists() else ""
    if any(mark not in found for mark in marks(name)):
        raise SystemExit(f"{file}: expected the marks {' and '.join(marks(name))}")


def write_markdown(text, file, name):
    begin, end = marks(name)
    before, rest = file.read_text(encoding="utf-8").split(begin, 1)
    file.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")
