"""Consultations that know a diary, and their plan kept in it."""

from __future__ import annotations

from springstep.diary.memory import DiaryMemory
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Advised
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.pages import ConsultationPages
from springstep.rendering.consultation.turning import Carry, Turning


def turning_with(
    memory: DiaryMemory, dialogue: DialogueMachine, pages: ConsultationPages, *, seal: Carry, unseal: Carry
) -> Turning:
    """Return consultations that ask nothing that the diary knows, and say what a watch says."""
    return Turning(
        dialogue,
        pages,
        seal=seal,
        unseal=unseal,
        remembered=lambda moment: (memory.history(moment), memory.usual()),
        asking=memory.asking,
        today=lambda: memory.today,
    )


def keep_plan(memory: DiaryMemory, turning: Turning, entered: Entered) -> None:
    """Keep the plan that a form shows, and what was told for it that stays true; of any other form nothing."""
    last = turning.waiting(entered)
    if isinstance(last, Advised):
        memory.keep_plan(last.recommendation)
        memory.keep_told(last.recommendation.case)
