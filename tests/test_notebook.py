"""The notebook of the examples runs as it stands, and a plan shows itself in it."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from springstep import Recommendation, recommend
from tests.places import EXAMPLES

CASE = {"pain": "none", "injuries": [], "screening": [], "fatigue": 8}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs_and_shows_plans() -> None:
    notebook = nbformat.read(EXAMPLES / "notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs], "kept without outputs"
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": EXAMPLES}}).execute()
    first, timeline, mornings, why = ([*cell.outputs] for cell in notebook.cells if cell.cell_type == "code")
    assert first[0].data["text/markdown"].startswith("**Bursts today")
    assert "Easy running to warm up" in timeline[0].data["text/plain"]
    assert "'Friday': 'No bursts today. Run easy, or rest.'" in mornings[0].data["text/plain"]
    assert why[0].text.startswith("Readiness: ")


def test_a_plan_of_rules_that_are_not_here_shows_what_to_do() -> None:
    plan = recommend(CASE)
    assert plan._repr_markdown_().startswith(f"**{plan.headline}**\n\n- ")
    other = Recommendation.from_json(plan.to_json().replace(plan.rules_digest, "0" * 64))
    assert other._repr_markdown_() == f"**{plan.headline}**"
