"""Code generators make types of the published schemas, and what springstep writes and reads fits these types."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from springstep import recommend
from springstep.installed import default_rule_base
from tests.places import ROOT
from tests.rewrite_schemas import place_of

CASES = [{**case, "moment": moment} for moment, case in default_rule_base().standard_cases.items()]
PLANS = [recommend(case) for case in CASES]
WRITTEN = {
    "case": ("Case", [json.dumps(dict(plan.case), default=list) for plan in PLANS]),
    "recommendation": ("Recommendation", [plan.to_json() for plan in PLANS]),
    "decision-card": ("DecisionCard", [plan.card().to_json() for plan in PLANS]),
}
"""By schema the name of its type, and texts that it describes."""
PROGRAM = """
import type { TYPE } from "./NAME";
export const told: TYPE[] = TEXTS;
"""
TOOLS = ROOT / ".venv" / "node" / "node_modules" / ".bin"


def tool(name: str) -> str | None:
    return shutil.which(name, path=str(TOOLS)) or shutil.which(name)


def models_of(name: str, folder: Path) -> Any:
    """Return the module of pydantic models that a generator writes for a schema."""
    module = folder / f"generated_{name.replace('-', '_')}.py"
    models = ("--output-model-type", "pydantic_v2.BaseModel", "--input-file-type", "jsonschema")
    called = [sys.executable, "-m", "datamodel_code_generator", "--input", place_of(name), "--output", module, *models]
    subprocess.run([*map(str, called)], check=True, capture_output=True)
    spec = importlib.util.spec_from_file_location(module.stem, module)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[module.stem] = found  # where the models look up the names in their annotations
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize("name", WRITTEN)
def test_pydantic_models_of_a_schema_read_what_it_describes(name: str, tmp_path: Path) -> None:
    kind, texts = WRITTEN[name]
    model = getattr(models_of(name, tmp_path), kind)
    for text in texts:
        read = model.model_validate_json(text)
        assert json.loads(read.model_dump_json(exclude_unset=True)) == json.loads(text)


@pytest.mark.slow
@pytest.mark.skipif(not (tool("json2ts") and tool("tsc")), reason="no json2ts and tsc to make and check TypeScript")
@pytest.mark.parametrize("name", WRITTEN)
def test_typescript_types_of_a_schema_take_what_it_describes(name: str, tmp_path: Path) -> None:
    kind, texts = WRITTEN[name]
    made = ["--input", str(place_of(name)), "--output", str(tmp_path / f"{name}.d.ts")]
    subprocess.run([str(tool("json2ts")), *made], check=True, capture_output=True)
    program = PROGRAM.replace("TYPE", kind).replace("NAME", name).replace("TEXTS", f"[{','.join(texts)}]")
    (tmp_path / "program.ts").write_text(program)
    checked = [str(tool("tsc")), "--noEmit", "--strict", "program.ts"]
    told = subprocess.run(checked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")
