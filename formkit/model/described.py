"""What all parts of a schema have in common: nothing unknown is accepted and nothing changes afterwards.

Where models are described, annotations stand as they are and not as texts (``from __future__ import annotations``): pydantic
would have to compile and read each of them again, a fifth of what it takes to load them.
"""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["village", "township", "department", "county", "prefecture", "province"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From the lowest up; a department stands beside the townships and reports to the county."""
Kind = Literal[
    "text", "name", "whole", "money", "tick", "code", "choices", "date", "month", "resident-id", "phone", "unit", "serial"
]
Grain = Literal["household", "person", "line"]
Severity = Literal["error", "query"]
Fidelity = Literal["printed", "reconstructed"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
FormId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
RuleId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]*$")]
YearKey = Annotated[str, Field(pattern=r"^(?:\d{4}|any)$")]


class Described(BaseModel):
    """Base settings of every part."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
