"""Bring the documents at the root and the examples, which lie beside the folder docs, into the site.

Links to them are written as they hold in the repository; here they lead to the copies in the site.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

_RULES = "RULES.md"
_ROOT = (_RULES, "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_EXAMPLES = "examples"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents at the root and every file of the examples."""
    root = Path(config.config_file_path).parent
    for path in [*(root / name for name in _ROOT), *sorted((root / _EXAMPLES).rglob("*"))]:
        if path.is_file():
            files.append(File.generated(config, path.relative_to(root).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links that leave the folder docs for the rules or the examples into links inside the site."""
    name = page.file.src_uri
    if name == _RULES:
        page.meta["hide"] = ["toc"]  # it begins with its own
        return markdown
    if name in _ROOT:
        return markdown.replace("](docs/", "](")
    if name.startswith(_EXAMPLES):
        return markdown
    up = "../" * name.count("/")
    return re.sub(rf"\]\({re.escape('../' + up)}({'|'.join(_ROOT)}|{_EXAMPLES}/)", rf"]({up}\1", markdown)
