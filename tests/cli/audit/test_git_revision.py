"""A revision of a clone that nobody vouches for: its rule files are read, and nothing of it is run or written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from springstep import SpringstepError
from springstep.cli.audit import git_objects, git_revision
from springstep.cli.audit.git_revision import knowledge_at
from springstep.cli.main import main

RULES = {"guide.yaml": "ledger\n", "rules/own.yaml": "rules\n", "domain.yaml": "domain\n"}
AUDIT = type(main)("audit", lazy={"diff": ("springstep.cli.audit.diff:diff", "")})


def git(*arguments: str | bytes, given: bytes | None = None) -> str:
    settings = ("-c", "user.name=N", "-c", "user.email=n@example.invalid", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", *settings, *arguments], input=given, capture_output=True, check=True)
    return done.stdout.decode(errors="surrogateescape").strip()


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a clone with a knowledge folder, as if the user had no settings for git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    place = tmp_path / "clone"
    git("init", "-q", str(place))
    monkeypatch.chdir(place)
    write({f"src/knowledge/{name}": text for name, text in RULES.items()})
    commit()
    return place


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def commit() -> str:
    git("add", "-A")
    git("commit", "-qm", "change")
    return git("rev-parse", "HEAD")


def blob(content: bytes) -> str:
    return git("hash-object", "-w", "--stdin", given=content)


def tree(*entries: tuple[bytes, bytes, str]) -> str:
    """Make a tree of any entries at all, as no honest git would."""
    content = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries)
    return git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=content)


def knowledge(*entries: tuple[bytes, bytes, str]) -> str:
    ledger = (b"100644", b"guide.yaml", blob(b"ledger\n"))
    return tree((b"40000", b"knowledge", tree(ledger, *entries)))


def held(revision: str) -> dict[str, str]:
    with knowledge_at(revision) as folder:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def refused(revision: str) -> str:
    """Return why a revision is refused, in one fault."""
    with pytest.raises(SpringstepError) as caught, knowledge_at(revision):
        pytest.fail("it was read")
    (fault,) = caught.value.faults
    assert fault.source.startswith(revision[:20])
    return fault.what


@pytest.mark.parametrize("revision", ["HEAD", "HEAD^{tree}", "HEAD:src", "a-tag"])
def test_rule_files_of_a_revision_are_read_as_they_were_committed(clone: Path, revision: str) -> None:
    git("tag", "-am", "told", "a-tag")
    (clone / "src/knowledge/guide.yaml").write_text("changed", encoding="utf-8")
    assert held(revision) == RULES


def test_it_is_read_from_any_folder_of_the_clone(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clone / "src/knowledge/rules")
    assert held("HEAD") == RULES


def test_nothing_that_the_clone_configures_is_run(clone: Path) -> None:
    ran = clone.parent / "ran"
    program = clone / ".git/program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {ran}\ncat\n', encoding="utf-8")
    program.chmod(0o755)
    (clone / ".gitattributes").write_text("* filter=f diff=d export-subst\n", encoding="utf-8")
    commit()
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "core.askPass",
        "credential.helper",
        "diff.external",
        "diff.d.textconv",
        "diff.d.command",
        "filter.f.smudge",
        "filter.f.clean",
        "filter.f.process",
        "tar.tar.command",
        "uploadpack.packObjectsHook",
        "alias.cat-file",
    ):
        git("config", name, f"!{program}" if name.startswith("alias") else str(program))
    git("config", "core.hooksPath", ".git/hooks")
    (clone / ".git/hooks").mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman", "post-index-change", "pre-auto-gc"):
        program_as_hook = clone / ".git/hooks" / hook
        program_as_hook.write_bytes(program.read_bytes())
        program_as_hook.chmod(0o755)
    ran.unlink(missing_ok=True)
    assert held("HEAD") == RULES
    refused("nosuch")
    assert not ran.exists()


def test_nothing_is_fetched_for_an_object_that_the_clone_left_out(clone: Path) -> None:
    ran = clone.parent / "ran"
    program = clone / ".git/program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    program.chmod(0o755)
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.url": f"ext::{program}",
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(program),
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        git("config", name, value)
    lost = git("rev-parse", "HEAD:src/knowledge/rules/own.yaml")
    (clone / ".git/objects" / lost[:2] / lost[2:]).unlink()
    assert "not whole" in refused("HEAD")
    git("config", "remote.origin.url", str(clone.parent / "elsewhere"))
    assert "not whole" in refused("HEAD")
    assert not ran.exists()


def test_a_program_called_git_in_the_clone_is_not_taken_for_git(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = clone.parent / "ran"
    (clone / "git").write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    (clone / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    assert held("HEAD") == RULES
    monkeypatch.setenv("PATH", os.pathsep.join(["", "."]))
    assert refused("HEAD") == "is not a folder, and git is not installed"
    assert not ran.exists()


@pytest.mark.parametrize(
    "name",
    [
        b"--output=taken",
        b"--remote=taken",
        b"--exec=taken",
        b":(exclude)x",
        b":!x",
        b"-x",
        b"a\nb",
        b"\xff\xfe",
        b"..",
        b"a b",
        b"\x1b[2J",
        b'"quoted"',
    ],
)
def test_a_folder_of_any_name_is_only_looked_into(clone: Path, name: bytes) -> None:
    before = sorted(clone.parent.rglob("*"))
    top = tree((b"40000", name, knowledge((b"100644", b"x.yaml", blob(b"x")))))
    assert held(top) == {"guide.yaml": "ledger\n", "x.yaml": "x"}
    written = {path for path in clone.parent.rglob("*") if path not in before}
    assert all(".git/objects" in path.as_posix() for path in written)


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("--output=taken", "no such object"),
        ("-x", "no such object"),
        ("--batch-all-objects", "no such object"),
        ("\x1b[2J", "possible git revision"),
        ("x" * 5000, "possible git revision"),
        ("nosuch", "no such object"),
        ("HEAD:src/knowledge/guide.yaml", "is no commit"),
        ("HEAD~7", "no such object"),
    ],
)
def test_what_is_no_revision_is_told_on_one_line(clone: Path, revision: str, says: str) -> None:
    assert says in refused(revision)
    result = CliRunner().invoke(AUDIT, ["diff", "--no-overlay", "--", revision])
    assert result.exit_code == 2 and says in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "mode", "says"),
    [
        (b"../../taken.yaml", b"100644", "no plain word"),
        (b"/taken.yaml", b"100644", "no plain word"),
        (b"a\\b.yaml", b"100644", "no plain word"),
        (b"\xff.yaml", b"100644", "no plain word"),
        (b"\x1b[2J.yaml", b"100644", "no plain word"),
        (b"x" * 5000 + b".yaml", b"100644", "no plain word"),
        (b"rules", b"120000", "a link"),
        (b"own.yaml", b"120000", "a link"),
        (b"own.yaml", b"160000", "another repository"),
        (b"guide.yaml", b"100644", "cannot be written out"),
    ],
)
def test_a_knowledge_folder_that_no_checkout_gives_is_refused(clone: Path, name: bytes, mode: bytes, says: str) -> None:
    what = refused(knowledge((mode, name, blob(b"x"))))
    assert says in what and what.isprintable() and len(what) < 200


@pytest.mark.parametrize("name", [b"..", b".", b"...", b"a/b"])
def test_no_folder_leads_out_of_the_knowledge_folder(clone: Path, name: bytes) -> None:
    inner = tree((b"100644", b"taken.yaml", blob(b"x")))
    assert "no plain word" in refused(knowledge((b"40000", name, inner)))


def test_other_files_of_a_knowledge_folder_are_passed_over(clone: Path) -> None:
    odd = ((b"100644", b"a picture \xff", blob(b"x")), (b"100755", b"run.sh", blob(b"x")))
    assert held(knowledge(*odd)) == {"guide.yaml": "ledger\n"}


def test_trees_that_hold_themselves_many_times_over_end(clone: Path) -> None:
    inner = tree((b"100644", b"x", blob(b"x")))
    for _ in range(40):
        inner = tree(*((b"40000", b"%d" % number, inner) for number in range(10)))
    assert refused(inner) == "has no knowledge folder"
    many = knowledge((b"40000", b"rules", inner))
    assert "more than 500 files" in refused(many) or "cannot be written out" in refused(many)


def test_large_files_and_very_many_folders_are_refused(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1,000,001 bytes" in refused(knowledge((b"100644", b"own.yaml", blob(b"x" * 1_000_001))))
    monkeypatch.setattr(git_revision, "MOST_TREES", 3)
    nested = tree((b"100644", b"x", blob(b"x")))
    for number in range(6):
        nested = tree((b"40000", b"%d" % number, nested))
    assert "among its first 3 folders" in refused(nested)


def test_a_revision_is_one_line(clone: Path) -> None:
    assert "possible git revision" in refused("HEAD\nHEAD")


def test_a_broken_tree_is_told(clone: Path) -> None:
    assert "broken" in refused(git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=b"100644 x"))


def test_a_git_that_gives_no_answer_is_not_waited_for(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no FIFOs here")
    monkeypatch.setattr(git_objects, "MOST_SECONDS", 0.3)
    os.mkfifo(clone / ".git/packed-refs")
    assert "gave no answer" in refused("refs/heads/nosuch")


def test_objects_of_another_repository_are_read_and_nothing_else_of_it(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone.parent / "borrowing").mkdir()
    git("clone", "-q", "--shared", str(clone), str(clone.parent / "borrowing"))
    monkeypatch.chdir(clone.parent / "borrowing")
    assert held("HEAD") == RULES


def test_a_git_file_may_lead_elsewhere(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = clone.parent / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / ".git").write_text(f"gitdir: {clone / '.git'}\n", encoding="utf-8")
    assert held("HEAD") == RULES
    (work / ".git").write_text("gitdir: /nowhere/at/all\n", encoding="utf-8")
    assert "not a git repository" in refused("HEAD")


def test_an_object_that_stands_in_for_another_is_not_taken(clone: Path) -> None:
    first = git("rev-parse", "HEAD")
    write({"src/knowledge/guide.yaml": "other\n"})
    git("replace", first, commit())
    assert held(first) == RULES


def test_a_repository_that_somebody_else_owns_is_refused_by_git(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "somebody else owns" in refused("HEAD")


def test_what_git_says_of_a_broken_repository_is_told(clone: Path) -> None:
    (clone / ".git/config").write_text("\x1b[2J\n", encoding="utf-8")
    assert "fatal: bad config line 1" in refused("HEAD")
