"""The solver that proofs need: an extra, which a command looks for before it imports the prover."""

from __future__ import annotations

from springstep.engine.errors import Fault, SpringstepError


def needs_solver() -> None:
    """Raise ``SpringstepError`` when the solver is not installed."""
    try:
        import z3  # noqa: F401  an extra, looked for only
    except ImportError:
        raise SpringstepError(
            [Fault("not_installed", "an audit needs the z3 solver", allowed="pip install 'springstep[audit]'")]
        ) from None
