"""A table as Parquet: typed columns, labels beside them. The only module that uses pyarrow, which need not be installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

from formkit.types import Value
from formkit.values import dataclass

_GROUP = 50_000
"""Rows that are held as columns at a time."""
_DIGITS = 38
"""As many as a decimal of 128 bits holds."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its key, what people call it, what its values are, and the digits behind their point."""

    key: str
    label: str
    kind: Literal["text", "number", "date", "bytes"] = "text"
    decimals: int = 0


def ready() -> bool:
    """Whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def write(file: BinaryIO, fields: Sequence[Field], rows: Iterable[Sequence[Value | bytes]], about: Mapping[str, str]) -> None:
    """Write rows under the fields' keys, each with its label as metadata, ``about`` as that of the table.

    Whole numbers become int64, amounts decimals, dates date32, everything else strings; what is blank is null. Raises
    ImportError without pyarrow, and what pyarrow raises where a value is not of its column's kind.
    """
    import pyarrow
    from pyarrow import parquet

    columns = [pyarrow.field(field.key, _type(pyarrow, field), metadata={"label": field.label}) for field in fields]
    schema = pyarrow.schema(columns, metadata=dict(about))
    # Snappy is what every reader of Parquet takes.
    with parquet.ParquetWriter(file, schema, compression="snappy") as target:
        for group in _groups(rows):
            arrays = [pyarrow.array(values, column.type) for values, column in zip(zip(*group, strict=True), columns, strict=True)]
            target.write_table(pyarrow.table(arrays, schema=schema))


@lru_cache(2)
def column(file: str, key: str) -> Sequence[Any]:
    """The values of one column of a table, and of no other; who asks for one value after the other has them at hand."""
    from pyarrow import parquet

    with Path(file).open("rb") as source:
        found: list[Any] = parquet.read_table(source, columns=[key]).column(key).to_pylist()
    return found


def _groups(rows: Iterable[Sequence[Value | bytes]]) -> Iterator[list[Sequence[Value | bytes]]]:
    source = iter(rows)
    while group := list(islice(source, _GROUP)):
        yield group


def _type(pyarrow: Any, field: Field) -> Any:
    if field.kind == "number":
        return pyarrow.decimal128(_DIGITS, field.decimals) if field.decimals else pyarrow.int64()
    if field.kind == "bytes":
        return pyarrow.binary()
    return pyarrow.date32() if field.kind == "date" else pyarrow.string()
