"""A command that was given URLs: in a folder to which its task was brought, with folders that stand for the other places in stores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from formkit import lent, standing, store
from formkit.commands import failures
from formkit.commands.console import CLEAN, FAULTS, UsageProblem
from formkit.load import SchemaError
from formkit.load.source import read_source
from formkit.taskfile import FILE


def near(stack: ExitStack, named: Mapping[str, Any], *, outbox: bool) -> dict[str, Any]:
    """A command's arguments with what is near in place of each URL."""
    if named.get("kind") and store.is_url(named["kind"]):  # what stands behind notice --list is the task
        named = {**named, "kind": None, "folder": named["kind"]}
    task = _task(named)
    found = {name: _absolute(each) for name, each in named.items()} if task else dict(named)
    if isinstance(output := named.get("output"), str):
        found["output"] = stack.enter_context(_well(lent.filled(output)))
    for name in ("paths", "others"):
        if name in named and not (task and name == "paths"):
            found[name] = tuple(stack.enter_context(_lent(each)) if isinstance(each, str) else each for each in found[name])
    if task:
        url, name, inside = task
        stack.enter_context(_inside(url, outbox=outbox))
        found[name] = inside
    stack.enter_context(failures.told())  # while it is known what the folders stand for
    return found


def _task(named: Mapping[str, Any]) -> tuple[str, str, Any] | None:
    """The URL of the task that a command is to work in, the argument that names it, and what stands for that inside of it."""
    if isinstance(file := named.get("file"), str):
        found = store.task_above(file)
        if found is None:
            raise UsageProblem("accept-outside", path=store.masked(file))
        return found[0], "file", Path(found[1])
    if isinstance(folder := named.get("folder"), str):
        return folder, "folder", Path()
    tasks = [each for each in named.get("paths", ()) if isinstance(each, str) and store.is_task(each)]
    if tasks and len(named["paths"]) > 1:
        raise UsageProblem("store-alone", url=store.masked(tasks[0]))
    return (tasks[0], "paths", ()) if tasks else None


@contextmanager
def _lent(url: str) -> Iterator[Path]:
    """What a command only reads, with the earlier tasks it names where it is a task."""
    with lent.lent(url) as folder:
        if (folder / FILE).is_file():
            _bring_named(url, folder, _top(url, folder))
        yield folder


def _top(url: str, folder: Path) -> Path:
    """The folder that stands for all of a store."""
    return folder.parents[len(store.place_in(Path(), url).parts) - 1]


@contextmanager
def _inside(url: str, *, outbox: bool = False) -> Iterator[None]:
    """In the folder of a task that was brought, with the earlier tasks it names; what was made is put back where a command ended well."""
    home = Path.cwd()
    with _well(store.brought(url, outbox=outbox)) as folder:
        standing.call(folder, store.masked(url).rstrip("/"))
        _bring_named(url, folder, _top(url, folder))
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(home)


@contextmanager
def _well(place: AbstractContextManager[Path]) -> Iterator[Path]:
    """A place whose end a command that ended well reaches, also one that found faults."""
    ended = None
    with place as folder:
        try:
            yield folder
        except SystemExit as end:
            if end.code not in (CLEAN, FAULTS):
                raise
            ended = end
    if ended:
        raise ended


def _bring_named(url: str, folder: Path, top: Path) -> None:
    """What a task names beside it, and what that names: earlier tasks, and what its workbooks are filled in with.

    What lies above the ``top`` of the store is not in it.
    """
    for name in _named(folder):
        there = Path(os.path.normpath(folder / name))
        if there.is_relative_to(top) and not there.exists():
            store.bring(store.beside(url, name), there)
            standing.call(there, store.masked(store.beside(url, name)))
            if (there / FILE).is_file():
                _bring_named(store.beside(url, name), there, top)


def _named(folder: Path) -> list[str]:
    """What a task names, as far as its task.yaml can be read; what is wrong with it is told when it is opened."""
    try:
        said = read_source(folder / FILE).data
    except SchemaError:
        return []
    before, fill = (said.get("before"), said.get("prefill")) if isinstance(said, Mapping) else (None, None)
    named = [*(before if isinstance(before, list) else ()), *((fill,) if isinstance(fill, str) else ())]
    return [str(name) for name in named if not Path(str(name)).is_absolute()]


def _absolute(given: Any) -> Any:
    """A path that means the same from another folder."""
    if isinstance(given, tuple):
        return tuple(map(_absolute, given))
    return given.absolute() if isinstance(given, Path) else given
