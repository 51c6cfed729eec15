"""Build the site of the documentation into .cache/docs/site: ``make docs``.

The pages are written to be read on GitHub. Those that live beside docs/ get a page of the site, and links that lead out
of docs/ become addresses in the repository. A page that is not in the navigation, and a link, an anchor or a picture
that leads nowhere, end it with exit code 1.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BESIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
}
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?(?=\))")
PICTURE = re.compile(r'(?<=src=")(?![a-z]+:)(?P<path>[^"#]+)(?P<anchor>)(?=")')
FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


class NoSuchFile(Exception):
    """A link leads nowhere."""


def relinked(markdown: str, source: str, repository: str) -> str:
    """Markdown with its links made fit for the site.

    ``source`` is the document's path in the repository, ``repository`` the repository's address. Code blocks are left
    alone. Raises ``NoSuchFile`` for a link to a file that does not exist.
    """

    def lead(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link["path"]))
        anchor = link["anchor"] or ""
        if not (ROOT / target).exists():
            raise NoSuchFile(f"{source}: the link to {link['path']} leads nowhere")
        if target in BESIDE:
            return BESIDE[target] + anchor
        if target.startswith("docs/") and not target.endswith(".json"):
            return os.path.relpath(target, "docs") + anchor
        return f"{repository}/blob/main/{target}{anchor}"

    parts = FENCE.split(markdown)
    return "".join(part if at % 2 else PICTURE.sub(lead, LINK.sub(lead, part)) for at, part in enumerate(parts))


def lay_out(folder: Path) -> list[str]:
    """Put what the site is made of into ``folder``; returns what is wrong with it, one line each."""
    project = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "images", folder / "pages" / "images")
    shutil.copy(ROOT / "docs" / "site.css", folder / "pages")
    shutil.copy(ROOT / "zensical.toml", folder)
    wrong = []
    for name, page in ({f"docs/{path.name}": path.name for path in (ROOT / "docs").glob("*.md")} | BESIDE).items():
        if f"'{page}'" not in str(project["nav"]):
            wrong.append(f"{name} is not in the navigation of zensical.toml")
        try:
            text = relinked((ROOT / name).read_text("utf-8"), name, project["repo_url"])
        except NoSuchFile as error:
            wrong.append(str(error))
        else:
            (folder / "pages" / page).write_text(text, "utf-8")
    return wrong


def main() -> int:
    """Build it."""
    folder = ROOT / ".cache" / "docs"
    wrong = lay_out(folder)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    zensical = [Path(sys.executable).with_name("zensical"), "build", "--strict"]
    return int(bool(wrong)) or subprocess.run(zensical, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
