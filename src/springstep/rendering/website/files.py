"""What a static site is made of: pages, scripts, the packages that run in the browser, and Pyodide, which runs them.

What is pure Python is taken from where this program itself runs, with its licences; Pyodide and the one compiled part,
pydantic-core, come from whoever makes the site.
"""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files as of_package
from typing import NamedTuple

from springstep.engine.errors import Fault
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import open_to_read
from springstep.installed import default_rule_base
from springstep.rendering.diary.pages import DiaryPages
from springstep.rendering.templates import part
from springstep.rendering.website.diary import HOME, PLACE
from springstep.rendering.website.engine import answer, pages
from springstep.rendering.website.errors import SiteError

_CONSULTATION, _HERE = "springstep.rendering.consultation", "springstep.rendering.website"
_DIARY = "springstep.rendering.diary"
_PACKAGES = (
    "annotated-types",
    "jinja2",
    "markupsafe",
    "platformdirs",
    "pydantic",
    "typing-extensions",
    "typing-inspection",
)
"""What springstep needs in the browser, besides itself and pydantic-core."""
_FRONT_ENDS = ("cli", "mcp", "serve", "sheets", "tables")
"""The rooms that stay behind."""
_COMPILED = (".so", ".pyd", ".dylib", ".pyc")
_RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self'; base-uri 'none'; form-action 'none'"
)


class SiteFile(NamedTuple):
    """A file of a site."""

    name: str
    content: bytes


def write_site(folder: pathlib.Path, *, runtime: pathlib.Path, core: pathlib.Path) -> int:
    """Write a site into a folder, and return how many bytes it has.

    ``runtime`` is the folder of Pyodide as the npm registry has it, ``core`` the wheel of pydantic-core for it. Raises
    ``SiteError`` where either is not there or does not fit, and ``SpringstepError`` where a file cannot be written.
    """
    files = [*site_files(), *_runtime(runtime), _core(core)]
    files.append(_offline(files))
    for file in files:
        atomic_write(folder / file.name, file.content, make_folder=True)
    return sum(len(file.content) for file in files)


def site_files() -> Iterator[SiteFile]:
    """Yield the files that springstep itself makes, the same bytes each time."""
    yield _page("index", pages().start())
    for moment in default_rule_base().vocabulary.moments:
        yield _page(moment, answer(json.dumps({"moment": [moment]})))
    yield _page(HOME.removesuffix(".html"), DiaryPages(default_rule_base()).begin(PLACE))
    for name in ("page.css", "page.js", "run.js"):
        yield SiteFile(name, part(_CONSULTATION, name).encode())
    yield SiteFile("diary.css", part(_DIARY, "diary.css").encode())
    yield SiteFile("app.js", part(_HERE, "app.js").encode())
    packages = SiteFile("packages.zip", _packages())
    yield packages
    yield SiteFile("engine.js", part(_HERE, "engine.js").replace("{compiled}", _compiled(packages)).encode())


def _compiled(packages: SiteFile) -> str:
    """Return the name under which a browser keeps what it compiled of the packages."""
    return f"compiled-{hashlib.sha256(packages.content).hexdigest()[:16]}"


def _page(name: str, text: str) -> SiteFile:
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    scripts = '<script src="run.js" defer></script>\n<script src="app.js" defer></script>\n</head>'
    without = (
        "<noscript><p>This site runs the rules by a script; a service shows the same pages without.</p></noscript>"
    )
    text = text.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1)
    text = text.replace("</head>", scripts, 1).replace('<main id="main">', f'{without}\n<main id="main">', 1)
    return SiteFile(f"{name}.html", text.encode())


def _packages() -> bytes:
    """Return a zip of all Python that runs in the browser."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_modules()):
            archive.writestr(zipfile.ZipInfo(name, _DAY_ONE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _modules() -> Iterator[tuple[str, bytes]]:
    root = pathlib.Path(str(of_package("springstep")))
    if not (root / "built.py").exists():
        what = "the rules have not been built into the package, as its folder cannot be written to"
        raise SiteError([Fault("not_found", what, allowed="an installed springstep, or a folder that can be")])
    for path in root.rglob("*"):
        within = path.relative_to(root).parts
        if path.is_file() and within[0] not in _FRONT_ENDS and not {"__pycache__"} & set(within):
            yield "/".join(("springstep", *within)), path.read_bytes()
    for name in _PACKAGES:
        try:
            listed = distribution(name).files or ()
        except PackageNotFoundError:
            allowed = "pip install 'springstep[serve]'"
            raise SiteError([Fault("not_installed", f"a site needs {name}", allowed=allowed)]) from None
        for file in listed:
            place = pathlib.Path(str(file.locate()))
            if file.suffix not in _COMPILED and not {"..", "__pycache__"} & set(file.parts) and place.is_file():
                yield file.as_posix(), place.read_bytes()


def _runtime(folder: pathlib.Path) -> Iterator[SiteFile]:
    for name in _RUNTIME:
        try:
            with open_to_read(folder / name) as stream:
                yield SiteFile(f"pyodide/{name}", stream.read())
        except OSError as error:
            what = f"{folder / name} cannot be read: {error.strerror}"
            allowed = "the folder of the npm package pyodide, such as node_modules/pyodide"
            raise SiteError([Fault("unreadable", what, allowed=allowed)]) from None


def _core(wheel: pathlib.Path) -> SiteFile:
    """Return the wheel of pydantic-core, which has to be the one that this pydantic needs."""
    name, _, rest = wheel.name.partition("-")
    wanted = version("pydantic-core")
    if name != "pydantic_core" or not rest.startswith(f"{wanted}-") or not rest.endswith("wasm32.whl"):
        what = f"{wheel.name} is not pydantic-core {wanted} for Pyodide"
        options = "--no-deps --only-binary=:all: --platform pyemscripten_2026_0_wasm32"
        allowed = f"pip download {options} pydantic-core=={wanted}"
        raise SiteError([Fault("not_allowed", what, allowed=allowed)])
    try:
        with open_to_read(wheel) as stream:
            return SiteFile("core.whl", stream.read())
    except OSError as error:
        raise SiteError([Fault("unreadable", f"{wheel} cannot be read: {error.strerror}")]) from None


def _offline(files: list[SiteFile]) -> SiteFile:
    """Return the script that keeps all files; its version is that of their content."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.content)
    names = json.dumps(["./", *(file.name for file in files)])
    packages = next(file for file in files if file.name == "packages.zip")
    text = part(_HERE, "offline.js").replace("{version}", digest.hexdigest()[:16]).replace("{files}", names)
    text = text.replace("{compiled}", _compiled(packages))
    return SiteFile("offline.js", text.encode())
