"""What Python compiled of the packages, to be kept by the browser, so that the site starts sooner the next time."""

from __future__ import annotations

import io
import pathlib
import zipfile

_UNCHECKED = (1).to_bytes(4, "little")
"""The flags of compiled code that is taken without a look at its source (PEP 552)."""


def compiled(folder: str) -> bytes:
    """Return a zip of the compiled code below a folder, to be unpacked there again.

    It is taken as it is there: whoever keeps it has to throw it away where the source is another.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(pathlib.Path(folder).rglob("*.pyc")):
            code = path.read_bytes()
            archive.writestr(path.relative_to(folder).as_posix(), code[:4] + _UNCHECKED + code[8:])
    return packed.getvalue()
