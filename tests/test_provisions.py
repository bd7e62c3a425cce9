"""Every provision of the source documents is checked by a rule, a link or a named check, or says why no workbook can show it."""

from __future__ import annotations

import pytest
from office_task import run

from formkit.load import packs, provisions, shipped_forms, shown_by
from formkit.model import Provision
from formkit.words import FINDINGS

STATES = ("zero", "late", "rollup-edited")


def test_the_provisions_are_numbered_without_a_gap() -> None:
    assert [each.id for each in provisions()] == [f"R{number:02d}" for number in range(1, 69)]


@pytest.mark.parametrize("provision", provisions(), ids=lambda each: each.id)
def test_each_is_checked_or_says_why_not(provision: Provision) -> None:
    assert bool(shown_by(provision)) != bool(provision.reason), shown_by(provision)
    assert all(name in FINDINGS or name in STATES for name in provision.shown_by)


@pytest.mark.parametrize("provision", [each for each in provisions() if each.reason], ids=lambda each: each.id)
def test_the_reason_is_said_in_both_languages(provision: Provision) -> None:
    assert " / " in str(provision.reason)


def test_rules_name_only_provisions_that_there_are() -> None:
    known = {each.id for each in provisions()}
    rules = [rule for form in shipped_forms() for rule in (*form.rules, *form.links)]
    rules += [rule for pack in packs().values() for rule in pack.rules]

    assert {name for rule in rules for name in rule.provision} <= known
    assert len({name for rule in rules for name in rule.provision}) > 30


def test_every_rule_link_and_provision_can_be_explained() -> None:
    ids = {each.id for form in shipped_forms() for each in (*form.rules, *form.links)} | {each.id for each in provisions()}

    assert [name for name in sorted(ids) if run("explain", name).exit_code] == []
