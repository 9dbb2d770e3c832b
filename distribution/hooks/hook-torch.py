"""What PyInstaller takes of torch: its libraries and the modules that are imported; its own hook takes all of torch."""

import sys

from PyInstaller.utils.hooks import collect_dynamic_libs, get_package_paths

UNUSED = ("_test.", "libbackend_with_compiler", "libaoti_custom_ops", "libtorchbind")
"""Libraries of torch's own tests."""

binaries = [found for found in collect_dynamic_libs("torch") if not any(name in found[0] for name in UNUSED)]
if sys.platform != "win32":
    # torch looks for it when it is imported.
    binaries.append((f"{get_package_paths('torch')[1]}/bin/torch_shm_manager", "torch/bin"))
hiddenimports = ["torch._C", "torch._VF"]
# Some functions read their own source when torch is imported.
module_collection_mode = "pyz+py"
