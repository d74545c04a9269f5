"""Words that go with a step and say otherwise: advice, headlines, stop signals, and the words of the step itself.

Nothing reads words. What words a step cannot have beside it, and of which it needs one, the knowledge declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.audit.report import Finding
from springstep.engine.language.conclusions import Advise
from springstep.engine.language.conditions import Compare, Constant, Fact, conjuncts
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import StepWords

_FILLED_IN = re.compile(r"\{\w+\}\.?")


class _Worded(NamedTuple):
    """Texts that go with a step of a decision, or with a value of the plan."""

    subject: str
    decision: str
    step: str
    texts: tuple[str, ...]
    rules: tuple[str, ...] = ()


def words_against_steps(base: RuleBase) -> Iterator[Finding]:
    """Yield texts that say what their step does not allow, or nothing of what it needs; and steps that bar no more."""
    for sense in load_sense(base).steps:
        for worded in _worded(base):
            if worded.decision == sense.decision:
                yield from _against(sense, worded, base)
        scheme = base.decisions.get(sense.decision)
        if sense.bars and scheme is not None:
            for step in _from(sense.step, scheme.ranks):
                if step not in scheme.bars:
                    says = f"'{step}' of {scheme.name} bars nothing, and it has to."
                    yield Finding(id=f"words:{scheme.name}:{step}", kind="words", subject=scheme.name, says=says)


def _against(sense: StepWords, worded: _Worded, base: RuleBase) -> Iterator[Finding]:
    scheme = base.decisions.get(sense.decision)
    steps = _from(sense.step, scheme.ranks) if scheme is not None else [sense.step]
    name = f"words:{worded.subject}:{worded.decision}={worded.step}"
    for phrase in sense.never if worded.step in steps else ():
        found = [text for text in worded.texts if phrase.lower() in text.lower()]
        if found:
            says = f"{worded.subject} says '{found[0]}', and it concludes {worded.decision} {worded.step}."
            yield Finding(id=f"{name}:never", kind="words", subject=worded.subject, says=says, rules=worded.rules)
            return
    needs = sense.one_of if worded.step == sense.step else ()
    if needs and not any(phrase.lower() in text.lower() for text in worded.texts for phrase in needs):
        words = listed((f"'{phrase}'" for phrase in needs), last="or")
        says = f"{worded.subject} says '{worded.texts[0]}', and to {worded.decision} {worded.step} goes one of"
        yield Finding(
            id=f"{name}:one", kind="words", subject=worded.subject, says=f"{says} {words}.", rules=worded.rules
        )


def _from(step: str, ranks: Mapping[str, int]) -> list[str]:
    """Return a step and those that are more cautious."""
    return [name for name, rank in ranks.items() if rank >= ranks.get(step, len(ranks))]


def _worded(base: RuleBase) -> Iterator[_Worded]:
    for rule in base.rules:
        texts = tuple(text for each in _advice(rule) for text in (each.say, each.short) if text)
        for conclusion in rule.conclusions:
            if conclusion.step and texts:
                yield _Worded(rule.id, conclusion.decides, conclusion.step, texts, (rule.id,))
    for scheme in base.decisions.values():
        for step, words in scheme.steps.items():
            yield _Worded(scheme.name, scheme.name, step, (words,))
    for verdict in (each for verdicts in base.verdicts.values() for each in verdicts):
        for part in conjuncts(verdict.when):
            match part:
                case Compare("==", Fact(name), Constant(value)) if not _FILLED_IN.fullmatch(verdict.say):
                    yield _Worded(verdict.name, name, str(value), (verdict.say,))
    for declared in _mappings(base.declared):
        for scheme in base.decisions.values():
            if declared and set(declared) <= set(scheme.steps):
                told = [(step, str(words)) for step, words in declared.items()]
                plain = [each for each in told if not _FILLED_IN.search(each[1])]
                yield from (_Worded(step, scheme.name, step, (words,)) for step, words in plain)


def _advice(rule: Rule) -> list[Advise]:
    return [each for each in rule.conclusions if isinstance(each, Advise)]


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings in declared data."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _mappings(inner)


def words_of_signals(base: RuleBase) -> Iterator[Finding]:
    """Yield stop signals that do not say what their head tells to do, and heads that a page leaves out."""
    wanted = load_sense(base).signals
    shown = [part["signals"] for part in _mappings(base.declared) if "signals" in part]
    for rule in base.rules if wanted else ():
        for advice in _advice(rule):
            head = advice.short.partition(":")[0]
            if advice.topic != "stop" or not advice.short:
                continue
            missing = [word for word in wanted.get(head, ("?",)) if word.lower() not in advice.say.lower()]
            if missing:
                lacks = f"without '{missing[0]}'" if head in wanted else "which is no head of a signal"
                yield _of_rule(rule, f"stop:{head}", f"{rule.id} tells '{head}' and says '{advice.say}', {lacks}.")
            if any(head not in page for page in shown):
                yield _of_rule(rule, f"shown:{head}", f"{rule.id} tells '{head}', which no page shows.")


def words_of_promises(base: RuleBase) -> Iterator[Finding]:
    """Yield advice that says what has to be promised, and promises nothing."""
    for rule in base.rules:
        for advice in _advice(rule):
            phrase = _first(load_sense(base).promised, (advice.say,))
            if phrase and advice.promises is None:
                says = f"{rule.id} says '{phrase}' and promises nothing, so that nothing proves it."
                yield _of_rule(rule, "unpromised", says)


def figures_of_ours(base: RuleBase) -> Iterator[Finding]:
    """Yield the rules that are called the guide's while their words own a figure or a reading."""
    for rule in base.rules:
        texts = (rule.because, rule.short, *(each.say for each in _advice(rule)))
        phrase = _first(load_sense(base).ours, texts)
        if phrase and rule.basis == "guide":
            says = f"{rule.id} has basis guide, and its words say '{phrase}'."
            yield Finding(id=f"basis:{rule.id}", kind="basis", subject=rule.id, says=says, rules=(rule.id,))


def unfinished_words(base: RuleBase) -> Iterator[Finding]:
    """Yield sentences without an end: what came after it may have been taken for a comment."""
    for rule in base.rules:
        for text in (rule.because, rule.short, *(each.say for each in _advice(rule))):
            if text and not _ends(text):
                yield _of_rule(rule, "end", f"{rule.id} says '{text}', which has no end.")
    for claim in load_claims(base):
        if not claim.rule and not _ends(claim.says):
            says = f"{claim.id} says '{claim.says}', which has no end."
            yield Finding(id=f"words:{claim.id}:end", kind="words", subject=claim.id, says=says)
    for table in base.tables.values():
        for name in (name for name, column in table.columns.items() if column.kind == "text"):
            if 2 * sum(_ends(str(row[name])) for row in table.rows) > len(table.rows):
                for row in (row for row in table.rows if not _ends(str(row[name]))):
                    says = f"{table.row} {row.id} says '{row[name]}', which has no end, unlike the others."
                    yield Finding(id=f"words:{row.id}:{name}", kind="words", subject=row.id, says=says)


def _ends(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", '"'))


def _first(phrases: Iterable[str], texts: Iterable[str]) -> str:
    every = " ".join(texts).lower()
    return next((phrase for phrase in phrases if phrase.lower() in every), "")


def _of_rule(rule: Rule, what: str, says: str) -> Finding:
    return Finding(id=f"words:{rule.id}:{what}", kind="words", subject=rule.id, says=says, rules=(rule.id,))
