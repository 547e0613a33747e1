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
