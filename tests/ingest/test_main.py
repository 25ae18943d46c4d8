from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest

import ingest.__main__ as command
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import Entry, bundled, named
from kb.errors import GuideError
from kb.library import BUNDLED, DEFAULT_ID, Library
from kb.model import Regulation
from kb.words import Cutter
from tests.ingest.documents import write_pdf
from tests.ingest.samples import TEXT, TITLE, tree, write

FACTS = {"title": TITLE, "issuer": "某市人民代表大会常务委员会", "in_force": date(2024, 1, 1)}


def run(*arguments: object) -> int:
    return command.main([*map(str, arguments), "--quiet"])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What jieba keeps, made once: it takes a second."""
    folder = tmp_path_factory.mktemp("jieba")
    Cutter((), folder)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def warm(data: Path, cache: Path) -> Path:
    """An empty data folder in which jieba need not start from nothing."""
    shutil.copytree(cache, data / "cache")
    return data


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "small.txt")


def test_a_file_is_proved_and_published(warm: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, "--data", warm) == 0
    *proved, last = capsys.readouterr().out.splitlines()
    assert proved[0] == "  ok  4 of 4 articles in sequence"
    assert all(line.startswith("  ok  ") for line in proved)
    assert last.startswith("published law-")
    assert "8 records" in last  # six paragraphs and two items
    (id,) = Library(warm).published()
    published = Library(warm).regulation()
    assert (published.id, published.chapters) == (id, tree().chapters)


def test_the_same_file_again_changes_nothing_and_says_so(
    warm: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(source, "--data", warm) == 0
    before = Library(warm).published()
    capsys.readouterr()
    assert run(source, "--data", warm) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("unchanged: ")
    assert Library(warm).published() == before


def test_the_same_words_in_another_format_replace_the_build_of_the_same_regulation(
    warm: Path, source: Path, tmp_path: Path
) -> None:
    assert run(source, "--data", warm) == 0
    before = Library(warm).published()
    write_pdf(tmp_path / "small.pdf")
    assert run(tmp_path / "small.pdf", "--data", warm) == 0
    after = Library(warm).published()
    assert after.keys() == before.keys()
    assert after != before
    assert Library(warm).regulation().chapters == tree().chapters


def test_several_files_are_published_side_by_side(warm: Path, source: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.txt", TEXT.replace(TITLE, "另一条例"))
    assert run(source, other, "--data", warm) == 0
    library = Library(warm)
    assert {library.regulation(id).title for id in library.published()} == {TITLE, "另一条例"}


def test_the_folder_may_come_from_the_environment(warm: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOLI_DATA", str(warm))
    assert run(source) == 0
    assert Library(warm).regulation().title == TITLE


def test_a_wrong_setting_is_one_sentence(
    source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIAOLI_CHROMA_URL", "localhost")
    assert run(source) == 1
    assert capsys.readouterr().err.startswith("error: TIAOLI_CHROMA_URL must begin with http")


def test_progress_goes_to_stderr_unless_quiet(warm: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(source), "--data", str(warm)]) == 0
    loud = capsys.readouterr()
    assert all(stage in loud.err for stage in ("read", "fit", "index"))
    assert "index:" not in loud.out
    assert run(write(source, TEXT.replace("减免", "免除")), "--data", warm) == 0
    assert capsys.readouterr().err == ""


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--help"])
    assert left.value.code == 0
    printed = capsys.readouterr().out
    assert all(option in printed for option in ("FILE", "--data", "--check-guide", "--quiet"))


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--publish"])
    assert left.value.code == 2
    assert "--publish" in capsys.readouterr().err


def guided(folder: Path, source: Path, questions: str) -> Entry:
    """A regulation of one article with a guide that holds these questions."""
    guide = folder / "guide"
    guide.mkdir()
    text = f'article = 1\n[[paragraph]]\nnumber = 1\ntopic = "施行"\nplain = "今年起施行。"\nquestions = {questions}\n'
    write(guide / "01.toml", text)
    write(source, "某条例\n第一条 本条例自2024年1月1日起施行。\n")
    return Entry("one", source, guide, None, {})


def test_the_guide_alone_is_checked_without_publishing(
    data: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = guided(tmp_path, source, '["哪天开始施行"]')
    monkeypatch.setattr(command, "bundled", lambda id: entry)
    assert run("--check-guide", "--data", data) == 0
    (counted,) = capsys.readouterr().out.splitlines()
    assert counted.startswith("1 similar questions")
    assert counted.endswith("; 0 problems")
    assert not data.exists()


def test_what_the_guide_lacks_is_listed(
    data: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = guided(tmp_path, source, '["哪天开始施行"]')
    write(source, "某条例\n第一条 本条例自2024年1月1日起施行。\n第二条 特此公布。\n")
    monkeypatch.setattr(command, "bundled", lambda id: entry)
    assert run("--check-guide", "--data", data) == 1
    assert capsys.readouterr().out.splitlines()[:2] == ["2.1: no topic", "2.1: no plain answer"]


def test_a_mistake_in_the_guide_is_one_sentence(
    data: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = guided(tmp_path, source, "[3]")
    monkeypatch.setattr(command, "bundled", lambda id: entry)
    assert run("--check-guide", "--data", data) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith("error: 01.toml")
    assert "questions must hold questions" in sentence


def test_a_file_of_the_bundled_title_gets_the_bundled_guide() -> None:
    entry = named(Path("somewhere.pdf"), "重庆市中小企业促进条例")
    assert (entry.id, entry.source) == (DEFAULT_ID, Path("somewhere.pdf"))
    assert entry.guide == BUNDLED / DEFAULT_ID / "guide"
    assert "专精特新" in entry.dictionary()


def test_a_file_of_another_title_gets_an_id_of_its_own_and_no_guide() -> None:
    one, same, other = (named(Path(f"{n}.txt"), title) for n, title in enumerate((TITLE, TITLE, "另一条例")))
    assert one.id == same.id != other.id
    assert one.id.isascii()
    assert (one.guide, one.dictionary()) == (None, ())


@pytest.mark.parametrize("folder_text", ["", "\n"])
def test_the_bundled_source_must_be_the_one_described(tmp_path: Path, folder_text: str) -> None:
    home = tmp_path / "law"
    home.mkdir()
    write(home / "source.txt", TEXT + folder_text)
    write(home / "regulation.toml", f'title = "{TITLE}"\nsha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n')
    if folder_text:
        with pytest.raises(GuideError, match=r"law/source\.txt: sha256 is [0-9a-f]{64}, regulation\.toml says"):
            bundled("law", tmp_path)
    else:
        assert bundled("law", tmp_path).id == "law"


def test_an_unknown_key_of_a_description_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "law"
    home.mkdir()
    write(home / "regulation.toml", f'title = "{TITLE}"\nissued = 2024-01-01\n')
    with pytest.raises(GuideError, match=r"law/regulation\.toml: unknown key 'issued'; allowed: in_force, issuer,"):
        bundled("law", tmp_path)


def described(source: Path, **facts: object) -> Regulation:
    return Entry("law", source, None, None, {**FACTS, **facts}).described(parse(read_source(source), id="small"))


def test_a_description_adds_what_the_text_does_not_say(source: Path) -> None:
    regulation = described(source)
    assert (regulation.id, regulation.issuer) == ("law", "某市人民代表大会常务委员会")
    assert (regulation.passed, regulation.version) == (date(2019, 5, 30), "law@2023-11-29")
    lost = write(source, TEXT.replace("自2024年1月1日起", "自公布之日起"))
    assert described(lost).in_force == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"title": "另一条例"}, "law/regulation.toml: title is '另一条例', but the text says '某市小微企业扶持条例'"),
        ({"in_force": date(2024, 1, 2)}, "in_force is .*2024, 1, 2.*, but the text says .*2024, 1, 1"),
    ],
)
def test_a_description_that_contradicts_the_text_is_refused(
    source: Path, facts: dict[str, object], message: str
) -> None:
    with pytest.raises(GuideError, match=message):
        described(source, **facts)
