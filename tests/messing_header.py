"""What clerks do to columns, to their header and to the titles of sections."""

from __future__ import annotations

from messing import Book, Cell, Line, gaps_of, headers_of, page_of, put

from formkit.model import Form


def column(book: Book, first: int, second: int) -> None:
    """A column of one's own put in, with a label or without one."""
    page = page_of(book, second)
    place = first % (len(book.form.leaves) + 1)
    label = (f"填报日志{book.done['column'] + 1}", None)[first % 2]
    page.keys.insert(place, "")
    begun = {section: lines[0] for section, lines in headers_of(page).items()}
    for line in page.lines:
        line.cells.insert(place, Cell("自留" if line.kind == "record" else None))
    for line in begun.values():
        line.cells[place].value = label
        if label:
            book.said.append(("unknown-column", line.cells[place]))
    if place == 0:
        first_of = {id(line.cells[1]): line.cells[0] for line in page.lines}
        book.said[:] = [(code, first_of.get(id(cell), cell) if code == "missing-column" else cell) for code, cell in book.said]


def move(book: Book, first: int, second: int) -> None:
    """A column moved elsewhere."""
    page = page_of(book, first + second)
    source, target = first % len(book.form.leaves), second % len(book.form.leaves)
    page.keys.insert(target, page.keys.pop(source))
    for line in page.lines:
        line.cells.insert(target, line.cells.pop(source))


def delete(book: Book, first: int, second: int) -> None:
    """A column taken out, in which no fault was planted."""
    page = page_of(book, second)
    free = [key for key in page.keys if key and key not in book.guarded]
    if not free or book.done["delete"] > 1:
        return
    key = free[first % len(free)]
    place = page.keys.index(key)
    if any(lines[0].cells[place].value in _grouped(book.form) for lines in headers_of(page).values()):
        return  # the cell of a merge's label: Excel gives it to the next column
    page.keys.pop(place)
    if place == 0:
        first_of = {id(line.cells[0]): line.cells[1] for line in page.lines}
        book.said[:] = [(code, first_of.get(id(cell), cell) if cell else None) for code, cell in book.said]
    for line in page.lines:
        # A title is merged over all columns: it stays when the first of them goes.
        title = line.kind not in ("record", "blank", "header") and not any(cell.value in book.form.places for cell in line.cells)
        line.cells.pop(-1 if title else place)
    if book.form.leaves[book.form.places[key]].type == "serial":
        return
    for lines in headers_of(page).values():
        book.said.append(("missing-column", lines[0].cells[0]))


def _grouped(form: Form) -> set[str]:
    return {label for path in form.paths.values() for label in path[:-1]}


KNOWN = {
    "身份证号码": "身份证号", "区(市)": "区（市）", "户主姓名": "户主\n姓名", "主要返贫风险(下拉菜单选择)": "主要返贫风险",
    "教育扶贫政策(人)": "教育扶贫政策（人）", "帮扶联系人的单位": "帮扶单位", "联系电话": "手机号码", "家庭人口数（人）": "家庭人口数",
    "帮扶责任人": "帮扶责任人姓名", "户主身份证号码": "户主身份证号",
}  # fmt: skip
TYPOS = {
    "身份证号码": "身份证号吗", "户主姓名": "户主名字", "主要返贫风险(下拉菜单选择)": "主要返贫风验", "帮扶联系人的单位": "帮扶联系入的单位",
    "教育扶贫政策(人)": "教肓扶贫政策(人)", "帮扶责任人": "邦扶责任人", "户主身份证号码": "户主身分证号码", "认定时间": "认定时闸",
}  # fmt: skip


