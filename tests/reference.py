"""The tables of the READMEs, written from the forms, provisions, packs and calendars that there are, and from the last full benchmark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.targets import held

from formkit import calendars
from formkit.load import load_form, packs, provisions, shipped_forms, shown_by
from formkit.load.shelf import form_files, shelf
from formkit.model import Due, Form, Parameter
from formkit.notice import shelf as notices
from formkit.words import FINDINGS, SENTENCES

PLACES = {
    "dachuan": ("达州市达川区赵家镇", "Zhaojia, Dachuan"), "fuqing": ("福清市", "Fuqing"), "fuzhou": ("福州市", "Fuzhou"),
    "heqing": ("鹤庆县", "Heqing"), "longkou": ("龙口市", "Longkou"), "zaozhuang": ("枣庄市", "Zaozhuang"),
}  # fmt: skip
"""What the folders of the forms are called."""
HEADS = {
    "findings": ("编号 级别 怎么说 怎么改", "code|severity|says|mend"),
    "forms": ("报表 名称 谁报 多久报 几号前 栏目", "form|title|sent by|period|due|columns"),
    "provisions": ("编号 规定 条款 由什么核对，或为什么查不到", "id|lays down|clause|shown by, or why not"),
    "pack": ("编号 说什么", "id|says"),
    "unstated": ("规则 为什么没有写成公式", "rule|why it is no formula here"),
    "parameters": ("参数 值 报表 依据", "parameter|value|forms|source"),
    "notices": ("文书 名称 依据 每份给谁 数据来自 要由人给出", "notice|title|rests on|one for each|from the forms|to be told"),
}  # fmt: skip
MEASURED = Path(__file__).parent / "benchmarks" / "measured.json"
_ENGLISH = re.compile(r" ?\(([^()]*)\)")
_NUMBERED = re.compile(r"^(.*?-)(\d+)$")


def table(name: str, language: str, rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table with the heads of its name."""
    zh, en = HEADS[name]
    heads = zh.split() if language == "zh" else en.split("|")
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n".replace("| --- | --- ", "|---|---") for line in lines)


def said(code: str, language: str) -> str:
    """A sentence of the program in a language."""
    return SENTENCES[code].zh if language == "zh" else SENTENCES[code].en


def findings(language: str) -> Iterator[Iterable[str]]:
    """Every finding with its severity, what it says and how to mend it."""
    severities = {"zh": {"error": "强制", "query": "核实"}, "en": {"error": "error", "query": "query"}}[language]
    for key, sentence in sorted(FINDINGS.items(), key=lambda item: (item[1].code or item[0], item[0])):
        texts = (sentence.en, sentence.remedy_en) if language == "en" else (sentence.zh, sentence.remedy_zh)
        yield f"`{sentence.code or key}`", severities[sentence.severity], *(re.sub(r"\{\w+\}", "…", text) for text in texts)


def place_of(form: Form) -> str:
    """The folder a shipped form, or the form whose sums it holds, is in."""
    homes = {load_form(path).form: path.relative_to(shelf("schemas")).parts[0] for path in form_files()}
    return homes[form.form.removesuffix("-summary")]


def forms(language: str) -> Iterator[Iterable[str]]:
    """The forms by place."""
    for place, group in groupby(shipped_forms(), place_of):
        all_ = list(group)
        documents = "、".join(dict.fromkeys(form.document for form in all_))
        yield f"**{PLACES[place][language == 'en']}** {documents}", *[""] * 5
        for form in all_:
            title = form.title.format(unit=form.paper.blank_unit)
            made = sum(column.fidelity == "reconstructed" for column in form.leaves)
            optional = {"zh": "，没有的不报", "en": ", if there is any"}[language] if form.period.optional else ""
            kind = _period(form, language) + optional
            due = "；".join(_due(level, due, language) for level, due in form.period.due.items()) or "—"
            yield f"`{form.form}`", title, said(f"level-{form.reporter}", language), kind, due, f"{len(form.leaves)} ({made})"


