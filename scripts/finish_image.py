"""Last touches to the image, run once in the Dockerfile's second stage as root.

Compiles what a run imports, and takes the installers out. The official Python image comes without compiled modules, not
even those of the standard library, and a container starts afresh each time: without this, every run would compile them
again.
"""

from __future__ import annotations

import importlib
import importlib.util
import py_compile
import shutil
import sys
from pathlib import Path

# What a run imports, including what it imports late: on its way to the network, or for a config.
ENTRIES = tuple(
    "whylint.__main__ whylint.action whylint.config whylint.schema whylint.network github encodings.idna runpy".split()
)
INSTALLERS = ("pip", "setuptools", "wheel", "ensurepip")
PREFIXES = ("/usr/local", "/usr")


def compile_what_is_imported() -> None:
    """Compile every module that is loaded. Unchecked: nobody edits the image, so its sources need no second look."""
    for entry in ENTRIES:
        importlib.import_module(entry)
    package = Path(importlib.import_module("whylint").__file__ or "").parent
    sources = {str(path) for path in package.rglob("*.py")}
    sources |= {getattr(module, "__file__", None) or "" for module in sys.modules.values()}
    for source in sorted(sources):
        if source.endswith(".py") and source != __file__:
            py_compile.compile(source, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)


def remove_installers() -> None:
    """Remove pip and its like from the Python that the image is built on, wherever that keeps them."""
    libraries = {library for prefix in PREFIXES for library in Path(prefix).glob("lib/python3*")}
    for library in libraries:
        for folder in (library, library / "site-packages", library / "dist-packages"):
            for name in INSTALLERS:
                for found in (folder / name, *folder.glob(f"{name}-*.dist-info")):
                    shutil.rmtree(found, ignore_errors=True)
    for prefix in PREFIXES:
        for script in Path(prefix).glob("bin/pip*"):
            script.unlink()


if __name__ == "__main__":
    compile_what_is_imported()
    remove_installers()
