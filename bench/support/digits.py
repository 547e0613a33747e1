"""What the program `digits` of build/release tells as JSON."""
import json
import subprocess
import sys
from pathlib import Path

DIGITS = Path(__file__).resolve().parents[2] / "build" / "release" / "digits"


def told(*arguments):
    """What a command writes with --json. An error of it, which it has said itself, ends the caller."""
    done = subprocess.run([DIGITS, *arguments, "--quiet", "--json", "/dev/stdout"],
                          stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout)


def add_models(parser):
    """The models that a table compares, and --compile for those that bring networks of their own."""
    parser.add_argument("--compile", action="store_const", const=["--compile"], default=[])
    parser.add_argument("models", nargs="*", metavar="MODEL")


def evaluated(model, data, options):
    return told("evaluate", "--model", model, *options.compile, "--test", data)
