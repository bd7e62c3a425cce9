"""How notices are set: the one definition of the layout that every shipped template is built from.

The 文件 form and the 信函 form of GB/T 9704-2012; every figure stands beside its clause, lengths in mm, type in pt. An office
changes its red head and its wording in the Word template, not here.
"""

from __future__ import annotations

from formkit.values import dataclass

SONG, FANGSONG, HEI, KAI, NUMERALS = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
PITCH = 28.95  # 5.2.3: 22 lines in 225 mm
# 28 characters in 156 mm, as type: LibreOffice gives a character wider than its grid cell two of them, so that the
# paragraphs leave the page's grid and keep its figures by themselves; of the 156 mm it leaves a half to the grid's edges.
CLOSER = -6  # twentieths of a point
IMPRINT, IMPRINT_SHORT = 34, 19  # mm kept free at the foot of the last page for the 版记: 抄送 in up to three lines or in one, 印发 in one
COPIES_SHORT, ISSUER_SHORT = 24, 18  # so many characters of 抄送, and of the 印发机关, stand in one line
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
    after: float = 0
    beyond: tuple[float, float] = (0, 0)  # mm over the margins at the left and the right
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
LISTED_FIRST = Look("附件说明首件", FANGSONG, 16, PITCH, left=600, hanging=400, before=PITCH, extra=_WITH_NEXT)  # 附件：1.
LISTED_MORE = Look("附件说明续", FANGSONG, 16, PITCH, left=600, hanging=100, extra=_WITH_NEXT)  # under the first name
SEAL = Look("印章空行", FANGSONG, 16, PITCH, extra=_WITH_NEXT)  # 7.3.5.1: a seal of 42 mm ends within a line of the text
SIGNED = Look("发文机关署名", FANGSONG, 16, PITCH, before=PITCH, extra=_WITH_NEXT)  # 7.3.5.2: 空一行
DATED = Look("成文日期", FANGSONG, 16, PITCH)  # the place in the line comes with the text
NOTE = Look("附注", FANGSONG, 16, PITCH, left=200)  # 7.3.6: 左空二字加圆括号
COPY_NO = Look("份号", FANGSONG, 16, PITCH)  # 7.2.1: 顶格第一行
SECRECY = Look("密级和紧急程度", HEI, 16, PITCH)  # 7.2.2, 7.2.3: 3 号黑体
# 信函格式 (10.1): the name 30 mm below the edge of the page, a red double line 4 mm below it, thick over thin, another 20 mm from
# the foot of the page, thin over thick; 170 mm long, 7 mm beyond the 版心 on each side. Two rules, since Word and LibreOffice do not
# agree which side of a border of two lines is the thick one.
_WIDE = (8, 6)
_LINE = '<w:pBdr><w:{} w:val="single" w:sz="{}" w:space="{}" w:color="' + RED + '"/></w:pBdr>'
LETTER_MARK = Look("信函发文机关标志", SONG, 36, 40, "center", beyond=_WIDE, colour=RED, extra=_LINE.format("bottom", 18, 6))
LETTER_THIN = Look("信函上细线", FANGSONG, 1, 1.5, beyond=_WIDE, extra=_LINE.format("bottom", 6, 0))
LETTER_TOP, LETTER_FOOT_TOP = 29.6, 275.4  # mm from the top of the page: where the line of the name and the foot begin
LETTER_NUMBER = Look("信函发文字号", FANGSONG, 16, PITCH, "right")
LETTER_BELOW = Look("信函红线下", FANGSONG, 1, 9)  # 与线的距离为 3 号汉字高度的 7/8, with what a line has above its characters
LETTER_FOOT = Look("信函下双线", FANGSONG, 1, 2, extra=f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="{RED}"/>'
                   f'<w:bottom w:val="single" w:sz="18" w:space="0" w:color="{RED}"/></w:pBdr>')
# 上行文 (7.2.5, 7.2.6): the number one character in on the left, the 签发人 one in on the right of the same line.
UPWARD_NUMBER = Look("上行文字号", FANGSONG, 16, 18, before=2 * PITCH - 6, extra=_RULE + '<w:tabs><w:tab w:val="left" w:pos="316"/>'
                     '<w:tab w:val="right" w:pos="8528"/></w:tabs>')  # tabs, since the rule ends where the indents do
ANNEX = Look("附件", HEI, 16, PITCH, extra=_WITH_NEXT + "<w:pageBreakBefore/>")  # 7.3.7: 3 号黑体, 顶格第一行
ANNEX_TITLE = Look("附件标题", SONG, 22, 32, "center", before=PITCH, extra=_WITH_NEXT)  # 居中第三行
BETWEEN = Look("两表之间", FANGSONG, 5, 5, extra=_WITH_NEXT)
GAP = Look("表前空行", FANGSONG, 10.5, 10, extra=_WITH_NEXT)
HEAD = Look("表头", HEI, 10.5, 16, "center")
CELL = Look("表格左", FANGSONG, 10.5, 16)
MIDDLE = Look("表格中", FANGSONG, 10.5, 16, "center")
LABEL = Look("栏名", HEI, 12, 20, "center")
FILLED = Look("栏内", FANGSONG, 12, 20)
FILLED_MIDDLE = Look("栏内居中", FANGSONG, 12, 20, "center")
HEAD_LARGE = Look("大表头", HEI, 14, 20, "center")  # a posting is read standing
CELL_LARGE = Look("大表格左", FANGSONG, 14, 20)
MIDDLE_LARGE = Look("大表格中", FANGSONG, 14, 20, "center")
PLAIN_TITLE = Look("文书标题", SONG, 22, 32, "center", after=PITCH / 2, extra=_WITH_NEXT)
LEFT = Look("左起行", FANGSONG, 16, PITCH)
CENTRED = Look("居中行", FANGSONG, 16, PITCH, "center")
RIGHT = Look("居右行", FANGSONG, 16, PITCH, "right", right=200)
DRAFT = Look("样稿字样", HEI, 12, 16, "right")
SECTION = Look("分节", FANGSONG, 1, 1)
LAST = Look("版记位置", FANGSONG, 16, IMPRINT * 72 / 25.4)
LAST_SHORT = Look("短版记位置", FANGSONG, 16, IMPRINT_SHORT * 72 / 25.4)
COPIES = Look("抄送", FANGSONG, 14, 22, left=400, right=100, hanging=300)  # 7.4.2: 左右各空一字, 回行对齐
ISSUER = Look("印发机关", FANGSONG, 14, 22, left=100)  # 7.4.3
ISSUED = Look("印发日期", FANGSONG, 14, 22, "right", right=100)
NOTHING = Look("框末", FANGSONG, 1, 1)
ODD = Look("单页码", NUMERALS, 14, 14, "right", right=100)  # 7.5: 4 号半角宋体, 居右空一字
EVEN = Look("双页码", NUMERALS, 14, 14, left=100)
ASIDE_LEFT, ASIDE_TOP = 27.1, 27.0  # mm: where the turned number of a page on its side stands
ASIDE = Look("横页页码", NUMERALS, 14, 14, "right", right=100)
ASIDE_EVEN = Look("横页双页码", NUMERALS, 14, 14, left=100)
LOOKS = tuple(each for each in tuple(globals().values()) if isinstance(each, Look))

# Up to how many characters of the agency's name, with 文件 after it, stand in one line, and how much narrowed (%).
MARK_WIDTHS = ((8, 100), (13, 70), (17, 54), (24, 40))
LETTER_WIDTHS = ((12, 100), (17, 72), (24, 51), (30, 40))
