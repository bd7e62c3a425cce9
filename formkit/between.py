"""表间审核: the links between the forms of a task and the rules over all that came in, asked once everything was judged.

What is found is about several files and changes the outcome of none. Nobody is blamed for what another file may still
bring: where a row is missing elsewhere and that elsewhere has not been accepted yet, nothing is said of it.

A rule over the task is asked when every unit has been accepted, of the rows of all sections together: the figures it
is held against (60户218人) are those of a whole form, and a section has no name in a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from formkit.checks import written
from formkit.finding import Across, Asked, Between, Finding, Related
from formkit.formula import Formula
from formkit.load.links import link_faults, other_of, spec_of, where_of
from formkit.model import Link, Rule, Spread
from formkit.pool import Collected, Key, Pool, holding, index_of, keys_of, pool_of, total, unaskable
from formkit.types import KINDS, Value
from formkit.values import dataclass
from formkit.words import say
from formkit.words.between import SHOWN

Answer = tuple[Asked, Sequence[Across]]
Pools = Mapping[str, Pool]


@dataclass(frozen=True, slots=True)
class _Side:
    """One pool a link looks into: which of its rows count, and its rows by key."""

    pool: Pool
    counts: Sequence[bool]
    index: Mapping[Key, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Asking:
    """A link being asked: the pool of its own form and those it looks into, the other forms' columns.

    ``gap`` is the code of what keeps a missing row from being judged at all; empty where it can be.
    """

    link: Link
    pool: Pool
    sides: tuple[_Side, ...]
    columns: Key
    gap: str


def between(task: Collected, before: Sequence[Collected] = ()) -> Between:
    """Every rule over the task and every link of its forms; ``before`` are the earlier tasks the office named."""
    if not any(form.links or any(rule.scope == "task" for rule in form.rules) for form in task.forms.values()):
        return Between()  # nobody asks, and a pool has all rows in hand
    pools = {name: pool_of(task, form) for name, form in task.forms.items()}
    looks_back = any(link.earlier for form in task.forms.values() for link in form.links)
    past = [{name: pool_of(each, form) for name, form in each.forms.items()} for each in before if looks_back]
    answers: list[Answer] = []
    for pool in pools.values():
        answers += [_totalled(pool, rule) for rule in pool.form.rules if rule.scope == "task"]
        answers += [_linked(pool, link, pools, past) for link in pool.form.links]
    return Between(tuple(one for _, found in answers for one in found), tuple(asked for asked, _ in answers))


def _totalled(pool: Pool, rule: Rule) -> Answer:
    """A rule over the task: one finding at no cell where it is broken."""
    form, formula = pool.form, pool.form.formulas[rule.id]
    why = unaskable(pool, formula, (rule.at,)) or _incomplete(pool, formula)
    if why:
        return Asked(rule.id, form.form, ran=False, why=why, open=len(pool.unsettled)), ()
    asked = Asked(rule.id, form.form, ran=True)
    if total(pool, formula) is not False:
        return asked, ()
    args = {"says": rule.says, "remedy": rule.remedy or say("between-remedy-task"), "label": form.titles[rule.at]}
    finding = Finding("rule", rule.severity, column=rule.at, args=args, rule=rule.id, clause=rule.clause)
    return asked, (Across(finding, form.form),)


def _incomplete(pool: Pool, formula: Formula) -> str:
    if pool.unsettled:
        return "units-awaited"
    if not pool.filings:
        return "no-rows"
    return "missing-column" if any(key in formula.columns for _, _, key in pool.lacking) else ""


def _linked(pool: Pool, link: Link, pools: Pools, past: Sequence[Pools]) -> Answer:
    """A link of one form over all its rows."""
    form = pool.form
    looked = (pools, *past) if link.earlier else (pools,)
    named = [group[name] for group in looked for name in dict.fromkeys(link.forms) if name in group]
    fitting = [other for other in named if not any(link_faults(form, link, other.form))]
    columns = (*link.by.values(), *((link.each.key,) if link.each else ()))
    reasons = [unaskable(other, other_of(link, other.form), columns) for other in fitting]
    usable = [other for other, reason in zip(fitting, reasons, strict=True) if not reason]
    own = (*link.by, *(link.each.columns if link.each else (link.at,)))
    why = unaskable(pool, where_of(form, link), own) or ("" if pool.rows else "no-rows")
    if not usable and not why:
        why = next(iter(reasons), "form-not-in-task")
    if why:
        return Asked(link.id, form.form, ran=False, why=why), ()
    gap = "no-earlier-periods" if link.earlier and not past else ""
    if {other.form.form for other in usable} != set(link.forms):
        gap = next(filter(None, reasons), "form-not-in-task")
    sides = tuple(
        _Side(other, holding(other, other_of(link, other.form)), index_of(other, columns)) for other in usable
    )
    found, unsure = _answers(_Asking(link, pool, sides, columns, gap))
    return Asked(link.id, form.form, ran=True, why=gap or ("waiting" if unsure else ""), open=unsure), found


def _answers(asking: _Asking) -> tuple[list[Across], int]:
    """What is wrong, row by row, and how many missing rows could not be judged."""
    link, unsure = asking.link, 0
    found: list[Across] = []
    most = float("inf") if link.most is None else link.most
    lookups = [(side.index.get, side.counts) for side in asking.sides]
    itself = next((place for place, side in enumerate(asking.sides) if side.pool is asking.pool), None)
    for row, key, at in _questions(asking):
        count = 0
        for get, counts in lookups:
            for other in get(key, ()):
                count += counts[other]
        if itself is not None and row in asking.sides[itself].index.get(key, ()):
            count -= asking.sides[itself].counts[row]
        if link.least <= count <= most:
            continue
        if count < link.least and (asking.gap or _awaited(asking, row)):
            unsure += 1
        else:
            found.append(_finding(asking, row, at, key))
    return found, unsure


def _questions(asking: _Asking) -> Iterator[tuple[int, Key, str]]:
    """Each row a link asks about, what it looks for, and the column its finding stands in."""
    link, pool = asking.link, asking.pool
    asked = holding(pool, where_of(pool.form, link))
    keys = keys_of(pool, tuple(link.by))
    if link.each is None:
        yield from ((row, key, link.at) for row, key in enumerate(keys) if key is not None and asked[row])
        return
    spread = [(place, _holds(pool, key, link.each.value), _label_key(asking, key), key) for place, key in _spread(pool, link.each)]
    for row, (record, key) in enumerate(zip(pool.rows, keys, strict=True)):
        if key is not None and asked[row]:
            for place, marked, label, column in spread:
                if marked(record.readings[place].value):
                    yield row, (*key, label), column


def _spread(pool: Pool, each: Spread) -> Iterator[tuple[int, str]]:
    """The columns that ask one question each, with their places, in the order of the sheet."""
    return iter(sorted((pool.form.places[key], key) for key in each.columns))


def _label_key(asking: _Asking, column: str) -> str:
    """What the label of a column is called in the other forms' column of labels."""
    label, key = asking.pool.form.column(column).label, asking.columns[-1]
    spec = spec_of(asking.sides[0].pool.form, key)
    kind = KINDS[spec.column.type]
    return kind.key(kind.read(label, spec).value or label)


