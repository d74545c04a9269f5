"""The pages of a consultation: whatever a form holds, a page follows, or one of the package's own errors."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from springstep import Dialogue
from springstep.engine.consultation.state import State
from springstep.installed import default_rule_base
from springstep.rendering.consultation.lines import ASKING_OF, COMMANDS
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.sealing import Seal
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import texts
from tests.fuzz.seeds import MOMENTS, states

BASE = default_rule_base()
SEAL = Seal(bytes(32))
PAGES = ConsultationPages(BASE, PagePlaces("/consultation", "/", "/s", "/j", "/r"))
TURNING = Turning(Dialogue(BASE), PAGES, seal=SEAL.sealed, unseal=SEAL.opened)
NAMES = (
    "ticked", "words", "part", "item_0", "item_1", "amount_0", "words_0", "amount_1", "words_1",
    "of", "unit", "value", "x",
)  # fmt: skip
VALUES = (
    "", "none", "nothing", "pain", "grass", "45", "{} min", "6:00/km", "calf", "returning", "yes", "8", "fatigue",
    "dose", "bounding",
)  # fmt: skip


def sealed(state: State) -> str:
    return SEAL.sealed(state.to_json())


# Each page asks anew all that may still matter, and a plan is a page of its own: a fifth of what others get.
@inputs(200)
@given(
    st.sampled_from([sealed(state) for state in states()]) | texts(sealed(states()[0])),
    st.sampled_from(("answer", "run", *COMMANDS, *ASKING_OF)) | texts(*COMMANDS),
    st.dictionaries(st.sampled_from(NAMES), st.lists(texts(*VALUES), max_size=3), max_size=5),
    st.sampled_from(("", *MOMENTS)) | texts(*MOMENTS),
)
def test_a_form(state: str, do: str, filled: dict[str, list[str]], moment: str) -> None:
    with held():
        page = TURNING.page({"state": [state], "do": [do], "moment": [moment], **filled})
        assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>") and page.count("<h1") == 1
