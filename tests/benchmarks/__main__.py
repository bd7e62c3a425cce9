"""formkit beside what else there is, on the same files, as ratios.

cd tests && python -m benchmarks [PART ...]      by default all but scale: check generate merge letters growth starting cores profile
    --villages N --people N   how many filings of how many people (1,000 of 50)
    --large N                 how many filings of 2,000 people (20; 0: none)
    --rounds N                how often each is done, in turn (5)
    --keep FOLDER             where data and the peers' environment are kept for another time; else they are thrown away
    --full                    10,000 filings as well, and the part scale
    --scale N                 how many filings of a province the part scale runs (20,000)
    --add FILE                the JSON of an earlier run, of which the parts not measured now are kept
    --json FILE --table FILE  where the results go, besides standard output
    --short [--record]        what CI runs: a few ratios, against those in recorded.json (--record writes them)
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import environment, short, shown
from benchmarks.ground import Ground, Part

PARTS = ("check", "generate", "merge", "letters", "growth", "starting", "cores", "profile", "scale")


def main() -> int:
    """Measure what is asked for, show it; 1 where a ratio of the short form has gone bad."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as name:
        kept = asked.keep or Path(name)
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as scratch:
            sizes = {"villages": asked.villages, "people": asked.people, "rounds": asked.rounds, "full": asked.full, "large": asked.large,
                     "scale": asked.scale}
            ground = Ground(kept.resolve(), Path(scratch).resolve(), **sizes)
            if asked.short:
                return short.run(ground, record=asked.record)
            ground = Ground(ground.kept, ground.scratch, **sizes, peers=environment.peers(ground.kept))
            parts = _measured(ground, asked.parts or [name for name in PARTS if name != "scale" or asked.full])
    parts = shown.joined(json.loads(asked.add.read_text("utf-8")), parts) if asked.add else parts
    document = shown.document(parts, {**sizes, "peers": environment.PEERS})
    if asked.json:
        asked.json.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if asked.table:
        asked.table.write_text(shown.markdown(parts), "utf-8")
    sys.stdout.write(shown.markdown(parts))
    return 0


def _measured(ground: Ground, names: list[str]) -> list[Part]:
    found: list[Part] = []
    for name in names:
        sys.stderr.write(f"{name} …\n")
        more = import_module(f"benchmarks.parts.{name}").measured(ground)
        sys.stderr.write("".join(map(shown.table, more)))
        found += more
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--villages", type=int, default=1000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--large", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=int, default=20_000)
    parser.add_argument("--add", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--table", type=Path)
    for name in ("--full", "--short", "--record"):
        parser.add_argument(name, action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