def _period(form: Form, language: str) -> str:
    if form.period.kind == "standing":
        stamp = said(f"period-{form.period.expected}", language)
        return f"随时更新，按{stamp}报" if language == "zh" else f"standing, by the {stamp}"
    return said(f"period-{form.period.kind}", language)


def _due(level: str, due: Due, language: str) -> str:
    mark = "*" if due.fidelity == "reconstructed" else ""
    if language == "zh":
        return f"{said(f'level-{level}', 'zh')}{('当月', '次月')[due.months]}{due.day}日{mark}"
    return f"{level} {due.day}{'' if not due.months else ' of the next month'}{mark}"


def runs(names: Iterable[str]) -> str:
    """Ids one after another; those that follow on in number as a run: HQ-03…07."""
    found: list[list[str]] = []
    for name in names:
        this = _NUMBERED.match(name)
        last = _NUMBERED.match(found[-1][-1]) if found else None
        if this and last and (this[1], int(this[2])) == (last[1], int(last[2]) + 1):
            found[-1].append(name)
        else:
            found.append([name])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}…{run[-1].rpartition('-')[2]}" for run in found)


def laid_down(language: str) -> Iterator[Iterable[str]]:
    """The provisions by document, each with what shows it or why nothing does."""
    for document, group in groupby(provisions(), lambda each: each.document):
        yield f"**{document}**", "", "", ""
        for each in group:
            reason = (each.reason or "").split(" / ")[-1 if language == "en" else 0]
            checks = [f"`{name}`" if name in FINDINGS or name.islower() else name for name in shown_by(each)]
            yield each.id, each.says, each.clause, runs(checks) or ("— " + reason)


def stated(_: str) -> Iterator[Iterable[str]]:
    """The rules of the packs."""
    return ((rule.id, rule.says) for pack in packs().values() for rule in pack.rules)


def unstated(language: str) -> Iterator[Iterable[str]]:
    """What the packs' sources ask as well and no formula says."""
    for pack in packs().values():
        yield from ((each.says, each.why.split(" / ")[language == "en"]) for each in pack.unstated)


def parameters(language: str) -> Iterator[Iterable[str]]:
    """The parameters by name, value and source, each with the forms that have it."""
    places: dict[tuple[str, ...], list[str]] = {}
    for form in shipped_forms():
        for each in form.parameters:
            source = each.clause + ({"zh": "（推定）", "en": " (reconstructed)"}[language] if each.fidelity == "reconstructed" else "")
            places.setdefault((each.name, _value(each, language), source), []).append(form.form)
    for (name, value, source), names in places.items():
        yield name, value, "、".join(f"`{name}`" for name in names), source


def _value(each: Parameter, language: str) -> str:
    every = {"zh": "各年", "en": "every year"}[language]
    values = "；".join(f"{every if year == 'any' else year} {text}" for year, text in each.values.items())
    return f"{values} {each.unit}".strip() if values else {"zh": "**任务里填**", "en": "**set by the task**"}[language]


def years(language: str) -> str:
    """The years whose working days are known, as runs."""
    known = [year for year in range(1949, 2200) if calendars.published(year)]
    assert known == list(range(known[0], known[-1] + 1))
    return {"zh": f"有日历的年份：{known[0]}—{known[-1]}。\n", "en": f"Years with a calendar: {known[0]} to {known[-1]}.\n"}[language]


EXTENTS = {
    "task": ("任务", "task"), "filing": ("退回的文件", "filing sent back"), "unit": ("单位", "unit"), "township": ("乡镇", "township"),
    "county": ("县", "county"), "household": ("户", "household"),
}  # fmt: skip
AUDIENCES = {"public": ("公开张贴", "public"), "household": ("送一户", "to one household"), "office": ("机关之间", "between offices")}


def documents(language: str) -> Iterator[Iterable[str]]:
    """The notices that come with formkit."""
    known, zh = {each.id: each for each in provisions()}, language == "zh"
    for kept in notices.kinds():
        notice = notices.described(kept)
        clauses = (f"{known[name].document} {known[name].clause}（{name}）" for name in notice.provisions)
        forms_ = "、".join(f"`{name}`" for name in notice.forms) or ("任何报表" if zh else "any")
        asks = "、".join(f"`{ask.name}`" for ask in notice.asks if ask.default is None) or "—"
        extent, audience = (pair[0 if zh else 1] for pair in (EXTENTS[notice.per], AUDIENCES[notice.audience]))
        yield f"`{kept.kind}`", notice.title, "；".join((*clauses, *notice.basis)), f"{extent}，{audience}", forms_, asks


