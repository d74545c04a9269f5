"""``springstep rules``: the rule base as a coach reads it, and as a program does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from springstep.cli.text.echo import unstyled
from springstep.cli.text.rule_page import Section, rule_page
from springstep.engine.language.conclusions import Bound
from springstep.engine.language.conditions import Constant
from springstep.engine.language.rules import Origin
from springstep.engine.rulebase.ledger import load_ledger
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke
from tests.places import ROOT

RULE_ID = re.compile(r"^  ([A-Z]{3}-\d{3})  ", re.M)

Json = Callable[..., Any]


@pytest.fixture
def printed(springstep: Invoke) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        result = springstep("rules", *arguments)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    return run


@pytest.fixture
def as_json(printed: Callable[..., str]) -> Json:
    return lambda *arguments: json.loads(printed(*arguments, "--json"))


def folded(text: str) -> str:
    return " ".join(text.split())


# list


def test_list_tells_every_rule_once_under_its_topic(printed: Callable[..., str]) -> None:
    base, text = default_rule_base(), printed("list")
    assert RULE_ID.findall(text) == [rule.id for rule in base.rules]
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        *base.topics.values(),
        f"{len(base.rules)} of {len(base.rules)} rules",
    ]


def test_list_gives_reason_sentences_and_basis(printed: Callable[..., str]) -> None:
    rule = default_rule_base().by_id["INJ-040"]
    assert f"INJ-040 returning ankle or knee: {rule.because} [12.2] inference" in folded(printed("list"))


@pytest.mark.parametrize("basis", ["guide", "inference", "convention"])
def test_list_keeps_to_one_basis(basis: str, printed: Callable[..., str]) -> None:
    wanted = [rule.id for rule in default_rule_base().rules if rule.basis == basis]
    assert wanted
    assert RULE_ID.findall(printed("list", "--basis", basis)) == wanted


def test_bases_share_out_all_rules(as_json: Json) -> None:
    ids = [rule["id"] for basis in ("guide", "inference", "convention") for rule in as_json("list", "--basis", basis)]
    assert sorted(ids) == sorted(rule.id for rule in default_rule_base().rules)


@pytest.mark.parametrize("topic", list(default_rule_base().topics))
def test_list_keeps_to_one_topic(topic: str, as_json: Json) -> None:
    found = as_json("list", "--topic", topic)
    assert [rule["id"] for rule in found] == [rule.id for rule in default_rule_base().rules if rule.topic == topic]


def test_list_joins_topic_and_basis(as_json: Json) -> None:
    assert [rule["id"] for rule in as_json("list", "--topic", "stop", "--basis", "convention")] == ["STP-050"]


def test_list_as_json_holds_what_a_program_needs(as_json: Json) -> None:
    rules = {rule["id"]: rule for rule in as_json("list")}
    rule = rules["SRF-060"]
    assert (rule["when"], rule["unless"]) == ("always", "surface in {grass, dirt_path, track}")
    assert rules["FRQ-080"]["overrides"] == ["FRQ-070"]
    assert rules["INJ-040"]["for_each"] == "injury"
    source, line = rules["DOS-010"]["source"].split(":")
    text = (ROOT / "knowledge" / "rules" / source).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1].strip() == "- id: DOS-010"


# search


def test_search_finds_rules_by_all_of_the_words(as_json: Json) -> None:
    both = {rule["id"] for rule in as_json("search", "ankle", "knee")}
    assert "INJ-040" in both
    assert both <= {rule["id"] for rule in as_json("search", "ankle")} | {
        rule["id"] for rule in as_json("search", "knee")
    }
    held = {rule["id"] for rule in as_json("search", "impact", "land") if rule["how"] == "words"}
    assert held <= {rule["id"] for rule in as_json("search", "impact")} & {
        rule["id"] for rule in as_json("search", "land")
    }


@pytest.mark.parametrize("sentence", ["5.1", "[5.1]"])
def test_search_finds_rules_by_sentence(sentence: str, as_json: Json) -> None:
    assert [rule["id"] for rule in as_json("search", sentence)] == [
        rule.id for rule in default_rule_base().rules if "5.1" in rule.guide
    ]


@pytest.mark.parametrize("word", ["dos-010", "DOS-010", "two-minutes-an-hour"])
def test_search_finds_a_rule_by_id_and_name(word: str, printed: Callable[..., str]) -> None:
    assert "DOS-010" in RULE_ID.findall(printed("search", word))


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_search_without_a_hit_is_a_finding(options: tuple[str, ...], springstep: Invoke) -> None:
    result = springstep("rules", "search", "zebra", *options)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == ("[]\n" if options else f"0 of {len(default_rule_base().rules)} rules\n")


# show


def test_show_tells_everything_about_a_rule(printed: Callable[..., str]) -> None:
    text = folded(printed("show", "INJ-040"))
    for part in (
        "INJ-040 returning ankle or knee",
        "When For each injury, when injury site is ankle or knee and injury status is returning",
        "Then Readiness: Bursts, with care",
        "Ground contact: Barely leaving the ground",
        "No drill with landing: single leg",
        "Because A recovering joint needs stability",
        "Basis inference [12.2]",
        "Fires for",
        "Written in knowledge/rules/injury.yaml, line",
        "[12.2] " + folded(load_ledger(default_rule_base()).sentences["12.2"].gist),
    ):
        assert part in text


def test_show_tells_which_rules_override_each_other(printed: Callable[..., str]) -> None:
    assert "Overridden by FRQ-080" in folded(printed("show", "FRQ-070"))
    assert "Overrides FRQ-070" in folded(printed("show", "FRQ-080"))


@pytest.mark.parametrize("name", ["inj-040", "returning-ankle-or-knee", "returning ankle or knee", " INJ-040 "])
def test_show_takes_a_rule_by_id_or_name(name: str, printed: Callable[..., str]) -> None:
    assert printed("show", name) == printed("show", "INJ-040")


@pytest.mark.parametrize("rule", [rule.id for rule in default_rule_base().rules])
def test_show_works_for_every_rule_within_80_columns(rule: str, printed: Callable[..., str]) -> None:
    text = printed("show", rule)
    assert default_rule_base().by_id[rule].because in folded(text)
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_show_holds_no_markup(printed: Callable[..., str]) -> None:
    assert "**" not in printed("show", "INJ-040")


def test_show_as_json_adds_condition_in_words_and_sentences(as_json: Json) -> None:
    rule = as_json("show", "STF-020")
    assert rule["when"] == "stiffness.site in {hips, lower_back} and stiffness.severity == marked"
    assert rule["condition_in_words"] == ("stiffness site is hips or lower back and stiffness severity is marked")
    assert rule["sentences"] == {
        number: load_ledger(default_rule_base()).sentences[number].gist for number in ("6.6", "1.6")
    }


def test_show_tells_against_whom_a_rule_stands(printed: Callable[..., str]) -> None:
    text = folded(printed("show", "INJ-040"))
    assert "Readiness: modify dominates 1 milder rule: RDY-010 before an easy run (go) dominated by" in text
    assert re.search(r"dominated by \d+ stricter rules, the closest: RDY-030 clearly tired \(strides instead\);", text)
    tired = folded(printed("show", "RDY-030"))
    assert re.search(r"Number of efforts today: at most 3 efforts dominates \d+ milder rules, .*RDY-020", tired)


def test_show_says_when_it_depends_on_the_runner_and_when_no_other_rule_speaks(printed: Callable[..., str]) -> None:
    assert "depends on the runner, against 1 rule: DOS-030" in folded(printed("show", "DOS-010"))
    assert "running at the end alone no other rule" in folded(printed("show", "RUN-030"))


def test_show_tells_the_example_runners_and_what_they_are_told(printed: Callable[..., str]) -> None:
    text = folded(printed("show", "INJ-010"))
    assert "Fires for Before a run: the standard runner, but for this. Pain is sharp, not none. Advice: Stop" in text
    assert "Silent for Before a run: the standard runner, but for this. Pain is ache, not none." in text


def test_show_tells_a_safety_claim(printed: Callable[..., str], as_json: Json) -> None:
    text = folded(printed("show", "clm-010"))
    assert "CLM-010 under two minutes an hour" in text and "never: set_total_s >= 2 * duration_min" in text
    assert as_json("show", "CLM-010")["basis"] == "guide"


def test_show_tells_the_tensions_that_a_rule_resolves(printed: Callable[..., str], as_json: Json) -> None:
    tension = next(t for t in load_ledger(default_rule_base()).tensions if t.id == "TEN-100")
    assert f"TEN-100 for most athletes. {tension.resolved}" in folded(printed("show", "DOS-010"))
    assert "TEN-100" in [record["id"] for record in as_json("show", "DOS-010")["tensions"]]


def test_show_tells_what_a_rule_reads(printed: Callable[..., str], as_json: Json) -> None:
    assert "Reads injury site, injury status Written in" in folded(printed("show", "INJ-040"))
    assert "Reads nothing: it always applies" in folded(printed("show", "FRQ-070"))
    assert as_json("show", "DOS-010")["reads"] == ["duration_min"]


def test_show_as_json_holds_all_of_the_page(as_json: Json) -> None:
    rule = as_json("show", "INJ-040")
    tired = as_json("show", "RDY-030")
    efforts = next(contest for contest in tired["against"] if contest["decision"] == "efforts")
    milder = [
        other.id
        for other in default_rule_base().rules
        for each in other.conclusions
        if isinstance(each, Bound) and each.decision == "efforts" and isinstance(each.amount, Constant)
        if float(each.amount.value) > 3 and "before" in other.moments
    ]
    assert {rival["rule"] for rival in efforts["dominates"]} == set(milder)
    assert efforts["dominated_by"] == []
    assert rule["fires_for"]["changes"] == {"injuries": [{"site": "ankle", "status": "returning"}]}
    assert rule["fires_for"]["case"]["injuries"] == [{"site": "ankle", "status": "returning"}]
    assert rule["silent_for"]["words"][1] == "Has a resolved ankle injury."
    assert rule["conclusions"][0] == "Readiness: Bursts, with care"
    assert rule["origin"] is None


def test_page_takes_sections_that_others_know() -> None:
    base = default_rule_base()
    signed = Section("Signature", [("signed by", "A. Coach, 2026-11-22")], "signature", {"by": "A. Coach"})
    lines = list(rule_page(base.rule("INJ-040"), base, extra=[signed]))
    assert [unstyled(line) for line in lines[-2:]] == ["Signature", "  signed by     A. Coach, 2026-11-22"]


def test_page_tells_whose_overlay_changed_a_rule() -> None:
    base = default_rule_base()
    origin = Origin(
        "club-rules", "tightened", "A. Coach", "2026-11-22", "individual_history", "They tell less.", "c.yaml", 7, 5
    )
    text = folded(" ".join(rule_page(replace(base.rule("RDY-020"), origin=origin), base)))
    assert "Overlay tightened by A. Coach, 2026-11-22, in club-rules; individual history: They tell less." in text
    assert "Entry in c.yaml, line 7 Written in knowledge/rules/readiness.yaml, line" in text


def test_show_tells_arithmetic_in_words(as_json: Json) -> None:
    rule = as_json("show", "RUN-035")
    assert rule["when"] == "60 * (warm_up_min + cool_down_min) + 3 * (8 + rest_s) > 60 * duration_min"
    assert rule["condition_in_words"] == (
        "60 x (warm-up + easy finish) + 3 x (8 + recovery after each effort) is more than 60 x length of the run"
    )


def test_show_tells_the_generated_code_of_a_rule_at_each_moment(printed: Callable[..., str], as_json: Json) -> None:
    text = printed("show", "INJ-040", "--code")
    assert "INJ-040 before" in text and "for index in range(len(injuries or ()) - 1, -1, -1):" in text
    record = as_json("show", "INJ-040", "--code")
    assert all(code in text for code in record["code"].values())
    assert list(record["code"]) == as_json("show", "INJ-040")["moments"]


def test_a_claim_has_no_code(springstep: Invoke) -> None:
    result = springstep("rules", "show", "CLM-010", "--code")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--code is for rules" in result.stderr


def test_show_suggests_the_nearest_rule(springstep: Invoke) -> None:
    result = springstep("rules", "show", "DOS-011")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no rule is called 'DOS-011'" in result.stderr
    assert re.search(r"did you mean 'DOS-\d{3}'", result.stderr)


# drills and facts


def test_drills_lists_every_drill_with_its_attributes(printed: Callable[..., str], as_json: Json) -> None:
    drills, text = default_rule_base().tables["drills"].rows, printed("drills")
    assert re.findall(r"^\S.*\((\w+)\)$", text, re.M) == [drill.id for drill in drills]
    assert "Attributes landing both, impact moderate, direction in place, purpose stiffness" in folded(text)
    record = {drill["id"]: drill for drill in as_json("drills")}
    assert list(record) == [drill.id for drill in drills]
    assert (record["pogo_hops"]["impact"], record["pogo_hops"]["guide"]) == ("moderate", ["4.2"])


def test_drills_that_are_ours_say_so(printed: Callable[..., str]) -> None:
    ours = sum(not drill["guide"] for drill in default_rule_base().tables["drills"].rows)
    assert len(re.findall(r"^  Guide +ours$", printed("drills"), re.M)) == ours > 0


def test_facts_lists_every_field_of_a_case(printed: Callable[..., str], springstep: Invoke) -> None:
    fields = json.loads(springstep("schema", "case").stdout)["properties"]
    assert re.findall(r"^(\w+)", printed("facts"), re.M) == list(fields)


def test_facts_tells_question_meaning_and_what_is_allowed(printed: Callable[..., str]) -> None:
    text = folded(printed("facts"))
    assert "fatigue How tired are you today, from 0 (fully fresh) to 10 (exhausted)?" in text
    assert "allowed: a whole number from 0 to 10" in text
    assert "pain, required before and after a run" in text
    assert "cue, required during a run" in text


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_facts_keeps_to_what_is_asked_at_a_moment(moment: str, as_json: Json) -> None:
    kept = [fact["name"] for fact in as_json("facts", "--moment", moment)]
    assert kept == [fact["name"] for fact in as_json("facts") if moment in fact["moments"]]
    assert ("cue" in kept) == (moment == "during")
    assert ("run_kind" in kept) == (moment == "before")


# ledger


def test_ledger_accounts_for_every_sentence(printed: Callable[..., str]) -> None:
    base, text = default_rule_base(), printed("ledger")
    sentences, rules = text.split("From rule to sentences")
    assert re.findall(r"^  (\d+\.\d+|title|summary|heading-\d) +\S", sentences, re.M) == list(
        load_ledger(base).sentences
    )
    assert RULE_ID.findall(rules) == [rule.id for rule in base.rules]
    cited = sum(1 for number in load_ledger(base).sentences if any(number in rule.guide for rule in base.rules))
    assert text.splitlines()[-1] == f"82 sentences: {cited} cited by rules, {82 - cited} with the reason why not"


def test_ledger_as_json_reads_both_ways_alike(as_json: Json) -> None:
    ledger = as_json("ledger")
    assert len(ledger["sentences"]) == 82
    for sentence in ledger["sentences"]:
        citing = [rule for rule, numbers in ledger["rules"].items() if sentence["number"] in numbers]
        assert sentence["rules"] == citing, sentence["number"]
        assert citing or sentence["reason"], sentence["number"]


def test_ledger_finds_nothing_in_another_text(springstep: Invoke, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Otters like flat pebbles. They keep the best one for years.\n" * 20, encoding="utf-8")
    result = springstep("rules", "ledger", "--article", article)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("0 of 82 sentences found as cited\n")
    missing = result.stdout.split("missing: ")[1].replace("\n", " ").strip().split(", ")
    assert missing == list(load_ledger(default_rule_base()).sentences)


def test_ledger_finds_nothing_in_an_empty_file(springstep: Invoke, tmp_path: Path) -> None:
    article = tmp_path / "empty.html"
    article.touch()
    result = springstep("rules", "ledger", "--article", article, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"found": [], "missing": list(load_ledger(default_rule_base()).sentences)}


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "no such file"), (b"\xff\xfe", "UTF-8"), (b"a " * 600_000, "larger than 1,000,000 bytes")],
    ids=["missing", "binary", "too large"],
)
def test_article_that_cannot_be_read_is_bad_input(
    content: bytes | None, said: str, springstep: Invoke, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    result = springstep("rules", "ledger", "--article", article)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "article.txt" in result.stderr
    assert said in result.stderr


# render


def test_catalogue_in_the_repository_is_what_would_be_written(printed: Callable[..., str]) -> None:
    written = (ROOT / "RULES.md").read_text(encoding="utf-8")
    if written != printed("render", "-"):
        pytest.fail("RULES.md is not what the knowledge says: run `springstep rules render` in the repository's root")


def test_catalogue_holds_every_rule_drill_decision_and_sentence(printed: Callable[..., str]) -> None:
    base, text = default_rule_base(), printed("render", "-")
    assert re.findall(r"^### ([A-Z]{3}-\d{3}) ", text, re.M)[: len(base.rules)] == [rule.id for rule in base.rules]
    for name in (*base.tables["drills"].by_id, *base.decisions):
        assert f"`{name}`" in text, name
    assert re.findall(r"^\| (\d+\.\d+|title|summary|heading-\d) \|", text, re.M) == list(load_ledger(base).sentences)


def test_links_inside_the_catalogue_lead_somewhere(printed: Callable[..., str]) -> None:
    text = printed("render", "-")
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.M)
    }
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links
    assert set(links) <= anchors


def test_render_writes_the_file_and_then_finds_it_up_to_date(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.md"
    wrote = springstep("rules", "render", file)
    assert (wrote.exit_code, wrote.stdout) == (0, "")
    assert "catalogue.md" in wrote.stderr
    checked = springstep("rules", "render", file, "--check")
    assert (checked.exit_code, checked.output) == (0, "")
    assert file.read_text(encoding="utf-8") == springstep("rules", "render", "-").stdout


@pytest.mark.parametrize("content", ["# The rules\n", None], ids=["stale", "absent"])
def test_check_finds_a_stale_file_says_what_to_run_and_leaves_it(
    content: str | None, springstep: Invoke, tmp_path: Path
) -> None:
    file = tmp_path / "RULES.md"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = springstep("rules", "render", file, "--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "RULES.md" in result.stderr
    assert "springstep rules render" in result.stderr
    assert (file.read_text(encoding="utf-8") if file.exists() else None) == content


def test_file_that_cannot_be_written_is_bad_input(springstep: Invoke, tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "nowhere" / "RULES.md"):
        result = springstep("rules", "render", file)
        assert (result.exit_code, result.stdout) == (2, "")
        assert file.name in result.stderr


def test_file_that_is_no_text_is_stale(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "RULES.md"
    file.write_bytes(b"\xff\xfe")
    result = springstep("rules", "render", file, "--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "RULES.md" in result.stderr


def test_check_without_a_file_is_a_usage_error(springstep: Invoke) -> None:
    result = springstep("rules", "render", "-", "--check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--check needs a file" in result.stderr


# All of them


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--basis", "convention"),
        ("search", "hip"),
        ("drills",),
        ("facts",),
        ("facts", "--moment", "during"),
        ("ledger",),
    ],
    ids=" ".join,
)
def test_lines_have_at_most_80_columns_and_no_escape_codes(
    arguments: tuple[str, ...], printed: Callable[..., str]
) -> None:
    text = printed(*arguments)
    assert text.strip()
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if len(line) > 80] == []


# A coach's own rules


def test_rules_are_shown_with_a_coachs_overlay(printed: Callable[..., str], as_json: Json) -> None:
    laid = ("--overlay", str(ROOT / "examples" / "overlays" / "club-rules.yaml"))
    assert "OWN-010" in RULE_ID.findall(printed("list", *laid))
    assert "OWN-010" in RULE_ID.findall(printed("search", "spare", "pair", *laid))
    assert "Overlay added by A. Coach, 2026-11-22, in club-rules; club policy:" in folded(
        printed("show", "OWN-010", *laid)
    )
    assert as_json("show", "RDY-020", *laid)["origin"]["kind"] == "tightened"
    assert "### OWN-010 " in printed("render", "-", *laid)
    assert "added by A. Coach" in printed("graph", "--rule", "OWN-010", *laid)
    assert "OWN-010" not in printed("list")
