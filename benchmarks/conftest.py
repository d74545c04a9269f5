"""Print, after the table, the ratios that are worth comparing between machines."""

from __future__ import annotations

from typing import Any

RATIOS = (
    ("test_generated_function", "test_clips"),
    ("test_infer[function]", "test_clips"),
    ("test_infer[experta]", "test_clips"),
    ("test_infer[stock]", "test_clips"),
    ("test_recommend", "test_clips"),
    ("test_infer[function]", "test_clips_with_its_answer"),
    ("test_infer[experta]", "test_clips_with_its_answer"),
    ("test_recommend", "test_clips_with_its_answer"),
    ("test_whole_process", "test_bare_python"),
    ("test_recommend", "test_bare_python"),
)


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    """Show medians of one run against each other."""
    session = getattr(config, "_benchmarksession", None)
    medians = {bench.name: bench.stats.median for bench in session.benchmarks if bench.stats} if session else {}
    for above, below in RATIOS:
        if above in medians and below in medians:
            terminalreporter.write_line(f"{above} / {below}: {medians[above] / medians[below]:.2f}")