def _holds(pool: Pool, column: str, value: str) -> Callable[[Value], bool]:
    """Whether a value of a column is the one asked about, or one of several is."""
    spec = spec_of(pool.form, column)
    kind = KINDS[spec.column.type]
    wanted = kind.key(kind.read(value, spec).value)

    def holds(found: Value) -> bool:
        text = "" if found is None else kind.key(found)
        return wanted in text.split(kind.SEPARATOR) if kind.SEPARATOR else text == wanted

    return holds


def _awaited(asking: _Asking, row: int) -> bool:
    """Whether a missing row may still come: from the same unit, or where others send the other form, from any of them."""
    unit, level = asking.pool.owners[row].identity.unit, asking.pool.form.reporter
    return any(
        unit in side.pool.unsettled if side.pool.form.reporter == level else side.pool.unsettled for side in asking.sides
    )


def _finding(asking: _Asking, row: int, at: str, key: Key) -> Across:
    """Too few or too many rows elsewhere, said at the cell of this row; the rows that are there are related."""
    link, pool = asking.link, asking.pool
    form, record, owner = pool.form, pool.rows[row], pool.owners[row]
    others = [
        (side.pool, other)
        for side in asking.sides
        for other in side.index.get(key, ())
        if side.counts[other] and (side.pool is not pool or other != row)
    ]
    place, column = form.places[at], form.column(at)
    value = written(record.raws[place], column)
    titles = dict.fromkeys(side.pool.form.title.format(unit="") for side in asking.sides)
    args = {
        "label": form.titles[column.key], "value": value, "says": link.says, "remedy": link.remedy or say("between-remedy"),
        "forms": "、".join(f"《{title}》" for title in titles), "count": str(len(others)), "least": str(link.least),
        "places": "、".join(_named(other, there, pool) for other, there in others[:SHOWN]) + ("……" if len(others) > SHOWN else ""),
    }  # fmt: skip
    wording = "link-many" if len(others) >= max(link.least, 1) else "link-few" if others else "link-missing"
    related = tuple(_related(asking, other, there) for other, there in others)
    finding = Finding(
        wording, link.severity, (record.place(place),), record.section, at, value, args, link.id, link.clause, related,
        explained=link.severity == "query" and bool(record.explanation),
    )  # fmt: skip
    return Across(finding, form.form, owner.file, owner.identity.unit_name)


def _related(asking: _Asking, other: Pool, row: int) -> Related:
    """The cell of a row elsewhere that corresponds to the one the link names."""
    column = asking.link.by.get(asking.link.at, asking.columns[0])
    return Related(other.owners[row].file, other.rows[row].place(other.form.places[column]))


def _named(other: Pool, row: int, pool: Pool) -> str:
    """A row elsewhere as people speak of it: period if it is another, unit, row."""
    when = "" if other.period == pool.period else other.period.label
    return say("between-row", {"period": when, "unit": other.owners[row].identity.unit_name, "row": str(other.rows[row].row)})
