"""The service run by uvicorn: in this process, or in several that share one address."""

from __future__ import annotations

import json
import multiprocessing
import os
import secrets
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import uvicorn

from springstep.engine.errors import Fault, KnowledgeError, QueryError, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import read_file
from springstep.installed import load_rule_base
from springstep.serve.app import application
from springstep.serve.settings import GUIDE, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

_VARIABLE = "SPRINGSTEP_SERVE"
"""What the processes of one service are told by the one that begins them."""
_SHUTDOWN_S = 30
_LEAST_IN_A_TOKEN = 16
_SEAL_BYTES = 32


@dataclass(frozen=True)
class Served:
    """What a service is started with, as plain data: files are read by the process that serves."""

    host: str
    port: int
    workers: int
    overlays: tuple[str, ...]
    """Laid over the guide's rules where a request names none."""
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    """Other rules by name: the overlays that are laid over the guide's."""
    knowledge: tuple[tuple[str, str], ...]
    """Other rules by name: a folder of knowledge."""
    tokens: str
    """A file of bearer tokens, one a line; empty for none."""
    seal_key: str
    """A file with the key that states are sealed with; empty for one of the time that the service runs."""
    diaries: str
    """A folder of diaries that people keep by the pages; empty for none."""
    origins: tuple[str, ...]
    most_bytes: int
    most_seconds: float
    most_waiting: int
    per_minute: int


def serve(served: Served) -> None:
    """Serve until the process is told to end, and let what was begun be ended first."""
    seal_key = _seal_key(served)
    settings_of(served, seal_key)  # mistakes are told before anything is begun
    os.environ[_VARIABLE] = json.dumps({**asdict(served), "seal": seal_key.hex()})
    uvicorn.run(
        "springstep.serve.run:from_environment",
        factory=True,
        host=served.host,
        port=served.port,
        workers=served.workers,
        timeout_graceful_shutdown=_SHUTDOWN_S,
        server_header=False,
        access_log=False,
        proxy_headers=False,
    )


def from_environment() -> FastAPI:
    """Return the application as the process that began this one says."""
    beginner = multiprocessing.parent_process()
    if beginner is not None:
        Thread(target=_end_with, args=(beginner.join,), daemon=True).start()
    told: dict[str, Any] = json.loads(os.environ[_VARIABLE])
    seal_key = bytes.fromhex(told.pop("seal"))
    told |= {"rules": [(name, tuple(files)) for name, files in told["rules"]]}
    return application(settings_of(Served(**told), seal_key))


def _end_with(beginner_ended: Callable[[], None]) -> None:
    """End this process, once what it has begun is ended, when the one that began it is gone."""
    beginner_ended()
    os.kill(os.getpid(), signal.SIGTERM)


def settings_of(served: Served, seal_key: bytes) -> Settings:
    """Return the settings of a service, its files read; raises ``SpringstepError`` for what cannot be served."""
    return Settings(
        rule_bases=_rule_bases(served),
        tokens=frozenset(_tokens(Path(served.tokens))) if served.tokens else frozenset(),
        diaries=Path(served.diaries) if served.diaries else None,
        origins=tuple(served.origins),
        most_bytes=served.most_bytes,
        most_seconds=served.most_seconds,
        most_waiting=served.most_waiting,
        per_minute=served.per_minute,
        seal_key=seal_key,
    )


def _rule_bases(served: Served) -> Mapping[str, RuleBase]:
    found = {GUIDE: _laid(served.overlays)}
    for name, base in (
        *((name, _laid(files)) for name, files in served.rules),
        *((name, load_rule_base(Path(folder))) for name, folder in served.knowledge),
    ):
        if name in found:
            raise QueryError([Fault("duplicate", f"two rule bases are called {shown(name)}", allowed="another name")])
        found[name] = base
    return found


def _laid(files: Sequence[str]) -> RuleBase:
    base = load_rule_base(overlays=[Path(file) for file in files])
    if files:
        from springstep.engine.advice.rule_examples import check_examples  # only overlays bring their own

        check_examples(base)
    return base


def _tokens(file: Path) -> Iterator[str]:
    lines = [line.strip() for line in read_file(file).splitlines() if line.strip()]
    for number, token in enumerate(lines, 1):
        if len(token) < _LEAST_IN_A_TOKEN or not token.isascii() or " " in token:
            what = f"token {number} is too short, or holds what no header can"
            raise QueryError([Fault("not_allowed", what, allowed=f"{_LEAST_IN_A_TOKEN} letters", source=str(file))])
        yield token
    if not lines:
        raise QueryError([Fault("missing", "holds no token", source=str(file))])


def _seal_key(served: Served) -> bytes:
    if not served.seal_key:
        return secrets.token_bytes(_SEAL_BYTES)
    try:
        key = Path(served.seal_key).read_bytes()
    except OSError as error:
        raise KnowledgeError([Fault("unreadable", str(error.strerror), source=served.seal_key)]) from None
    if len(key) < _SEAL_BYTES:
        what = f"holds {len(key)} bytes"
        raise QueryError([Fault("not_allowed", what, allowed=f"at least {_SEAL_BYTES}", source=served.seal_key)])
    return key