def speed(language: str) -> str:
    """What the last full benchmark found: the aims, then everybody beside formkit, as ratios."""
    told, zh = json.loads(MEASURED.read_text("utf-8")), language == "zh"
    heads = "| 要求 | 实测 | 达到 |" if zh else "| aim | found | met |"
    size = {key: told["about"][key] for key in ("villages", "people", "rounds")}
    ran = "{villages}份、每份{people}人，{rounds}轮：" if zh else "{villages} filings of {people} people, {rounds} rounds:"
    lines = [ran.format(**size), "", heads, "|---|---|---|"]
    for target, found, met in held(told["ratios"]):
        chinese, _, english = target.says.removesuffix(")").partition(" (")
        missing, shown = ("没有测", "—") if zh else ("not measured", "—")
        value = missing if found is None else f"{found:.3g}"
        shown = {True: "是" if zh else "yes", False: "**否**" if zh else "**no**", None: shown}[met]
        side = "≤" if target.side == "most" else "≥"
        lines.append(f"| {chinese if zh else english} | {value} ({side} {target.bound:.4g}) | {shown} |")
    return "\n".join((*lines, "", *(line for part in told["parts"] if part["kind"] != "profile" for line in _beside(part, zh=zh)), ""))


_HEADS = {"contest": ("倍数", "times"), "scale": ("钟表毫秒/份", "ms on the clock a filing"), "profile": ("占全部", "share")}


def profiles(language: str) -> str:
    """Where the time of check, generate and merge goes: modules and the functions in them that take most."""
    zh, told = language == "zh", json.loads(MEASURED.read_text("utf-8"))
    return "\n".join(line for part in told["parts"] if part["kind"] == "profile" for line in _beside(part, zh=zh))


def _beside(part: Mapping[str, Any], *, zh: bool) -> Iterator[str]:
    """One table: of a contest what each contestant costs, formkit's cost being 1, and the memory it took at most."""
    kind = part["kind"]
    title, head = _in(part["title"], zh=zh), _HEADS[kind][0 if zh else 1]
    if kind == "profile":
        yield from (f"| {title} | {head} | {'其中' if zh else 'of it'} |", "|---|---|---|")
        yield from (f"| `{line['name']}` | {100 * line['times']:.0f} % | {line['does']} |" for line in part["lines"])
    elif kind == "scale":
        yield from (f"| {title} | {'处理器毫秒/份' if zh else 'ms of processor a filing'} | {head} | MB |", "|---|---|---|---|")
        yield from (f"| {line['name']} | {line['each_ms']:.3g} | {line['times']:.3g} | {line['peak_mb']:.0f} |" for line in part["lines"])
    else:
        yield from (f"| {title} | {head} | MB |", "|---|---|---|")
        yield from (f"| {line['name']} | {line['times']:.3g} | {line['peak_mb']:.0f} |" for line in part["lines"])
    yield from ("", *(f"- {_in(note, zh=zh)}" for note in part["notes"]), *([""] if part["notes"] else []))


def _in(said: str, *, zh: bool) -> str:
    """What is said in Chinese with its English in brackets behind each part of it, in one of the two."""
    english = ": ".join(_ENGLISH.findall(said))
    return _ENGLISH.sub("", said) if zh or not english else english


def tables(language: str) -> Mapping[str, str]:
    """Everything that is written into a README, by the name of its marks."""
    made = {"findings": findings, "forms": forms, "provisions": laid_down, "pack": stated, "unstated": unstated, "parameters": parameters,
            "notices": documents}  # fmt: skip
    found = {name: table(name, language, rows(language)) for name, rows in made.items()}
    return {**found, "years": years(language), "speed": speed(language), "profiles": profiles(language)}
