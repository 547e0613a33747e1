"""What the shortest program costs to compile: processor time and peak of memory, best of three.
usage: python3 bench/compile_time.py [COMPILER...]"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["-std=c++20", "-O3", "-march=native", "-DNDEBUG", "-I", str(ROOT / "include"),
         "-isystem", "/usr/include/eigen3", "-isystem", "/usr/include/stb"]


def compile_once(compiler, source, output):
    """(seconds, bytes) of one run."""
    pid = os.posix_spawnp(compiler, [compiler, *FLAGS, "-c", str(source), "-o", str(output)],
                          os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{compiler} failed on {source}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    source = ROOT / "examples" / "quickstart" / "main.cpp"
    with tempfile.TemporaryDirectory() as folder:
        for compiler in sys.argv[1:] or filter(shutil.which, ["g++", "clang++"]):
            runs = [compile_once(compiler, source, Path(folder) / "main.o") for _ in range(3)]
            print(f"{compiler} -O3 {source.relative_to(ROOT)}: {min(s for s, _ in runs):.1f} s, "
                  f"{max(b for _, b in runs) / 1e6:.0f} MB")


main()
