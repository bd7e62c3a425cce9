"""How the notices that come with formkit are set, and what they say: the one definition ``letterhead`` builds from.

The 文件 form of GB/T 9704-2012, unsealed; every figure stands beside its clause, lengths in mm, type in pt. An office
changes the wording, and its red head, in the Word template, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

SONG, FANGSONG, HEI, NUMERALS = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
PITCH = 28.95  # 5.2.3: 22 lines in 225 mm
# 28 characters in 156 mm, as type: LibreOffice gives a character wider than its grid cell two of them, so that the
# paragraphs leave the page's grid and keep its figures by themselves.
CLOSER = -5  # twentieths of a point
IMPRINT = 34  # mm kept free at the foot of the last page for the 版记: 抄送 in up to three lines, 印发 in one
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Look:
    """How one element is set: type in pt, indents in hundredths of a character, exact line pitch in pt."""

    name: str
    font: str
    size: float
    line: float
    align: str = "left"
    first: int = 0
    hanging: int = 0
    left: int = 0
    right: int = 0
    before: float = 0
    colour: str = ""
    extra: str = ""  # paragraph properties that stand first in w:pPr: keepNext, pageBreakBefore, pBdr


_WITH_NEXT = "<w:keepNext/>"
_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="10" w:color="{RED}"/></w:pBdr>'
MARK = Look("发文机关标志", SONG, 42, 46, "center", before=97, colour=RED)  # 7.2.4: 上边缘至版心上边缘 35 mm
NUMBER = Look(
    "发文字号", FANGSONG, 16, 18, "center", before=2 * PITCH - 6, extra=_RULE
)  # 7.2.5 空二行; 7.2.7 红线 4 mm
TITLE = Look("公文标题", SONG, 22, 32, "center", before=2 * PITCH - 4, extra=_WITH_NEXT)  # 7.3.1: 红线下空二行
RECIPIENT = Look("主送机关", FANGSONG, 16, PITCH, before=PITCH)  # 7.3.2: 空一行, 顶格
BODY = Look("公文正文", FANGSONG, 16, PITCH, "both", first=200)  # 7.3.3: 左空二字
LISTED = Look("附件说明", FANGSONG, 16, PITCH, left=500, hanging=300, before=PITCH, extra=_WITH_NEXT)  # 7.3.4
SIGNED = Look("发文机关署名", FANGSONG, 16, PITCH, before=PITCH, extra=_WITH_NEXT)  # 7.3.5.2: 空一行
DATED = Look("成文日期", FANGSONG, 16, PITCH, extra=_WITH_NEXT)  # the place in the line comes with the text
NOTE = Look("附注", FANGSONG, 16, PITCH, left=200)  # 7.3.6: 左空二字加圆括号
ANNEX = Look("附件", HEI, 16, PITCH, extra=_WITH_NEXT + "<w:pageBreakBefore/>")  # 7.3.7: 3 号黑体, 顶格第一行
ANNEX_TITLE = Look("附件标题", SONG, 22, 32, "center", before=PITCH, extra=_WITH_NEXT)  # 居中第三行
GAP = Look("表前空行", FANGSONG, 10.5, 10, extra=_WITH_NEXT)
HEAD = Look("表头", HEI, 10.5, 16, "center")
CELL = Look("表格左", FANGSONG, 10.5, 16)
MIDDLE = Look("表格中", FANGSONG, 10.5, 16, "center")
LAST = Look("版记位置", FANGSONG, 16, IMPRINT * 72 / 25.4)
COPIES = Look("抄送", FANGSONG, 14, 22, left=400, right=100, hanging=300)  # 7.4.2: 左右各空一字, 回行对齐
ISSUER = Look("印发机关", FANGSONG, 14, 22, left=100)  # 7.4.3
ISSUED = Look("印发日期", FANGSONG, 14, 22, "right", right=100)
NOTHING = Look("框末", FANGSONG, 1, 1)
ODD = Look("单页码", NUMERALS, 14, 14, "right", right=100)  # 7.5: 4 号半角宋体, 居右空一字
EVEN = Look("双页码", NUMERALS, 14, 14, left=100)
LOOKS = (
    MARK, NUMBER, TITLE, RECIPIENT, BODY, LISTED, SIGNED, DATED, NOTE, ANNEX, ANNEX_TITLE, GAP, HEAD, CELL, MIDDLE,
    LAST, COPIES, ISSUER, ISSUED, NOTHING, ODD, EVEN,
)  # fmt: skip

# Up to how many characters of the agency's name, with 文件 after it, stand in one line, and how much narrowed (%).
MARK_WIDTHS = ((8, 100), (13, 70), (17, 54), (24, 40))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the attached list: heading, width in mm, what stands in it."""

    label: str
    width: float
    text: str
    look: Look = CELL


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice: its wording, a paragraph a tuple of (font, text), and its attached list."""

    kind: str
    name: str
    subject: str
    body: tuple[tuple[tuple[str, str], ...], ...]
    annex: str
    loop: str
    columns: tuple[Column, ...]


def _point(heading: str, text: str) -> tuple[tuple[str, str], ...]:
    return ((HEI, heading), (FANGSONG, text))


RETURN = Letter(
    "return-notice",
    "退回修改通知",
    "关于退回修改{{ period }}报表的通知",
    (
        ((FANGSONG, "{{ unit }}报送的{{ period }}《{{ form_title }}》（文件名：{{ file }}）收悉。经审核，存在必须更正的错误"
          "{{ errors }}处、需要核实的问题{{ queries }}处，现予退回。有关事项通知如下："),),
        _point("一、逐条更正。", "请对照附件所列单元格和修改办法逐条更正；需要核实的问题，经核实数据无误的，在“核实说明”栏写明原因。"),
        _point("二、{% if rollup %}重新汇总{% else %}在退回件上修改{% endif %}。",
               "{% if rollup %}{{ rollup }}{% else %}请使用随本通知退回的电子表格修改，不得改动表头、增删栏目。{% endif %}"),
        _point("三、按时重报。", "请于{{ resubmit }}前将修改后的电子表格重新报送我单位。"),
    ),
    "{{ unit }}报表问题清单",
    "item in items",
    (
        Column("序号", 11, "{{ item.no }}", MIDDLE),
        Column("单元格", 17, '{{ item.cell or "—" }}', MIDDLE),
        Column("栏目", 27, '{{ item.column or "—" }}'),
        Column("现填内容", 37, '{{ item.value or "（空）" }}'),
        Column("问题", 34, "{{ item.problem }}"),
        Column("修改办法", 30, '{{ item.remedy or "—" }}'),
    ),
)  # fmt: skip

REMINDER = Letter(
    "reminder",
    "催报通知",
    "关于催报{{ period }}报表的通知",
    (
        ((FANGSONG, "{{ period }}《{{ form_title }}》应于{{ deadline }}前报送。截至{{ date }}，应报单位{{ expected }}个，"
          "已报{{ received }}个，尚有{{ missing_count }}个单位未完成报送{% if overdue_days %}，已逾期{{ overdue_days }}天"
          "{% endif %}（名单见附件）。现就有关事项通知如下："),),
        _point("一、抓紧报送。", "{% if overdue_days %}请有关单位收到本通知后立即报送{% else %}请有关单位于{{ deadline }}前完成报送"
               "{% endif %}。本期确无填报内容的，应当零报告，不得以不报代替。"),
        _point("二、分类办理。", "状态为“退回待改”的，请按退回修改通知更正后重新报送；为“空表”的，请补填或者作零报告；"
               "为“无法读取”的，请另存为电子表格（.xlsx）并取消密码后重新报送；注明延期的，按延期后的日期报送。"),
        _point("三、加强联系。", "填报中遇到困难的，请及时与联系人联系。"),
    ),
    "未完成报送单位名单",
    "unit in units",
    (
        Column("序号", 16, "{{ unit.no }}", MIDDLE),
        Column("乡镇（街道）", 46, '{{ unit.township or "—" }}'),
        Column("单位", 60, "{{ unit.unit }}"),
        Column("状态", 34, "{{ unit.state }}", MIDDLE),
    ),
)  # fmt: skip

LETTERS = (RETURN, REMINDER)
