"""A case as data frames hand it over: numpy's single values, every marker of a missing one, and rows by name."""

from __future__ import annotations

import datetime
import enum
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from springstep import CaseError, Remembered, UndecidedError, recommend
from springstep.engine.audit.mutants import mutants
from springstep.engine.inference.examples import example_case
from tests.strategies import BASE

CASE: dict[str, Any] = {"pain": "none", "injuries": [], "fatigue": 2, "duration_min": 50.5, "has_coach": True}
NAN = float("nan")


class Scalar:
    """Behaves as one of numpy's single values does."""

    def __init__(self, value: Any, kind: str) -> None:
        self._value = value
        self.dtype = type("dtype", (), {"kind": kind})

    def item(self) -> Any:
        return self._value

    def __eq__(self, other: object) -> bool:
        return bool(self._value == getattr(other, "_value", other))

    __hash__ = None  # type: ignore[assignment]


class Array(Scalar):
    """Behaves as an array that holds one value."""

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        raise ValueError("The truth value of an array is ambiguous")

    def __eq__(self, other: object) -> Any:
        return self


class NAType:
    """Behaves as ``pandas.NA`` does: no comparison with it is true or false."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = None  # type: ignore[assignment]


class NaTType(NAType):
    """Behaves as ``pandas.NaT`` does in comparisons."""


NA = type("NAType", (NAType,), {"__module__": "pandas._libs.missing"})()
NAT = type("NaTType", (NaTType,), {"__module__": "pandas._libs.tslibs.nattype"})()


class Word(str, enum.Enum):
    NONE = "none"


def faults(case: dict[str, Any], **how: Any) -> list[str]:
    with pytest.raises(CaseError) as caught:
        recommend(case, **how)
    return [str(fault) for fault in caught.value.faults]


def test_single_values_of_numpys_kind_are_plain_ones() -> None:
    handed = {
        "pain": Word.NONE,
        "injuries": [],
        "fatigue": Scalar(2, "i"),
        "duration_min": Scalar(50.5, "f"),
        "has_coach": Scalar(True, "b"),
    }
    assert recommend(handed).to_json() == recommend(CASE).to_json()


@pytest.mark.parametrize("missing", [None, NAN, Scalar(NAN, "f"), NA, NAT], ids=lambda each: type(each).__name__)
def test_whatever_stands_for_a_missing_value_is_unknown(missing: Any) -> None:
    without = {name: value for name, value in CASE.items() if name != "fatigue"}
    assert recommend({**CASE, "fatigue": missing}) == recommend(without)
    assert recommend({**CASE, "moment": missing}) == recommend(CASE)
    assert [fault.split(":")[0] for fault in faults({**CASE, "pain": missing})] == ["pain"]
    assert [fault.split(":")[0] for fault in faults({**CASE, "fatige": missing})] == ["fatige"]
    assert [fault.split(":")[0] for fault in faults({**CASE, "injuries": [missing]})] == ["injuries[0]"]
    found = faults({**CASE, "injuries": [{"site": "ankle", "status": missing}]})
    assert found[0].startswith("injuries[0].status: nothing is not allowed; allowed: ")


@pytest.mark.parametrize("name", [*CASE, "moment", "distance", "last_drill", "nought"])
@pytest.mark.parametrize(
    "wrong",
    [
        Array(2, "i"),
        Array("none", "O"),
        Scalar(5, "m"),  # a duration, which numpy hands out as a number
        Scalar(5, "M"),
        Scalar(5j, "c"),
        float("inf"),
        -float("inf"),
        Scalar(float("inf"), "f"),
        "nan",
        "NaN",
        "<NA>",
        "None",
        NAType(),
        datetime.datetime(2024, 5, 1),
        b"none",
    ],
    ids=lambda each: type(each).__name__,
)
def test_anything_else_stays_a_fault_of_its_fact(name: str, wrong: Any) -> None:
    assert any(fault.startswith(f"{name}: ") for fault in faults({**CASE, name: wrong}))


@pytest.mark.parametrize("missing", [None, "unknown", NAN])
def test_an_unknown_moment_asks_for_what_the_first_one_requires(missing: Any) -> None:
    assert [fault.split(":")[0] for fault in faults({"moment": missing})] == ["pain", "injuries"]


def test_what_a_history_remembers_may_be_handed_over_the_same_way() -> None:
    def remembered(value: Any) -> list[Remembered]:
        return [Remembered(fact="sessions_done", value=value, note="12 November")]

    handed, plain = (recommend(CASE, history=remembered(value)) for value in (Scalar(3, "i"), 3))
    assert (handed.case, handed.to_json()) == (plain.case, plain.to_json())
    assert "sessions_done" not in recommend(CASE, history=remembered(NA)).case


@pytest.mark.parametrize("row", [0, 17, "2024-05-01 Anna"])
def test_every_fault_names_the_row(row: int | str, tmp_path: Path) -> None:
    wrong = {"pain": "awful", "injuries": "banana", "fatigue": 11, "fatige": 3}
    plain, named = faults(wrong), faults(wrong, row=row)
    assert named == [f"row {row}: {fault}" for fault in plain] and len(plain) == 4
    path = tmp_path / "case.yaml"
    path.write_text("pain: none\nfatigue: 11\n", encoding="utf-8")
    for given in ({}, path, 5, "nowhere.yaml", "\0"):
        assert all(fault.startswith(f"row {row}: ") for fault in faults(given, row=row))  # type: ignore[arg-type]
    memory = [Remembered(fact="fatigue", value=11, note="")]
    assert faults(CASE | {"fatigue": None}, row=row, history=memory)[0].startswith(f"row {row}: the history: fatigue: ")


def test_a_case_that_the_rules_leave_open_names_the_row() -> None:
    rule = BASE.by_id["FRQ-110"]
    with pytest.raises(UndecidedError, match=r"^row 17: no rule decides 'due'"):
        recommend(example_case(BASE, rule, rule.fires_for), rule_base=next(mutants(BASE, rule)).base, row=17)


def test_neither_numpy_nor_pandas_is_imported_for_it() -> None:
    code = (
        "import sys, springstep\n"
        "springstep.recommend({'pain': 'none', 'injuries': [], 'fatigue': float('nan')}, row=1)\n"
        "print([name for name in ('numpy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_real_values_of_numpy() -> None:
    np: Any = pytest.importorskip("numpy")
    handed = {
        "pain": np.str_("none"),
        "injuries": [{"site": np.str_("ankle"), "status": np.str_("returning")}],
        "fatigue": np.int64(2),
        "duration_min": np.float32(50.5),
        "has_coach": np.bool_(True),
        "sleep": np.float64("nan"),
        "step_efforts": np.uint8(4),
        "step_effort_s": np.float64(8),
        "legs": np.datetime64("NaT", "s"),
    }
    plain = {**CASE, "injuries": [{"site": "ankle", "status": "returning"}], "step_efforts": 4, "step_effort_s": 8}
    assert recommend(handed).to_json() == recommend(plain).to_json()
    for wrong in (np.array(2), np.array([2]), np.array([[1, 2], [3, 4]]), np.timedelta64(5, "ns"), np.float64("inf")):
        for name in (*CASE, "moment"):
            found = faults({**CASE, name: wrong})
            assert any(fault.startswith(f"{name}: ") for fault in found)
            assert not any("\n" in fault for fault in found)
    arrays = (np.array([1, 2]), np.array([]), np.zeros((2, 2)), np.array(["a", "b"], dtype=object), np.void(b"a"))
    for name in BASE.vocabulary.facts:
        for wrong in arrays:
            for value in (wrong, [wrong], ["heat", wrong], [wrong, "heat"], [{"site": wrong, "status": "returning"}]):
                assert any(fault.startswith(name) for fault in faults({**CASE, name: value})), (name, value)
    listed = np.array([{"site": "ankle", "status": "returning"}], dtype=object)
    assert faults({**CASE, "injuries": listed})[0].startswith("injuries: must be a list, not array(")


def test_the_rows_of_a_real_frame() -> None:
    pd: Any = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "pain": ["none", "none", None],
            "injuries": [[], [{"site": "ankle", "status": "returning"}], []],
            "fatigue": pd.array([2, None, 3], dtype="Int64"),
            "has_coach": pd.array([None, True, False], dtype="boolean"),
            "duration_min": [50.5, float("nan"), 40],
            "last_drill": pd.Series([pd.NaT, pd.NaT, pd.NaT]),
        }
    )
    rows = frame.to_dict("records")
    assert recommend(rows[0]) == recommend({"pain": "none", "injuries": [], "fatigue": 2, "duration_min": 50.5})
    hurt = [{"site": "ankle", "status": "returning"}]
    assert recommend(rows[1]) == recommend({"pain": "none", "injuries": hurt, "has_coach": True})
    assert faults(rows[2], row=2)[0].startswith("row 2: pain: must be answered before a run")
    assert any(fault.startswith("fatigue: ") for fault in faults({**rows[0], "fatigue": frame["fatigue"]}))
    assert any(fault.startswith("fatigue: ") for fault in faults({**rows[0], "fatigue": pd.Timestamp(2024, 5, 1)}))
