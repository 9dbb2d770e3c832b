"""What the bundle's programs begin with: `inkling` opens the window, `inkling-engine` is the terminal."""

import multiprocessing
import sys
from pathlib import Path

from engine.system import own_process
from main import start

if __name__ == "__main__":
    # A loader worker goes no further.
    multiprocessing.freeze_support()
    if Path(sys.argv[0]).stem == "inkling-engine" and not own_process.module_asked_for():
        sys.argv[1:1] = [own_process.MODULE, "engine"]
    sys.exit(start())
