"""Show Markdown, or the text of a terminal, as pictures: the way GitHub and a terminal would.

    scripts/picture.py comment.md [more.md ...] --to FOLDER [--view light|dark|phone] [--open | --whole] [--terminal]
    scripts/picture.py tests/golden/half-good.txt --whole --to FOLDER

Of a file in tests/golden/ it shows the comment, or with --whole the description above it. Without --view, there
are three pictures of each file: light, dark and as wide as a phone.
GitHub's stylesheet comes from npm (github-markdown-css); WHYLINT_NODE_MODULES names the folder it is installed in.
Chromium is taken from CHROMIUM or the path. The pictures are made smaller where there is pngquant.
Exit code 2: something that is needed is not there.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VIEWS = {"light": ("light", 800), "dark": ("dark", 800), "phone": ("light", 390)}
NARROWEST = 500  # a window of Chromium; what is narrower becomes a column
# GitHub's colours: the page, the head of a comment, lines, quiet words, words
COLORS = {
    "light": ("#ffffff", "#f6f8fa", "#d1d9e0", "#59636e", "#1f2328"),
    "dark": ("#0d1117", "#151b23", "#3d444d", "#9198a1", "#f0f6fc"),
}
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=2 "
    "--run-all-compositor-stages-before-draw"
).split()
ANSI = {"0": "</span>" * 2, "1": '<span class="bold"><span>', "2": '<span class="dim"><span>'}
ANSI |= {code: f'<span class="c{code}"><span>' for code in ("31", "32", "33")}


def main() -> int:
    """Make the pictures and print their names."""
    arguments = parse_arguments()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        return missing("Chromium: install it, or name it in CHROMIUM")
    modules = Path(os.environ.get("WHYLINT_NODE_MODULES", "node_modules"))
    if not arguments.terminal and not (modules / "github-markdown-css").is_dir():
        return missing(
            "github-markdown-css: npm install github-markdown-css, and name the folder in WHYLINT_NODE_MODULES"
        )
    arguments.to.mkdir(parents=True, exist_ok=True)
    for file in arguments.files:
        parts = read(file)
        for name in [arguments.view] if arguments.view else VIEWS:
            theme, width = VIEWS[name]
            if arguments.terminal:
                page, width = terminal_page(parts["terminal"]), 760
            else:
                page = github_page(conversation(parts, whole=arguments.whole), modules, theme, width, arguments.open)
            target = arguments.to / f"{arguments.name or file.stem}-{name}.png"
            take(chromium, page, target, width)
            print(target)
            if arguments.terminal:
                break
    return 0


def read(file: Path) -> dict[str, str]:
    """Read a file's parts: those of a golden file, or the whole text as each of them."""
    text = file.read_text(encoding="utf-8")
    if not text.startswith("=== "):
        return {"comment": text, "terminal": text}
    found = [part.partition("\n") for part in ("\n" + text).split("\n=== ")[1:]]
    return {name: body for name, _, body in found}


def conversation(parts: dict[str, str], *, whole: bool) -> list[tuple[str, str]]:
    """What stands on the page: heads of comments, and their Markdown."""
    if not whole:
        return [("", parts["comment"])]
    import yaml  # noqa: PLC0415 -- only golden files need it

    title = html.escape(yaml.safe_load(parts["pull request"])["title"])
    return [
        (f"<h1>{title}</h1><b>ines-k</b> wants to merge 3 commits into <b>main</b>", parts["description"]),
        ("<b>github-actions</b> <small>bot</small> commented", parts["comment"]),
    ]


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path("pictures"))
    parser.add_argument("--name", help="what the pictures are called, instead of as the file")
    parser.add_argument("--view", choices=VIEWS)
    parser.add_argument("--whole", action="store_true", help="show the description above the comment")
    parser.add_argument("--open", action="store_true", help="show what is collapsed")
    parser.add_argument("--terminal", action="store_true", help="the files hold the text of a terminal")
    return parser.parse_args()


def missing(what: str) -> int:
    """Say what is needed."""
    print(f"scripts/picture.py needs {what}", file=sys.stderr)
    return 2


def github_page(
    said: list[tuple[str, str]],
    modules: Path,
    theme: str,
    width: int,
    opened: bool,
) -> str:
    """Put comments on a page with GitHub's stylesheet."""
    import cmarkgfm  # noqa: PLC0415 -- only pictures of Markdown need it
    from cmarkgfm.cmark import Options  # noqa: PLC0415

    shown = ""
    for head, markdown in said:
        body = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
        body = body.replace("<details>", "<details open>") if opened else body
        shown += f"<section>{f'<header>{head}</header>' if head else ''}"
        shown += f'<article class="markdown-body" dir="auto">{body}</article></section>'
    style = (modules / "github-markdown-css" / f"github-markdown-{theme}.css").read_text(encoding="utf-8")
    page, top, line, words, ink = COLORS[theme]
    return f"""<!doctype html><meta charset="utf-8"><style>{style}
body {{ margin: 0 auto; padding: 16px 16px 0; box-sizing: border-box; width: {width}px; background: {page}; }}
section {{ border: 1px solid {line}; border-radius: 6px; margin-bottom: 16px; overflow: hidden; }}
header {{ background: {top}; border-bottom: 1px solid {line}; color: {words}; padding: 8px 16px;
  font: 14px -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }}
header h1 {{ font-size: 20px; font-weight: 600; color: {ink}; margin: 4px 0 8px; }}
header small {{ border: 1px solid {line}; border-radius: 9px; padding: 0 6px; }}
.markdown-body {{ padding: 16px; font-size: 14px; }}
</style>{shown}"""


def terminal_page(text: str) -> str:
    """Put the text of a terminal on a page, with the few colours that whylint uses."""
    shown = re.sub("\x1b\\[([0-9]+)m", lambda match: ANSI.get(match[1], ""), html.escape(text))
    return f"""<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #1e1e1e; color: #d4d4d4; }}
pre {{ padding: 16px; margin: 0; font: 14px/1.35 monospace; }}
.bold {{ font-weight: bold; color: #fff; }} .dim {{ opacity: .6; }}
.c31 {{ color: #f48771; }} .c32 {{ color: #89d185; }} .c33 {{ color: #e2c08d; }}
</style><pre>{shown}</pre>"""


def take(chromium: str, page: str, target: Path, width: int) -> None:
    """Write a picture of a page: once to measure how high it is, once to take it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "page.html"
        measure = "<script>document.title = document.documentElement.offsetHeight</script>"
        source.write_text(page + measure, encoding="utf-8")
        command = [chromium, *FLAGS, f"--user-data-dir={folder}/profile"]
        window = max(width, NARROWEST)
        measured = run([*command, f"--window-size={window},100", "--dump-dom", source.as_uri()])
        height = re.search("<title>([0-9]+)</title>", measured)
        if not height:
            sys.exit("Chromium did not read the page")
        command += [
            f"--window-size={window},{height[1]}",
            f"--screenshot={target.resolve()}",
            "--virtual-time-budget=2000",
            source.as_uri(),
        ]
        run(command)
    if shrink := shutil.which("pngquant"):
        run([shrink, "--force", "--strip", "--ext", ".png", "64", str(target)])


def run(command: list[str]) -> str:
    """Run Chromium; its output."""
    return subprocess.run(command, check=True, capture_output=True, timeout=120, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
