"""The peers, installed into an environment of their own that has nothing of formkit; and files as LibreOffice saves them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PEERS = (
    "xlsxwriter==3.3.1", "openpyxl==3.1.5", "tableschema-to-template==0.0.13", "spreadsheetforms==0.5.0", "frictionless[excel]==5.21.0",
    "pandas==3.1.1", "pandera==0.35.0", "python-calamine==0.9.1", "docxtpl==0.20.2", "pyarrow==26.0.1",
)  # fmt: skip


def peers(folder: Path) -> str:
    """The Python of the environment with the peers, made if it is not there in these versions."""
    target, wanted = folder / "peers", "\n".join(PEERS)
    python, done = target / "bin" / "python", target / "installed.txt"
    if not done.is_file() or done.read_text() != wanted:
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(target)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS], check=True)
        done.write_text(wanted)
    return str(python)


def versions(python: str, names: tuple[str, ...]) -> dict[str, str]:
    """The versions of distributions in an environment."""
    code = "import sys; from importlib.metadata import version\nfor n in sys.argv[1:]: sys.stdout.write(version(n) + chr(10))"
    said = subprocess.run([python, "-c", code, *names], capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(names, said, strict=True))


def written_out(files: list[Path], folder: Path, *, office: bool = True) -> str:
    """Save files again as other programs do, each formula written out in its cell; by which program it was done.

    LibreOffice where it is installed, else, or if no ``office`` is wanted, openpyxl. What is there already is kept.
    """
    program = shutil.which("soffice") if office else None
    by = "LibreOffice" if program else "openpyxl"
    folder.mkdir(parents=True, exist_ok=True)
    todo = [path for path in files if not (folder / path.name).is_file()]
    if todo and program:
        profile = f"-env:UserInstallation={(folder / '.profile').as_uri()}"
        order = [program, profile, "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
        subprocess.run([*order, *map(str, todo)], check=True, capture_output=True)
        shutil.rmtree(folder / ".profile", ignore_errors=True)
    elif todo:
        import openpyxl

        for path in todo:
            openpyxl.load_workbook(path).save(folder / path.name)
    return by
