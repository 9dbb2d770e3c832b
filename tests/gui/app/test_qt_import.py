"""How main.py imports Qt: after the system was checked, and without PySide6's own `__import__`."""

import subprocess
import sys

from tests.support.project import ROOT


def printed(program: str) -> str:
    """What a process without Qt prints that runs this program."""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def that_the_system_is_checked_before_qt_is_imported() -> None:
    program = "import sys; from gui.app import has_display, missing_packages; print('PySide6' in sys.modules)"
    assert printed(program) == "False"


def that_later_imports_use_pythons_own_import() -> None:
    """PySide6's would read the source of each module, and of torch's thousand, and keep them all in memory."""
    program = (
        "import builtins, linecache, sys; own = builtins.__import__\n"
        "from gui.app import import_qt; import_qt()\n"
        "from gui.app import MainWindow\n"
        "print(builtins.__import__ is own, 'PySide6.QtWidgets' in sys.modules, len(linecache.cache) < 50)"
    )
    assert printed(program) == "True True True"
