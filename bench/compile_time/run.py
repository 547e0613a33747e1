"""What programs cost to compile: user seconds (best of three), their ratio to those of one small file
with Eigen's partialPivLu (eigen.cpp), which counts, and the peak of memory. What the same takes at
-O0, of the same file at -O3, is what reading and instantiating alone cost: no optimising is in it.
usage: python3 bench/compile_time/run.py [COMPILER...]"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOADERS = "-DANGKA_LOADERS_COMPILED"
PRECOMPILED = "-include"  # of these, as CMake's target_precompile_headers does it
HEADERS = ["Eigen/Core", "functional", "iostream", "thread"]
QUICKSTART = ROOT / "examples" / "quickstart" / "main.cpp"
PROGRAMS = [("Eigen's partialPivLu", HERE / "eigen.cpp"),
            ("quickstart", QUICKSTART),
            ("quickstart with angka::loaders", QUICKSTART, LOADERS),
            ("the same, Eigen's header precompiled", QUICKSTART, LOADERS, PRECOMPILED),
            ("load_data alone", HERE / "load_data.cpp"),
            ("LeNet-5, fit and predict alone", HERE / "lenet5.cpp"),
            ("ResNet-20, fit", HERE / "resnet20.cpp"),
            ("an edit of the network, data in another file, with angka::loaders", HERE / "net.cpp",
             LOADERS),
            ("the same, Eigen's header precompiled", HERE / "net.cpp", LOADERS, PRECOMPILED),
            ("angka::loaders itself, once", ROOT / "include" / "angka" / "loaders.cpp", LOADERS)]
FLAGS = ["-std=c++20", "-O3", "-march=native", "-DNDEBUG", "-I", str(ROOT / "include"),
         "-isystem", "/usr/include/eigen3", "-isystem", "/usr/include/stb"]


def compile_once(compiler, folder, source, *flags):
    """(user seconds, bytes) of one run."""
    command = [compiler, *FLAGS, *flags]
    if PRECOMPILED in command:
        command.remove(PRECOMPILED)
        header = folder / f"{Path(compiler).name}-{len(flags)}.hpp"
        if not header.exists():
            header.write_text("".join(f"#include <{name}>\n" for name in HEADERS))
            subprocess.run([*command, "-x", "c++-header", header, "-o", f"{header}.gch"], check=True)
        command += ["-include", str(header)]
    pid = os.posix_spawnp(compiler, [*command, "-c", str(source), "-o", str(folder / "main.o")],
                          os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{compiler} failed on {source}")
    return usage.ru_utime, usage.ru_maxrss * 1024


def main():
    with tempfile.TemporaryDirectory() as folder:
        for compiler in sys.argv[1:] or filter(shutil.which, ["g++", "clang++"]):
            # In turns, so that all are measured on the same machine's better and worse moments.
            def all_programs(*flags):
                return [compile_once(compiler, Path(folder), *what, *flags)
                        for _, *what in PROGRAMS]

            runs = [all_programs() for _ in range(3)]
            plain = all_programs("-O0", "-DANGKA_NO_OPTIMIZATION_WARNING")
            seconds = [min(run[i][0] for run in runs) for i in range(len(PROGRAMS))]
            for i, (name, *_) in enumerate(PROGRAMS):
                print(f"{compiler} -O3, {name}: {seconds[i]:.1f} s, "
                      f"{seconds[i] / seconds[0]:.2f} of Eigen's, "
                      f"{plain[i][0] / seconds[0]:.2f} at -O0, "
                      f"{max(run[i][1] for run in runs) / 1e6:.0f} MB", flush=True)


main()
