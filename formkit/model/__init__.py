"""What a form is, as data; ``form.py`` holds the whole, the other modules its parts.

Calendars and notices, which few commands need, are imported from their own modules.
"""

from formkit.model.codes import Code, CodeList
from formkit.model.described import LEVELS, Described, Fidelity, FormId, Grain, Key, Kind, Level, RuleId, Severity
from formkit.model.form import Form, SharedPart
from formkit.model.parts import (
    Card,
    Column,
    Due,
    Earlier,
    Group,
    Grouping,
    Ordinary,
    Paper,
    Part,
    Reporting,
    Section,
    Summary,
)
from formkit.model.rules import (
    Link,
    Pack,
    Parameter,
    Procedure,
    Provision,
    ProvisionList,
    Rule,
    Spread,
    Stage,
    Unstated,
)

__all__ = [
    "LEVELS",
    "Card",
    "Code",
    "CodeList",
    "Column",
    "Described",
    "Due",
    "Earlier",
    "Fidelity",
    "Form",
    "FormId",
    "Grain",
    "Group",
    "Grouping",
    "Key",
    "Kind",
    "Level",
    "Link",
    "Ordinary",
    "Pack",
    "Paper",
    "Parameter",
    "Part",
    "Procedure",
    "Provision",
    "ProvisionList",
    "Reporting",
    "Rule",
    "RuleId",
    "Section",
    "Severity",
    "SharedPart",
    "Spread",
    "Stage",
    "Summary",
    "Unstated",
]  # fmt: skip
