"""`python -m bot rule`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from kb.rules.catalogue import load_registry
from tests.serving import ROOT

Captured = pytest.CaptureFixture[str]
REQUESTED = ["rule", "receivable_confirmation", "--requested", "2025-09-28"]


def command(data: Path, *arguments: str) -> int:
    return main(["rule", *arguments, "--data", str(data)])


@pytest.mark.parametrize("arguments", [["rule"], ["rule", "--help"], ["rule", "-h"]])
def test_the_rules_are_listed(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert all(rule.name in out and rule.label in out for rule in load_registry().rules)


def test_every_rule_explains_its_arguments(capsys: Captured) -> None:
    for rule in load_registry().rules:
        with pytest.raises(SystemExit) as stopped:
            main(["rule", rule.name, "--help"])
        assert stopped.value.code == 0
        out = "".join(capsys.readouterr().out.split())
        for slot in rule.slots:
            assert f"--{slot.name.replace('_', '-')}" in out
            assert slot.label in out


def test_a_result_is_a_verdict_with_steps_and_the_words_quoted(data: Path, capsys: Captured) -> None:
    assert command(data, *REQUESTED[1:], "--today", "2025-10-10") == 0
    out = capsys.readouterr().out
    assert out.startswith("还没有过期，还剩18天")
    assert "1. 2025年9月28日" in out
    assert "《重庆市中小企业促进条例》第二十条第二款：“" in out


def test_json_is_the_contract(data: Path, capsys: Captured) -> None:
    assert command(data, "procurement_reserve", "--budget-yuan", "8000万", "--sme-share", "三成", "--json") == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["rule"] == "procurement_reserve"
    assert plain["arguments"] == {"budget_yuan": 80_000_000, "sme_share": "0.3"}
    assert plain["result"]["least_sme_yuan"] == 24_000_000
    assert plain["citations"][0]["label"] == "第三十六条第三款"
    assert plain["verdict"]
    assert plain["provisional"] is False


def test_today_is_taken_where_the_rule_takes_it(data: Path, capsys: Captured) -> None:
    assert command(data, *REQUESTED[1:], "--json") == 0
    assert "days_left" in json.loads(capsys.readouterr().out)["result"]


@pytest.mark.parametrize("members", [["small", "micro"], ["small,micro"], ["小型企业、微型企业"]])
def test_members_may_be_listed_either_way(data: Path, members: list[str], capsys: Captured) -> None:
    assert command(data, "consortium", "--members", *members, "--json") == 0
    assert json.loads(capsys.readouterr().out)["arguments"] == {"members": ["small", "micro"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "没有“nonsense”这条规则"),
        (["in_force"], "要看的是哪一天？"),
        (["in_force", "--on"], "要看的是哪一天？"),
        (["in_force", "--on", "4月31日"], "4月没有31日"),
        (["in_force", "--when", "2025-01-01"], "看不懂“--when”"),
        (["consortium", "--members", "small"], "至少要有两家"),
        (["procurement_exclusive", "--kind", "橡皮", "--amount-yuan", "5"], "可选的是：货物、服务、工程。"),
        (["procurement_reserve", "--budget-yuan=-5万"], "不能是负数"),
    ],
)
def test_bad_input_is_a_chinese_sentence_on_stderr(
    data: Path, arguments: list[str], words: str, capsys: Captured
) -> None:
    assert command(data, *arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert "Traceback" not in printed.err


def test_an_empty_shelf_is_named(tmp_path: Path, capsys: Captured) -> None:
    assert command(tmp_path, "in_force", "--on", "2025-01-01") == 1
    assert "nothing is published" in capsys.readouterr().err


def test_it_starts_without_gradio_and_without_the_search(data: Path) -> None:
    code = (
        "import sys; from bot.__main__ import main; "
        f"main(['rule', 'in_force', '--on', '2025-01-01', '--data', {str(data)!r}]); "
        "sys.exit(str({'gradio', 'chromadb', 'sklearn'} & set(sys.modules)) if 'gradio' in sys.modules "
        "or 'chromadb' in sys.modules or 'sklearn' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
