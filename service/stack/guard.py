"""Runs a command and ends it when the process that asked for it is gone.

For systems that cannot ask the kernel for it: `python -m service.stack.guard COMMAND ARGUMENT...`
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

_LOOK_EVERY = 0.25


def run(words: Sequence[str]) -> int:
    """Run the command until it ends, a signal ends it, or our parent is another than at first."""
    parent = os.getppid()
    child = subprocess.Popen(words)  # noqa: S603 - the command is the caller's own

    def pass_on(number: int, _: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, pass_on)
    while child.poll() is None:
        if os.getppid() != parent:
            child.terminate()
            return child.wait()
        time.sleep(_LOOK_EVERY)
    return child.returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
