"""What a text with ``{{ }}`` in it asks for, and whether the facts give it: the language of a notice template.

Fields, ``if``, ``for`` and a few filters; anything else is refused, so a template is data. A field must be given and
not be empty; it may be empty only where the text itself asks, by ``{% if field %}`` or ``{{ field or "—" }}``.
Paragraph n of a part is line n of what Jinja parses, so every mistake has its paragraph.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from formkit.notice.breaks import balanced
from formkit.notice.printing import printed, shown
from formkit.notice.terms import EACH
from formkit.notice.wording import (
    closed,
    committee,
    days_later,
    ordinal,
    place,
    signature,
    signed_by,
    titled,
    wide,
    workdays_later,
)
from formkit.values import dataclass

BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|[{｛]｛|｛[{%]|[}｝]｝|｝\}")
_MISSING = object()
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_PREFIX = re.compile(r"(\{%-?|\{\{-?)(?:tr|tc|p|r)(?=\s)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_OURS = {
    "signature": signature, "signed_by": signed_by, "titled": titled, "ordinal": ordinal, "days_later": days_later,
    "workdays_later": workdays_later, "balanced": balanced, "place": place, "committee": committee, "closed": closed, "wide": wide,
}  # fmt: skip
_FILTERS = frozenset({"default", "d", "length", "count", "join", "first", "last", "trim", *_OURS})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Add, nodes.Sub, nodes.Concat, nodes.Keyword, nodes.EvalContextModifier, nodes.FilterBlock,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a template or its facts; ``paragraph`` counts from 1 in the part named in ``args``, 0: none."""

    code: str
    template: str
    paragraph: int = 0
    field: str = ""
    args: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """A field a template uses: its path, where, and whether it may be empty, is a list, is surely printed, or is only ``asked``
    whether there is any, be it a text or a list.
    """

    path: tuple[str, ...]
    part: str
    line: int
    optional: bool
    many: bool
    sure: bool
    asked: bool = False


def examine(paragraphs: Sequence[str], name: str, part: str) -> tuple[tuple[Problem, ...], tuple[Need, ...]]:
    """The problems of one part of a template, given its paragraphs' texts, and the fields it needs."""
    lines = [_straight(_PREFIX.sub(r"\1", text.replace("\n", " "))) for text in paragraphs]
    problems = [problem for number, line in enumerate(lines, 1) for problem in _tags(line, name, part, number)]
    problems = problems or _syntax("\n".join(lines), name, part)
    if problems:
        return tuple(problems), ()
    tree = ENVIRONMENT.parse("\n".join(lines))
    problems = list(_code(tree, name, part))
    return tuple(problems), () if problems else tuple(_needs(tree, {}, frozenset(), sure=True, part=part))


def judge(needs: Sequence[Need], facts: Mapping[str, object], name: str) -> tuple[Problem, ...]:
    """What the facts do not give: each field named once, at the first paragraph that uses it."""
    found: dict[tuple[str, str], Problem] = {}
    for need in needs:
        for label, value in _reach(facts, need.path):
            if code := _fault(need, value):
                problem = Problem(code, name, need.line, label, {"part": need.part})
                found.setdefault((code, label), problem)
    return tuple(found.values())


