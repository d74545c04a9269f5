"""Signing by the pages of the coach's desk: what is to be signed goes out, and a file of signatures is shown."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from springstep.cli.main import main
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.lookup import items_chosen
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.audit.signing.making import sign
from springstep.engine.audit.signing.proofs import prover
from springstep.engine.audit.signing.statement import digest_of, stated_in, statement_of
from springstep.engine.errors import KnowledgeError
from springstep.installed import default_rule_base, load_rule_base
from springstep.serve.page_answers import HEADERS
from springstep.serve.settings import GUIDE
from tests.places import EXAMPLES
from tests.serve.browsing import Page
from tests.serve.serving import Asked, serving

BASE = default_rule_base()
CHOSEN = {"kind": "drills", "topic": "injury"}
CLUB = EXAMPLES / "overlays" / "club-rules.yaml"


def words_of(page: Page) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


def shown(service: Asked, text: str | bytes, keys: str = "", **query: str) -> Page:
    sent = {"file": ("signatures.yaml", text), "keys": (None, keys)}
    return Page(service.post("/coach/signing", params=query, files=sent))


def signed(path: Path, prove: Any = lambda each: each) -> str:
    chosen = items_chosen(BASE, of_kinds=["drills"], topics=["injury"])
    write_signatures(path, sign(read_signatures(path), chosen, by="A. Coach", on="2026-03-02", wholes=[], prove=prove))
    return path.read_text(encoding="utf-8")


def test_what_is_to_be_signed_is_shown_word_by_word_with_its_digest(service: Asked) -> None:
    page = Page(service.get("/coach/signing", params=CHOSEN))
    assert page.status == 200 and {name: page.headers[name] for name in HEADERS} == HEADERS
    assert len(page.ids) == len(set(page.ids)) and page.labelled <= set(page.ids)
    chosen = items_chosen(BASE, of_kinds=["drills"], topics=["injury"])
    told = [html.unescape(each) for each in re.findall(r'<pre class="words"[^>]*><code>(.*?)</code>', page.text)]
    assert told == [item.text for item in chosen]
    assert digest_of(chosen) in page.text and f"To be signed: {len(chosen)} items" in words_of(page)
    assert all(item.digest[:16] in page.text for item in chosen)
    assert "To be signed" not in service.get("/coach/signing").text


def test_a_statement_is_signed_by_the_command_that_the_page_tells(service: Asked, tmp_path: Path) -> None:
    page = Page(service.get("/coach/signing", params=CHOSEN))
    place = re.search(r'href="(/coach/signing/statement\.yaml\?[^"]+)"', page.text)
    assert place is not None
    answer = service.get(html.unescape(place[1]))
    assert answer.headers["content-disposition"] == 'attachment; filename="statement.yaml"'
    statement, file = tmp_path / "statement.yaml", tmp_path / "signatures.yaml"
    statement.write_text(answer.text, encoding="utf-8")
    command = re.search(
        r"springstep (audit sign --by .*) --key ~/\.ssh/id_ed25519 --file signatures\.yaml", words_of(page)
    )
    assert command is not None and "--statement statement.yaml" in command[1]
    asked = [
        "audit",
        "sign",
        "--by",
        "A. Coach",
        "--statement",
        str(statement),
        "--file",
        str(file),
        "--on",
        "2026-03-02",
    ]
    made = CliRunner().invoke(main, asked)
    assert made.exit_code == 0 and "29 rules, 14 drills" in made.stdout, made.output
    assert file.read_text(encoding="utf-8") == signed(tmp_path / "other.yaml")
    assert CliRunner().invoke(main, [*asked, "--all"]).exit_code == 2


def test_nothing_is_signed_where_one_word_is_another(tmp_path: Path) -> None:
    chosen = items_chosen(BASE, of_kinds=["drills"])
    statement = tmp_path / "statement.yaml"
    statement.write_text(statement_of(chosen).replace(chosen[0].digest, "0" * 64), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"{chosen[0].id}.*is not what you were shown"):
        stated_in(statement, BASE)
    statement.write_text(statement_of(chosen).replace("drills/", "grills/"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is not here; sign by the rules that you were shown"):
        stated_in(statement, BASE)
    for wrong in (
        "items: {}\n",
        "statement: springstep-statement/1\nitems: {}\n",
        "- [\n",
        statement_of(chosen) + "x: 1\n",
    ):
        statement.write_text(wrong, encoding="utf-8")
        with pytest.raises(KnowledgeError):
            stated_in(statement, BASE)
    made = CliRunner().invoke(
        main, ["audit", "sign", "--by", "A", "--statement", str(statement), "--file", str(tmp_path / "s.yaml")]
    )
    assert made.exit_code == 2 and not (tmp_path / "s.yaml").exists()


def test_how_everything_stands_is_shown_with_who_signed_and_what_a_key_proves(service: Asked, tmp_path: Path) -> None:
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    public = f'"A. Coach" {key.public_key().public_bytes(*form).decode()}'
    text = signed(tmp_path / "s.yaml", prove=prover(key))
    for keys, said in (
        (public, "proved by this key"),
        ("", "by a key that was not given"),
        (public[11:], "proved by this key"),
    ):
        page = shown(service, text, keys)
        told = words_of(page)
        assert page.status == 200 and page.headers["cache-control"] == "no-store"
        assert "A. Coach, 2026-03-02, key SHA256:" in told and f"{said}: 43 items" in told.replace(
            ", so nothing is known", ""
        )
        assert "rules 29 of 320" in told and "drills 14 of 14" in told and "claims 0 of" in told
    moved = shown(service, text.replace("2026-03-02", "2026-03-03", 1), public)
    assert "broken: not what the key signed" in words_of(moved)
    assert "under another name" in words_of(shown(service, text, public.replace("A.", "B.")))


def test_what_was_changed_since_is_told_with_was_and_is(tmp_path: Path) -> None:
    club = load_rule_base(overlays=[CLUB])
    with serving(rule_bases={GUIDE: BASE, "club": club}) as asked:
        rule = next(rule for rule in club.rules if rule.origin is not None and rule.origin.kind == "tightened")
        name = items(BASE)[f"rules/{rule.id}"]
        write_signatures(
            tmp_path / "s.yaml",
            sign(
                read_signatures(tmp_path / "s.yaml"),
                [name],
                by="B",
                on="2026-03-02",
                wholes=[],
                prove=lambda each: each,
            ),
        )
        page = shown(asked, (tmp_path / "s.yaml").read_text(encoding="utf-8"), rules="club")
        told = words_of(page)
        assert (
            "Not as it was signed (1)" in told and f"{rule.id} " in told and "was changed after B on 2026-03-02" in told
        )
        assert 'href="/coach/signing/statement.yaml?' in asked.get("/coach/signing?kind=sets&rules=club").text
        assert "club-rules" in words_of(Page(asked.get("/coach/signing?kind=sets&rules=club")))


@pytest.mark.parametrize(
    ("file", "keys", "said"),
    [
        ("", "", ""),
        ("name,pain\nA,none\n", "", ""),
        ("signatures: [{item: x}]\n", "", "signatures"),
        ("signatures: []\n", "no key", "is no public key"),
        ("signatures: []\n", "-----BEGIN OPENSSH PRIVATE KEY-----", "which nobody else should have"),
        ("signatures: []\ncontents: {%s: '{}'}\n" % ("0" * 64), "", "is not what was signed"),
        ("a: [" * 50_000, "", ""),
        ("signatures: []\n<img src=x onerror=alert(1)>{{ 7*7 }}\x1b[31m: 1\n", "", ""),
    ],
)
def test_what_is_no_file_of_signatures_is_told_above_the_form(service: Asked, file: str, keys: str, said: str) -> None:
    page = shown(service, file, keys)
    assert page.status == 200 and page.words["title"].startswith("Error: ") and "cannot be read" in page.words["alert"]
    assert (
        said in words_of(page)
        and "<img" not in page.text
        and "\x1b" not in page.text
        and "PRIVATE KEY" not in page.text
    )


def test_what_cannot_be_signed_and_who_may_not_ask(service: Asked) -> None:
    assert service.get("/coach/signing?kind=shoes").status_code in (404, 422)
    assert service.get("/coach/signing/statement.yaml?topic=shoes").status_code in (404, 422)
    assert service.get("/coach/signing/statement.yaml").status_code == 422
    sent = {"files": {"file": ("s.yaml", "signatures: []\n")}, "headers": {"sec-fetch-site": "cross-site"}}
    assert service.post("/coach/signing", **sent).status_code == 403
    assert shown(service, "x" * 3_000_001).status == 413
    assert "no signature in this file" in words_of(shown(service, "signatures: []\n"))
