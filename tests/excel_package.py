"""The lint's first part: the package. Members, XML, content types, relationships, properties."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

Element = ElementTree.Element
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_ASKED = re.compile(rb' r:(?:id|embed|link|pict)="([^"]*)"')
_XML = re.compile(r"\.(xml|rels|vml)$")


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's parts: bytes by name, those of XML as trees, and of each part the relationships by id: kind, target."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]
    relations: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def of_kind(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at by relationships of a kind."""
        return [target for name, target in self.relations.get(part, {}).values() if name == kind and target in self.trees]


def opened(data: bytes) -> tuple[Package, list[str]]:
    """The package of a workbook, and what is wrong with it as such."""
    found: list[str] = []
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        return Package({}, {}), [f"zip: {error}"]
    members = archive.infolist()
    if any(each.flag_bits & 1 or each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in members):
        return Package({}, {}), ["zip: encrypted or compressed another way"]
    found += [f"zip-duplicate: {name}" for name in repeated(each.filename.lower() for each in members)]
    parts = {each.filename: archive.read(each) for each in members}
    trees: dict[str, Element] = {}
    for name, content in parts.items():
        if _XML.search(name):
            try:
                trees[name] = ElementTree.fromstring(content)
            except ElementTree.ParseError as error:
                found.append(f"xml: {name}: {error}")
            if b"<!DOCTYPE" in content[:2000]:
                found.append(f"xml: {name}: a DOCTYPE")
    relations: dict[str, dict[str, tuple[str, str]]] = {}
    package = Package(parts, trees, relations)
    found += [*_relations(package, relations), *_content_types(package), *_properties(package)]
    return package, found


def repeated(names: Iterable[str]) -> list[str]:
    """What stands more than once."""
    listed = list(names)
    return [name for place, name in enumerate(listed) if name in listed[:place]]


def source_of(name: str) -> str:
    """The part whose relationships a .rels part holds; empty for the package's own."""
    folder, file = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _relations(package: Package, into: dict[str, dict[str, tuple[str, str]]]) -> Iterator[str]:
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            for each in tree.iter(f"{_REL}Relationship"):
                yield from _relation(each, name, package, into.setdefault(source_of(name), {}))
    for name in package.trees:
        asked = {key.decode() for key in _ASKED.findall(package.parts[name])}
        yield from (f"relationship-id: {name}: {key!r} is nowhere" for key in sorted(asked - set(into.get(name, {}))))


def _relation(each: Element, name: str, package: Package, own: dict[str, tuple[str, str]]) -> Iterator[str]:
    key, target, source = each.get("Id", ""), each.get("Target", ""), source_of(name)
    if not key or key in own:
        yield f"relationship-id: {name}: {key!r} twice"
    kind = each.get("Type", "").rpartition("/")[2]
    if each.get("TargetMode") == "External":
        own[key] = (kind, target)
        return
    base = "" if target.startswith("/") else posixpath.dirname(source)
    path = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    own[key] = (kind, path)
    if path not in package.parts:
        yield f"relationship-target: {name}: {target} is missing"


def _content_types(package: Package) -> Iterator[str]:
    tree = package.trees.get("[Content_Types].xml")
    if tree is None:
        yield "content-types: there are none"
        return
    defaults = [each.get("Extension", "").lower() for each in tree.iter(f"{_TYPE}Default")]
    overrides = [each.get("PartName", "").removeprefix("/") for each in tree.iter(f"{_TYPE}Override")]
    for name in repeated([*defaults, *overrides]):
        yield f"content-types: {name} twice"
    for name in overrides:
        if name not in package.parts:
            yield f"content-types: {name} is missing"
    for name in package.parts:
        plain = name.rpartition(".")[2].lower() == "xml"
        known = name in overrides or name == "[Content_Types].xml" or (not plain and name.rpartition(".")[2].lower() in defaults)
        if not known:
            yield f"content-types: none for {name}"


def _properties(package: Package) -> Iterator[str]:
    tree = package.trees.get("docProps/custom.xml")
    if tree is None:
        return
    properties = tree.findall(f"{_PROPERTY}property")
    for name in repeated(each.get("name", "").lower() for each in properties):
        yield f"property: {name} twice"
    for name in repeated(each.get("pid", "") for each in properties):
        yield f"property: pid {name} twice"
    for each in properties:
        text = "".join(each.itertext())
        if not 1 <= len(each.get("name", "")) <= 255 or len(text) > 255:
            yield f"property: {each.get('name')}: {len(text)} characters"
        if int(each.get("pid", "0")) < 2:
            yield f"property: {each.get('name')}: pid {each.get('pid')}"
