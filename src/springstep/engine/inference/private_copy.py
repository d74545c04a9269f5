"""Run a package's modules as a private copy: found like any other, but invisible to the rest of the process.

``import`` shares one module with the whole process: what one library changes in it, or in what it imports, changes for
all. A private copy runs the same code from the same files in separate modules. Its ``import`` statements
are answered here: by the copy's own modules, by stand-ins, and for everything else by Python.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import resolve_name
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from importlib.abc import InspectLoader


class PrivateCopy:
    """A package whose modules exist for this copy alone; nothing is entered into ``sys.modules``.

    ``spec`` is where the package was found, ``alias`` what its modules are called in the copy, so that their classes
    are not taken for the package's own. ``stand_ins`` are objects by the name of the module that they stand in for.
    The package's own ``__init__`` is not run: its body stays empty until something is put there. Not thread-safe:
    fill the copy while a module is imported, which one thread does while the others wait.
    """

    def __init__(self, spec: ModuleSpec, alias: str, stand_ins: Mapping[str, Any]) -> None:
        self._name = spec.name
        self._alias = alias
        self._stand_ins = stand_ins
        # Code looks names up in the built-ins of its own module, ``__import__`` for its import statements among them.
        self._builtins = {**vars(builtins), "__import__": self._import}
        self._modules = {spec.name: self._empty(spec)}

    def module(self, name: str = "") -> Any:
        """Return a module by its name inside the package, or the package itself; run it at the first request.

        Raises ModuleNotFoundError where the package has no such module.
        """
        return self._module(f"{self._name}.{name}" if name else self._name)

    def _module(self, name: str) -> ModuleType:
        if name in self._modules:
            return self._modules[name]
        parent, _, last = name.rpartition(".")
        above = self._module(parent)
        if name in self._modules:  # running the package above may have imported it
            return self._modules[name]
        spec = PathFinder.find_spec(name, getattr(above, "__path__", ()))
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        module = self._modules[name] = self._empty(spec)
        exec(cast("InspectLoader", spec.loader).get_code(name), module.__dict__)  # type: ignore[arg-type]
        setattr(above, last, module)
        return module

    def _empty(self, spec: ModuleSpec) -> ModuleType:
        """Make a module that has not run yet."""
        module = ModuleType(self._alias + spec.name.removeprefix(self._name))
        module.__dict__["__builtins__"] = self._builtins
        module.__file__ = spec.origin
        module.__package__ = spec.parent  # what relative imports start from
        if spec.submodule_search_locations is not None:
            module.__path__ = list(spec.submodule_search_locations)
        return module

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: tuple[str, ...] | None = (),
        level: int = 0,
    ) -> Any:
        """Answer an import statement of the copy's code, as ``builtins.__import__`` would."""
        if level:
            name = resolve_name("." * level + name, (globals or {})["__package__"])
        if name in self._stand_ins:
            return self._stand_ins[name]
        if name.partition(".")[0] != self._name:
            return builtins.__import__(name, globals, locals, fromlist or (), 0)
        module = self._module(name)
        if not fromlist:
            return self._modules[self._name]
        for wanted in fromlist:
            if not hasattr(module, wanted):
                self._module(f"{name}.{wanted}")
        return module
