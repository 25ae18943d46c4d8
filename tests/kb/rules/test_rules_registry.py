from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from kb.errors import InputError, RuleError
from kb.rules.problems import Problem
from kb.rules.registry import Registry, Rule
from kb.rules.slots import Kind

NAMES = [
    "receivable_confirmation",
    "complaint_acceptance",
    "complaint_decision",
    "procurement_reserve",
    "procurement_exclusive",
    "consortium",
    "in_force",
    "enterprise_size",
]
# Arguments that are asked for depending on the others.
ALSO_ASKED = {
    "procurement_reserve": ("budget_yuan",),
    "procurement_exclusive": ("kind",),
    "enterprise_size": ("employees", "revenue_yuan", "assets_yuan"),
}


def test_every_rule_is_registered_once_and_in_order(registry: Registry) -> None:
    assert [rule.name for rule in registry.rules] == NAMES


@pytest.mark.parametrize("name", NAMES)
class TestEveryRule:
    @pytest.fixture
    def rule(self, registry: Registry, name: str) -> Rule:
        return registry.rule(name)

    def test_has_its_words_in_chinese(self, rule: Rule) -> None:
        assert all(_is_chinese(text) for text in (rule.label, rule.help, *(slot.label for slot in rule.slots)))

    def test_has_a_question_for_every_argument_that_may_be_asked_for(self, rule: Rule) -> None:
        asked = [slot for slot in rule.slots if slot.required or slot.name in ALSO_ASKED.get(rule.name, ())]
        assert asked
        assert all(slot.question.endswith("？") for slot in asked)

    def test_has_options_for_every_choice(self, rule: Rule) -> None:
        choices = [slot for slot in rule.slots if slot.kind in (Kind.CHOICE, Kind.CHOICES)]
        assert all(
            len(slot.options) > 1 and all(_is_chinese(option.label) for option in slot.options) for slot in choices
        )

    def test_computes_its_example(self, registry: Registry, rule: Rule) -> None:
        result = registry.compute(rule.name, rule.example)
        assert result.rule == rule.name
        assert result.steps
        assert result.references

    def test_gives_sentences(self, registry: Registry, rule: Rule) -> None:
        result = registry.compute(rule.name, rule.example)
        for text in (result.verdict, *result.steps, *result.assumptions):
            assert text.endswith(("。", "”")), text
            assert "None" not in text
            assert "  " not in text

    def test_gives_plain_json_from_which_it_can_be_computed_again(self, registry: Registry, rule: Rule) -> None:
        result = registry.compute(rule.name, rule.example)
        copied = json.loads(json.dumps({"arguments": result.arguments, "value": result.value}))
        assert copied == {"arguments": result.arguments, "value": result.value}
        assert registry.compute(rule.name, copied["arguments"]) == result

    def test_asks_for_what_is_required_if_nothing_is_given(self, registry: Registry, rule: Rule) -> None:
        missing = registry.missing(rule.name, {})
        needed = tuple(slot for slot in rule.slots if slot.required)
        assert missing == (needed or tuple(rule.slot(name) for name in ALSO_ASKED[rule.name]))
        with pytest.raises(InputError) as caught:
            registry.compute(rule.name, {})
        assert (caught.value.slot, caught.value.problem) == (missing[0].name, Problem.MISSING)

    def test_asks_for_nothing_if_it_can_be_computed(self, registry: Registry, rule: Rule) -> None:
        assert registry.missing(rule.name, rule.example) == ()

    def test_refuses_an_argument_that_it_does_not_have(self, registry: Registry, rule: Rule) -> None:
        with pytest.raises(InputError) as caught:
            registry.compute(rule.name, {**rule.example, "colour": "red"})
        assert (caught.value.slot, caught.value.problem) == ("colour", Problem.UNKNOWN)

    def test_names_its_source(self, registry: Registry, rule: Rule) -> None:
        labels = {quoted.reference.label for quoted in registry.compute(rule.name, rule.example).references}
        assert set(registry.sources(rule.name)) == labels


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def test_an_unknown_rule_is_refused_naming_the_known(registry: Registry) -> None:
    with pytest.raises(RuleError, match="no rule 'tax'; have receivable_confirmation, "):
        registry.rule("tax")


def test_arguments_are_read_from_text_and_given_back_as_json(registry: Registry) -> None:
    result = registry.compute(
        "procurement_reserve", {"budget_yuan": "5,001,005", "sme_share": "35%", "on": "2025-01-02"}
    )
    assert result.arguments == {"budget_yuan": 5_001_005, "sme_share": "0.35", "on": "2025-01-02"}


def test_what_a_form_leaves_blank_is_not_given(registry: Registry) -> None:
    result = registry.compute("complaint_decision", {"received": "2025-09-15", "transferred": "", "today": None})
    assert result.arguments == {"received": "2025-09-15"}


def test_a_result_cannot_be_changed(registry: Registry) -> None:
    result = registry.compute("in_force", {"on": "2025-01-01"})
    with pytest.raises(FrozenInstanceError):
        result.verdict = ""  # type: ignore[misc]


def test_deadlines_and_only_they_take_the_present_day(registry: Registry) -> None:
    assert [rule.name for rule in registry.rules if rule.takes_today] == NAMES[:3]


@pytest.mark.parametrize(
    ("name", "since"),
    [("complaint_decision", date(2024, 7, 1)), ("procurement_exclusive", date(2024, 7, 1)), ("consortium", None)],
)
def test_says_from_when_a_rule_holds(registry: Registry, name: str, since: date | None) -> None:
    assert registry.in_force_since(name) == since
