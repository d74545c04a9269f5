"""experta as a guest in a host program: whatever the host imports, before, after or meanwhile, neither notices."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path

import pytest

from springstep.engine.inference import experta_runtime
from tests.places import ROOT

needs_experta = pytest.mark.skipif(not experta_runtime.available(), reason="experta is not installed")


Host = Callable[..., str]

# What may lie on the host's path as frozendict: the version that experta pins, and one that works with it today.
_FROZENDICTS = {
    "1.2": "import collections\nclass frozendict(collections.Mapping):\n    pass\n",
    "2": "class frozendict(dict):\n    def __hash__(self):\n        return hash(frozenset(self.items()))\n",
}

_PRELUDE = """
import logging, sys, threading

root = logging.getLogger()
root.addHandler(logging.NullHandler())

def seen():
    "What a host can see of experta and of what it imports or changes."
    ours = ("experta", "frozendict", "schema")
    return (
        {name: module for name, module in sys.modules.items() if name.split(".")[0] in ours},
        [name for name in logging.Logger.manager.loggerDict if name.split(".")[0] in ours],
        list(root.handlers), root.level, logging.root.manager.disable,
    )

def first_use():
    import springstep
    plan = springstep.recommend({"moment": "during", "cue": "all_well", "bursts_done": 1})
    assert "springstep.engine.inference.experta_parts" in sys.modules
    return plan.to_json()
"""


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """Run a host program in its own process, with a frozendict of its choice first on the path."""

    def run(script: str, frozendict: str = "2") -> str:
        (tmp_path / "frozendict.py").write_text(_FROZENDICTS[frozendict], encoding="utf-8")
        path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
        done = subprocess.run(
            [sys.executable, "-c", _PRELUDE + script],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


@needs_experta
@pytest.mark.parametrize(
    ("frozendict", "before"),
    [
        ("1.2", ""),
        ("2", ""),
        ("2", "import frozendict"),
        ("1.2", "sys.modules['frozendict'] = None"),
        # A failed import leaves modules behind, and one that ends in an ImportError, which experta swallows, all.
        ("1.2", "try:\n    import experta\nexcept AttributeError:\n    assert 'experta.abstract' in sys.modules"),
        ("1.2", "sys.modules['frozendict'] = None\nimport experta\nassert not hasattr(experta, 'Fact')"),
        ("2", "import experta.engine\nassert experta.Fact"),
    ],
)
def test_first_use_changes_nothing_that_the_host_sees(host: Host, frozendict: str, before: str) -> None:
    host(f"{before}\nbefore = seen()\nfirst_use()\nassert seen() == before, (before, seen())", frozendict)


@needs_experta
@pytest.mark.parametrize("order", ["import experta; first_use()", "first_use(); import experta"])
def test_a_host_may_use_experta_itself(host: Host, order: str) -> None:
    printed = host(f"""
{order}
from springstep.engine.inference import experta_parts
assert not issubclass(experta_parts.Fact, experta.Fact)

class Greeting(experta.KnowledgeEngine):
    @experta.Rule(experta.Fact(name=experta.MATCH.name))
    def greet(self, name):
        print("hello", name)

engine = Greeting()
engine.reset()
engine.declare(experta.Fact(name="host", more={{"kept": ["frozen"]}}))
first_use()
engine.run()
""")
    assert printed == "hello host\n"


@needs_experta
def test_another_thread_at_any_moment_gets_its_own_modules_and_keeps_its_handlers(host: Host) -> None:
    printed = host("""
added = []

def meanwhile():
    "Each time import what experta imports, as if for the first time, and add a handler."
    for name in ("frozendict", "schema"):
        sys.modules.pop(name, None)
    import frozendict, schema
    assert frozendict.__file__ and schema.Schema(int)
    handler = logging.NullHandler()
    root.addHandler(handler)
    added.append(handler)

def at_each_step(event, arguments):
    if event == "exec" and "experta" in getattr(arguments[0], "co_filename", ""):
        thread = threading.Thread(target=meanwhile)
        thread.start()
        thread.join()

threading.excepthook = lambda failure: print("another thread:", repr(failure.exc_value))
sys.addaudithook(at_each_step)
first_use()
print(len(added) > 10, root.handlers[1:] == added)
""")
    assert printed == "True True\n"


@needs_experta
def test_several_threads_may_be_first_at_once(host: Host) -> None:
    printed = host("""
from concurrent.futures import ThreadPoolExecutor
start = threading.Barrier(8)

def work(_):
    start.wait()
    return first_use()

with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(work, range(8)))))
""")
    assert printed == "1\n"


@needs_experta
def test_a_host_that_logs_everything_hears_nothing_and_nothing_is_formatted(host: Host) -> None:
    printed = host("""
heard = []

class Ear(logging.Handler):
    def emit(self, record):
        heard.append(record.getMessage())

root.addHandler(Ear())
root.setLevel(logging.DEBUG)
first_use()
from springstep.engine.inference import experta_parts

def refuse(fact):
    raise AssertionError("formatted for nobody")

experta_parts.Fact.__str__ = experta_parts.Fact.__repr__ = refuse
first_use()
root.info("the host itself")
print(heard)
""")
    assert printed == "['the host itself']\n"


def test_whether_experta_is_there_is_told_without_importing_it(host: Host) -> None:
    printed = host("""
from springstep.engine.inference import experta_runtime
before = seen()
found = experta_runtime.available()
assert seen() == before and "springstep.engine.inference.experta_parts" not in sys.modules
print(found)
""")
    assert printed == f"{experta_runtime.available()}\n"


@pytest.mark.parametrize(
    "absent",
    [
        "sys.modules['experta'] = None",
        "sys.modules['experta'] = type(sys)('experta')",
        # A folder without code that is called so.
        "import os\nsys.path = ['', *(p for p in sys.path if not os.path.isdir(p + '/experta'))]\nos.mkdir('experta')",
    ],
)
def test_where_experta_is_missing_its_parts_say_so(host: Host, absent: str) -> None:
    printed = host(f"""
from springstep.engine.inference import experta_runtime
{absent}
try:
    from springstep.engine.inference import experta_parts
except ModuleNotFoundError as error:
    print(experta_runtime.available(), error.name)
""")
    assert printed == "False experta\n"


def test_the_documents_name_what_to_install_beside_experta() -> None:
    told = (ROOT / "docs" / "integrator" / "installing.md").read_text(encoding="utf-8")
    named = re.search(r"`pip install (click [a-z ]+)`", told)
    required = {re.split(r"[^a-z]", line.lower())[0] for line in requires("springstep") or [] if "extra" not in line}
    assert named is not None
    assert set(named[1].split()) == required - {"experta"}
