"""What PyInstaller takes of torch: its libraries and the modules that are imported; its own hook takes all of torch."""

import sys

from PyInstaller.utils.hooks import collect_dynamic_libs, collect_submodules, get_package_paths

UNUSED = ("_test.", "libbackend_with_compiler", "libaoti_custom_ops", "libtorchbind")
"""Libraries of torch's own tests."""

binaries = [found for found in collect_dynamic_libs("torch") if not any(name in found[0] for name in UNUSED)]
if sys.platform != "win32":
    # torch looks for it when it is imported.
    binaries.append((f"{get_package_paths('torch')[1]}/bin/torch_shm_manager", "torch/bin"))
# These are imported by their names.
hiddenimports = ["torch._C", "torch._VF", *collect_submodules("torch._dynamo.polyfills")]
# Many modules read their own source, some when they are imported: 27 MB.
module_collection_mode = "pyz+py"