def texts(needs: Sequence[Need], facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each field whose value must stand in the result, and the value as it is printed there."""
    for need in needs:
        if need.sure and not need.many:
            for label, value in _reach(facts, need.path):
                if isinstance(value, (str, int)):
                    yield label, printed(value)


def values(needs: Sequence[Need], facts: Mapping[str, object]) -> Iterator[tuple[str, int, str]]:
    """Each value a template may print: its field, the paragraph that asks for it, and its text."""
    for need in needs:
        for label, value in _reach(facts, need.path):
            if isinstance(value, (str, int)):
                yield label, need.line, printed(value)


def _fault(need: Need, value: object) -> str:
    if value is _MISSING:
        return "notice-missing-field"
    listed = isinstance(value, Sequence) and not isinstance(value, str)
    if value is None or (isinstance(value, str) and not value.strip()) or (listed and not value):
        return "" if need.optional else "notice-empty-field"
    if (listed != need.many and not need.asked) or not (listed or isinstance(value, (str, int))):
        return "notice-wrong-kind"
    return ""


def _reach(value: object, path: Sequence[str], label: str = "") -> Iterator[tuple[str, object]]:
    """Every value a path leads to, with its name in the facts, such as ``items[3].cell``."""
    if not path:
        yield label, value
    elif path[0] == EACH:
        if isinstance(value, Sequence) and not isinstance(value, str):
            for number, each in enumerate(value, 1):
                yield from _reach(each, path[1:], f"{label}[{number}]")
    else:
        inner = f"{label}.{path[0]}" if label else path[0]
        if isinstance(value, Mapping) and path[0] in value:
            yield from _reach(value[path[0]], path[1:], inner)
        else:
            yield inner, _MISSING


def _straight(line: str) -> str:
    """Word turns quotes round as they are typed; inside a tag they mean the straight ones."""
    return _TAG.sub(lambda tag: tag[0].translate(_QUOTES), line)


def _tags(line: str, name: str, part: str, number: int) -> Iterator[Problem]:
    """What is wrong with the tags of one paragraph, each looked at by itself."""
    rest = _TAG.sub("", line)
    if stray := BRACES.search(rest):
        near = rest[max(0, stray.start() - 10) : stray.end() + 10]
        yield Problem("notice-placeholder-left", name, number, args={"part": part, "near": near})
    for tag in _TAG.findall(_straight(line)):
        if tag.startswith("{{"):
            for problem in _syntax(tag, name, part):
                yield Problem(problem.code, name, number, tag, problem.args)


def _syntax(source: str, name: str, part: str) -> list[Problem]:
    try:
        ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        args = {"part": part, "reason": error.message or "", "near": source.splitlines()[error.lineno - 1][:60]}
        return [Problem("notice-template-syntax", name, error.lineno, args=args)]
    return []


def _code(tree: nodes.Template, name: str, part: str) -> Iterator[Problem]:
    """A template is data: anything beyond fields, conditions, loops and the listed filters is refused."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            yield Problem("notice-template-code", name, node.lineno, type(node).__name__.lower(), {"part": part})
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            yield Problem("notice-template-code", name, node.lineno, node.name, {"part": part})


_Path = tuple[str, ...]
_Scope = Mapping[str, _Path | None]  # None: a name the template made itself


def _path(node: nodes.Node | None, scope: _Scope) -> _Path | None:
    """The field a node stands for, from the facts down; None where it stands for none."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, (node.name,))
    if isinstance(node, nodes.Getattr):
        above = _path(node.node, scope)
        return above and (*above, node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        above = _path(node.node, scope)
        return above and (*above, node.arg.value)
    return None


def _asked(test: nodes.Node, scope: _Scope) -> frozenset[_Path]:
    """The fields of which a condition asks whether they are empty."""
    if isinstance(test, (nodes.And, nodes.Or)):
        return _asked(test.left, scope) | _asked(test.right, scope)
    if isinstance(test, nodes.Not):
        return _asked(test.node, scope)
    if isinstance(test, nodes.Compare):  # one that is held against some text may not be empty for that
        empty = any(isinstance(each.expr, nodes.Const) and not each.expr.value for each in test.ops)
        test = test.expr if empty else test
    path = _path(test, scope)
    return frozenset({path} if path else ())


def _needs(node: nodes.Node, scope: _Scope, asked: frozenset[_Path], *, sure: bool, part: str) -> Iterator[Need]:
    """The fields used below ``node``; ``asked`` may be empty here, ``sure`` says that what stands here is printed."""
    if path := _path(node, scope):
        yield Need(path, part, node.lineno, path in asked, many=False, sure=sure)
    elif isinstance(node, nodes.For):
        yield from _loop(node, scope, asked, sure=sure, part=part)
    elif isinstance(node, (nodes.If, nodes.CondExpr)):
        yield from _tested(node.test, scope, asked, part)
        asked |= _asked(node.test, scope)
        for child in node.iter_child_nodes(exclude=("test",)):
            yield from _needs(child, scope, asked, sure=False, part=part)
    elif isinstance(node, (nodes.And, nodes.Or)):
        asked |= _asked(node.left, scope)
        yield from _needs(node.left, scope, asked, sure=sure and isinstance(node, nodes.Or), part=part)
        yield from _needs(node.right, scope, asked, sure=False, part=part)
    elif isinstance(node, nodes.Filter) and node.name in ("length", "count") and (path := _path(node.node, scope)):
        yield Need(path, part, node.lineno, path in asked, many=False, sure=False, asked=True)  # of a text or of a list
    else:
        if isinstance(node, nodes.Filter) and node.name in ("default", "d") and node.node:
            asked |= _asked(node.node, scope)
        for child in node.iter_child_nodes():
            printed = sure and isinstance(node, (nodes.Template, nodes.Output, nodes.FilterBlock))
            yield from _needs(child, scope, asked, sure=printed, part=part)


def _tested(test: nodes.Node, scope: _Scope, asked: frozenset[_Path], part: str) -> Iterator[Need]:
    """The fields of a condition; one that stands there alone is asked whether there is any."""
    if path := _path(test, scope):
        yield Need(path, part, test.lineno, optional=True, many=False, sure=False, asked=True)
    elif isinstance(test, (nodes.And, nodes.Or, nodes.Not)):
        for child in test.iter_child_nodes():
            yield from _tested(child, scope, asked, part)
    else:
        held = _path(test.expr, scope) if isinstance(test, nodes.Compare) else None
        yield from _needs(test, scope, asked | _asked(test, scope) | ({held} if held else set()), sure=False, part=part)


def _loop(node: nodes.For, scope: _Scope, asked: frozenset[_Path], *, sure: bool, part: str) -> Iterator[Need]:
    path = _path(node.iter, scope)
    if path:
        yield Need(path, part, node.lineno, path in asked or bool(node.else_), many=True, sure=False)
    else:
        yield from _needs(node.iter, scope, asked, sure=False, part=part)
    made = [name.name for name in node.target.find_all(nodes.Name)]
    inner: dict[str, _Path | None] = {**scope, "loop": None, **dict.fromkeys(made)}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = path and (*path, EACH)
    for child in (*node.body, *([node.test] if node.test else ())):
        yield from _needs(child, inner, asked, sure=sure and node.test is None, part=part)
    for child in node.else_:
        yield from _needs(child, scope, asked, sure=False, part=part)


def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=shown)
    made.globals.clear()  # no range(), no lipsum(): a name is a fact
    made.filters.update(_OURS)
    # A hundred letters are made of one template: it is compiled once.
    setattr(made, "from_string", functools.lru_cache(maxsize=64)(made.from_string))  # noqa: B010 - a method of theirs
    return made


ENVIRONMENT = _environment()
