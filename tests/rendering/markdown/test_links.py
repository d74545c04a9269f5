"""RULES.md can be read by following links: every mention leads somewhere, and every link has its target."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from springstep import load_rule_base
from springstep.engine.language.clauses import Clauses, clauses, needs_list
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.wording import condition_words
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import load_ledger
from springstep.installed import default_rule_base
from springstep.rendering.markdown.catalogue import INDEX, render_catalogue
from springstep.rendering.markdown.links import linked, targets
from tests.other_subject.plants import BASE as PLANTS
from tests.places import OVERLAY

BASE = default_rule_base()
TEXT = render_catalogue(BASE)
CODE = re.compile(r"```.*?```|`+[^`\n]*`+", re.DOTALL)
DEFINITION = re.compile(r"^\[([^\]]+)\]: #(\S+)$", re.MULTILINE)
MENTION = re.compile(r"(?<![\w-])(?:[A-Z]{3}-\d{3})(?![\w-])")


def anchors(text: str) -> list[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


@pytest.mark.parametrize(
    "text",
    [TEXT, render_catalogue(load_rule_base(overlays=[OVERLAY])), render_catalogue(PLANTS)],
    ids=["rules", "overlaid", "plants"],
)
def test_every_link_has_its_target_and_every_anchor_is_one_alone(text: str) -> None:
    there = anchors(text)
    assert [name for name, count in Counter(there).items() if count > 1] == []
    defined = dict(DEFINITION.findall(text))
    led = {*re.findall(r"\]\(#([^)\s]+)\)", text), *defined.values()}
    assert len(led) > 10 and led - set(there) == set()
    plain = CODE.sub("", DEFINITION.sub("", text))
    used = set(re.findall(r"(?<!\\)\[([A-Z]{3}-\d{3}|\d+\.\d+)\](?![(])", plain))
    assert used == set(defined)


def test_every_mention_of_a_rule_a_claim_a_tension_or_a_sentence_is_a_link() -> None:
    known = targets(BASE)
    assert {*BASE.by_id, *(claim.id for claim in load_claims(BASE)), *load_ledger(BASE).sentences} <= known.keys()
    body = "\n".join(line for line in TEXT.splitlines() if not line.startswith(("#", "[")))
    plain = CODE.sub("", body)
    bare = [found[0] for found in re.finditer(rf"(?<!\[){MENTION.pattern}(?!\])", plain) if found[0] in known]
    assert bare == []
    assert [number for number in re.findall(r"\\\[(\d+\.\d+)\\\]", TEXT) if number in known] == []


def test_a_mention_is_linked_once_and_a_heading_code_and_what_is_unknown_stay() -> None:
    known = {"ABC-010": "abc-010-x", "5.1": "paragraph-5"}
    lines = ["### ABC-010 x", "ABC-010, [ABC-010], XYZ-999 (ABC-010: so) [5.1] \\[5.1\\] [9.9]", "`a` `b:ABC-010`"]
    assert list(linked(lines, known)) == [
        "### ABC-010 x",
        "[ABC-010], [ABC-010], XYZ-999 ([ABC-010](#abc-010-x): so) [5.1] [5.1] [9.9]",
        "`a` [`b:ABC-010`](#abc-010-x)",
    ]


def deepest(words: str) -> int:
    depth = most = 0
    for sign in re.findall("[()]", words):
        depth += 1 if sign == "(" else -1
        most = max(most, depth)
    return most


def test_no_condition_is_a_line_of_brackets_within_brackets() -> None:
    for line in TEXT.splitlines():
        told = re.sub(r" \(`[^`]*`\)$", "", line)
        if re.match(r"- \*\*(When|Unless|Promises)\*\*|  +- |\| ", told) and not told.startswith("| `"):
            words = CODE.sub("", told)
            assert not (deepest(words) > 1 and len(words) > 160 and " and (" in words), line


def held(part: Clauses, found: list[str]) -> list[str]:
    found += [part.words] if not part.parts else []
    for each in part.parts:
        held(each, found)
    return found


def test_a_long_condition_is_a_list_of_what_has_to_hold_in_the_same_words() -> None:
    written = "fatigue >= 4 and (legs == heavy or (sleep == poor and fuel == empty)) and surface == grass"
    condition = parse_condition(written, BASE.facts)
    assert needs_list(condition_words(condition, BASE.facts))
    found = clauses(condition, BASE.facts)
    assert found.words == "all of these"
    assert [part.words for part in found.parts] == ["fatigue is at least 4", "any of these", "surface is grass"]
    assert [part.words for part in found.parts[1].parts] == ["legs is heavy", "sleep is poor and fuel is empty"]
    denied = clauses(condition, BASE.facts, denied=True)
    assert denied.words == "any of these"
    assert denied.parts[1].words == "all of these"


def test_every_rule_with_a_long_condition_is_listed_part_by_part() -> None:
    long = [rule for rule in BASE.rules if needs_list(condition_words(rule.when, BASE.facts))]
    assert long
    for rule in long:
        section = TEXT.split(f"\n### {rule.id} ")[1].split("\n###")[0]
        assert all(words.replace("_", " ") in section for words in held(clauses(rule.when, BASE.facts), []))


@pytest.mark.parametrize("phrase", ["present rung", "so manieth", "for what they say:", "how manieth"])
def test_no_word_stands_in_it_that_a_coach_would_not_say(phrase: str) -> None:
    assert phrase not in TEXT
    assert re.search(r"\b\d+ others\b", TEXT) is None


def test_the_index_leads_from_body_parts_and_situations_to_rules() -> None:
    section = TEXT.split(f"\n## {INDEX}\n")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| ([\w ]+) \| [^|]*\| ([^|]+) \|$", section, re.MULTILINE))
    assert "[INJ-050]" in rows["calf"] and "[INJ-040]" in rows["knee"]
    assert "[SEA-040]" in rows["race week"] and "[SRF-040]" in rows["slippery"]
    for scope in BASE.vocabulary.scopes.values():
        assert any(f"| {value.replace('_', ' ')} |" in section for f in scope.fields.values() for value in f.values)
