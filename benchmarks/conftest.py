"""Print after the table the ratios that can be compared between machines."""

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
    ("test_recommend_with_all_words", "test_clips_with_its_answer"),
    ("test_whole_process", "test_bare_python"),
    ("test_recommend", "test_bare_python"),
    ("test_recommend_with_more_rules[8]", "test_recommend_with_more_rules[1]"),
    ("test_generated_function_with_more_rules[8]", "test_generated_function_with_more_rules[1]"),
    ("test_whole_audit[1]", "test_whole_audit[2]"),
    ("test_whole_audit[1]", "test_rules_put_into_formulas[before]"),
    ("test_mutants_of_every_tenth_rule", "test_whole_audit[1]"),
    ("test_snapshot_case", "test_recommend_snapshot_case"),
    ("test_trial", "test_recommend"),
    ("test_what_would_change_the_worst", "test_recommend"),
)
_EACH = "test_what_would_change_each_example"


def pytest_terminal_summary(terminalreporter: Any, config: Any) -> None:
    """Show ratios of the medians of one run."""
    session = getattr(config, "_benchmarksession", None)
    medians = {bench.name: bench.stats.median for bench in session.benchmarks if bench.stats} if session else {}
    each = [median for name, median in medians.items() if name.startswith(_EACH)]
    if each:
        medians["test_what_would_change_the_worst"] = max(each)
    for above, below in RATIOS:
        if above in medians and below in medians:
            terminalreporter.write_line(f"{above} / {below}: {medians[above] / medians[below]:.2f}")