def retype(book: Book, first: int, second: int) -> None:
    """A header label typed as it is also called, or wrongly."""
    page = page_of(book, second)
    table = (KNOWN, TYPOS)[first % 2]
    labels = [label for label in table if any(path[-1] == label for path in book.form.paths.values())]
    label = labels[first // 2 % len(labels)]
    key = next(key for key, path in book.form.paths.items() if path[-1] == label)
    for section, lines in headers_of(page).items():
        for cell in (line.cells[page.keys.index(key)] for line in lines if key in page.keys):
            if cell.value == label:
                cell.value = table[label]
                if table is TYPOS:
                    book.renamed.setdefault((id(page), section), {})[key] = cell


def unlike(book: Book, first: int, second: int) -> None:
    """A label typed over with something that no label is like: the hidden key above it still tells the column."""
    page = book.pages[0]
    free = [key for key in page.keys if key and book.form.column(key).type != "serial"]
    key = free[first % len(free)]
    if book.done["unlike"] or not any(cell.value in book.form.places for line in page.lines[:3] for cell in line.cells):
        return
    for section, lines in headers_of(page).items():
        for cell in (line.cells[page.keys.index(key)] for line in lines):
            if cell.value is not None and cell.value not in _grouped(book.form):
                cell.value = "见另表"
                book.renamed.setdefault((id(page), section), {})[key] = cell


def worn(book: Book, first: int, second: int) -> None:
    """A header printed again that has lost a label: the one before it, or the key above all, still tells the column."""
    page = page_of(book, second)
    again = [line for line in page.lines if line.kind == "again"]
    place = first % len(page.keys)
    if again and book.done["worn"] < 2 and page.keys[place]:
        for line in again:
            if line.cells[place].value not in _grouped(book.form):
                line.cells[place].value = None


def cut(book: Book, first: int, second: int) -> None:
    """A header cut to one level: the row of groups goes, the labels stay."""
    page = page_of(book, second)
    headers = list(headers_of(page).values())
    lines = headers[first % len(headers)]
    groups = _grouped(book.form)
    for place in range(len(page.keys)):
        labels = [line.cells[place] for line in lines if line.cells[place].value is not None]
        own = [cell for cell in labels if cell.value not in groups]
        if own:
            for line in lines:
                line.cells[place] = Cell() if line.cells[place] is own[-1] else line.cells[place]
            lines[-1].cells[place] = own[-1]
    for code, cell in list(book.said):
        if cell is not None and code == "missing-column" and any(cell is line.cells[0] for line in lines[:-1]):
            book.said.remove((code, cell))
            book.said.append((code, lines[-1].cells[0]))
    for line in lines[:-1]:
        page.lines.remove(line)


def untitle(book: Book, first: int, second: int) -> None:
    """A section's title taken out."""
    page = page_of(book, second)
    found = [line for line in page.lines if line.kind == "title"]
    if len(book.form.sections) == 1 or not found or book.done["untitle"]:
        return
    line = found[first % len(found)]
    page.lines.remove(line)
    book.said.append(("section-title-missing", headers_of(page)[line.section][0].cells[0]))


def repeat(book: Book, first: int, second: int) -> None:
    """The header printed again on every page; where a title is gone, only between two people."""
    page = page_of(book, second)
    gaps = [i for i in gaps_of(page) if not book.done["untitle"] or page.lines[i - 1].kind == "record"]
    if not gaps:
        return
    index = gaps[first % len(gaps)]
    section = page.lines[index].section
    for line in reversed(headers_of(page)[section]):
        put(page, index, Line([Cell(cell.value) for cell in line.cells], "again", section))


def headless(book: Book, first: int, second: int) -> None:
    """A section's header taken out, its title left."""
    page = book.pages[0]
    key = book.form.sections[-1].key
    lines = headers_of(page).get(key, [])
    title = next((line for line in page.lines if line.kind == "title" and line.section == key), None)
    if len(book.form.sections) == 1 or not lines or title is None or book.done["repeat"] or len(headers_of(page)) < 2:
        return
    gone = {id(cell) for line in lines for cell in line.cells}
    book.said[:] = [(code, cell) for code, cell in book.said if id(cell) not in gone]
    book.renamed.pop((id(page), key), None)
    page.lines[:] = [line for line in page.lines if not any(line is each for each in lines)]
    book.said.append(("header-missing", title.cells[0]))
