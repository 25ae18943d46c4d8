"""The worked cases of tests/cases/rules_*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kb import errors
from kb.rules.problems import Problem
from kb.rules.registry import Registry

FOLDER = Path(__file__).parents[2] / "cases"
KEYS = {"name", "rule", "arguments", "value", "verdict", "error"}
CASES = [
    case
    for path in sorted(FOLDER.glob("rules_*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
COMPUTED = [case for case in CASES if "value" in case]
REFUSED = [case for case in CASES if "error" in case]


def test_every_case_has_a_name_of_its_own_and_either_a_value_or_an_error() -> None:
    assert all(case.keys() <= KEYS and ("value" in case) != ("error" in case) for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_rule_has_a_case(registry: Registry) -> None:
    assert {case["rule"] for case in COMPUTED} == {rule.name for rule in registry.rules}


@pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case["name"])
def test_what_can_be_computed(registry: Registry, case: dict[str, Any]) -> None:
    result = registry.compute(case["rule"], case["arguments"])
    assert {key: result.value[key] for key in case["value"]} == case["value"]
    assert result.verdict == case.get("verdict", result.verdict)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_what_is_refused(registry: Registry, case: dict[str, Any]) -> None:
    expected = case["error"]
    with pytest.raises(getattr(errors, expected["class"])) as caught:
        registry.compute(case["rule"], case["arguments"])
    if "slot" in expected:
        assert isinstance(caught.value, errors.InputError)
        assert (caught.value.slot, caught.value.problem) == (expected["slot"], Problem[expected["problem"]])
