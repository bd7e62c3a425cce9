"""What a rule may call the columns of a form, its constants and its parameters."""

from __future__ import annotations

from collections import Counter

from formkit.constants import PERIOD_END, PERIOD_START
from formkit.formula import Name
from formkit.model import Form
from formkit.types import KINDS


def spellings(form: Form) -> dict[str, Name]:
    """Every name a rule may use: keys, full labels, labels without their final bracket where that is unique."""
    bare = Counter(_bare(column.label) for column in form.leaves)
    names: dict[str, Name] = {name: Name(name, "date", constant=True) for name in (PERIOD_START, PERIOD_END)}
    names |= {parameter.name: Name(parameter.name, parameter.kind, constant=True) for parameter in form.parameters}
    for column in form.leaves:
        kind = KINDS[column.type]
        name = Name(column.key, kind.KIND, never_blank=kind.NEVER_BLANK)
        names[column.key] = names[column.label] = name
        if bare[_bare(column.label)] == 1:
            names.setdefault(_bare(column.label), name)
    return names


def _bare(label: str) -> str:
    """A label without its final bracket: 教育扶贫政策(人) is also 教育扶贫政策."""
    for opening, closing in (("(", ")"), ("（", "）")):
        if label.endswith(closing) and opening in label:
            return label[: label.rindex(opening)]
    return label
