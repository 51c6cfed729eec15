"""Makes the documentation fit for a site: a hook of MkDocs, called by `make docs`.

The pages are written to be read on GitHub. Those that live beside docs/ get a page of the site, and links that lead out
of docs/ become addresses in the repository. A link to what is not there is an error, as within docs/.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
BESIDE = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
}
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?(?=\))")
FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def on_files(files: Files, config: Any) -> Files:
    """Add the documents beside docs/ to the site."""
    for name, page in BESIDE.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: object) -> str:
    """Lead the links of a page to where the site, or the repository, has what they name."""
    source = next((name for name, made in BESIDE.items() if made == page.file.src_uri), f"docs/{page.file.src_uri}")
    return relinked(markdown, source, str(config.repo_url))


def relinked(markdown: str, source: str, repository: str) -> str:
    """Markdown with its links made fit for the site.

    ``source`` is the document's path in the repository, ``repository`` the repository's address. Code blocks are left
    alone. Raises ``PluginError`` for a link to a file that does not exist.
    """

    def lead(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link["path"]))
        anchor = link["anchor"] or ""
        if not (ROOT / target).exists():
            raise PluginError(f"{source}: the link to {link['path']} leads nowhere")
        if target in BESIDE:
            return BESIDE[target] + anchor
        if target.startswith("docs/") and not target.endswith(".json"):
            return os.path.relpath(target, "docs") + anchor
        return f"{repository}/blob/main/{target}{anchor}"

    parts = FENCE.split(markdown)
    return "".join(part if at % 2 else LINK.sub(lead, part) for at, part in enumerate(parts))
