"""What the words of a header mean: conventional keys, levels, and the patterns that give a type away."""

from __future__ import annotations

import re
from collections.abc import Mapping

from formkit.model import Level

_PLACE = "街道办事处|街道办|村委会|居委会|行政村|社区|街道|地区|自治区|直辖市|省份|省|市|州|盟|县|区|旗|乡|镇|街|村|居|办"
_PLACES = re.compile(rf"(?:{_PLACE})+")
_NAMED: tuple[tuple[frozenset[str], Level], ...] = (
    (frozenset(("省", "省份")), "province"),
    (frozenset(("县",)), "county"),
    (frozenset(("乡", "镇", "街", "街道", "街道办", "街道办事处")), "township"),
    (frozenset(("区", "旗")), "county"),
    (frozenset(("市", "州", "盟", "地区")), "prefecture"),
    (frozenset(("村", "行政村", "村委会", "社区", "居", "居委会")), "village"),
)
"""Words for places, the surest first: 县(市、区) is a county, 镇街区 a township, 省(区、市) a province."""

KEYS: Mapping[str, str] = {
    "序号": "serial", "编号": "number", "村民小组": "group", "组": "group", "小组": "group", "组别": "group", "村组": "group",
    "自然村": "hamlet", "户主": "head_name", "户主姓名": "head_name", "姓名": "name", "性别": "sex", "民族": "nation", "年龄": "age",
    "与户主关系": "relation", "与户主的关系": "relation", "家庭人口": "household_size", "家庭人口数": "household_size",
    "家庭人数": "household_size", "家庭成员数": "household_size", "人口数": "household_size", "劳动力": "labour",
    "劳动力人数": "labour", "劳动力数": "labour", "其中劳动力": "labour", "家庭劳动力": "labour", "家庭劳动力数": "labour",
    "返贫风险": "risk", "致贫风险": "risk", "风险原因": "risk", "致贫原因": "risk", "返贫原因": "risk", "返贫风险原因": "risk",
    "致贫风险原因": "risk", "主要致贫原因": "risk", "主要返贫风险": "risk", "主要风险": "risk", "风险类型": "risk",
    "致贫返贫风险": "risk", "风险情况说明": "risk_note", "风险说明": "risk_note", "人均纯收入": "income_per_head",
    "人均可支配收入": "income_per_head", "家庭人均纯收入": "income_per_head", "家庭人均可支配收入": "income_per_head",
    "监测对象类别": "class", "纳入类别": "class", "对象类别": "class", "户类型": "household_kind", "帮扶措施": "measures",
    "拟采取帮扶措施": "measures", "采取的帮扶措施": "measures", "帮扶联系人": "helper", "帮扶责任人": "helper",
    "帮扶责任人姓名": "helper", "帮扶联系人姓名": "helper", "帮扶人": "helper", "帮扶联系人的单位": "helper_agency",
    "帮扶单位": "helper_agency", "备注": "remark", "认定时间": "recognised", "纳入时间": "included", "出生日期": "birth",
    "出生年月": "birth", "文化程度": "schooling", "健康状况": "health", "家庭住址": "address", "住址": "address",
    "地址": "address", "金额": "amount", "户数": "households", "人数": "persons", "脱贫年度": "year_out",
}  # fmt: skip
"""Keys of labels without their brackets."""

RESIDENT = re.compile(r"身份证(?:件)?(?:号码|号|码)?$|(?:居民|有效)?证件号码?$|公民身份号码$|社会保障号码$")
NOT_RESIDENT = re.compile("残疾|学生|信用|资格|驾驶|机构")
PHONE = re.compile(r"电话(?:号码)?$|手机(?:号|号码)?$|联系方式$|(?:固定|移动)电话")
SERIAL = re.compile(r"^(?:序号|顺序号|序|No\.?|№)$", re.IGNORECASE)
PERSON_NAME = re.compile(
    r"姓名$|^户主$|^(?:农户|家庭|申请|受益|当事|监护)人?(?:代表)?$"
    r"|(?:联系|责任|负责|核查|核实|帮扶|经办|填报|审核|承包|监护|包保|申请|调查|走访|督导|结对|包联|代办|受益"
    r"|网格|验收|领款|经手|记录|录入|复核|监督|整改|举报)(?:人|员|人员)$|(?:党员|领导|干部|带头人|书记|队长|组长|主任)$"
)
TICK = re.compile(r"[画打划填]\s*[“\"'‘]?\s*[√✓]|[“\"'‘(（][√✓][”\"'’)）]|√")
WHETHER = re.compile(r"^是否|^有无|是否[^，。；]{1,14}$")
MANY = re.compile("可多选|多选|可选多项|可填多项")
DATE = re.compile(r"(?:日期|时间|年月日|日)$")
MONTH = re.compile(r"年月$|月份$|^月$")
YEAR = re.compile(r"^(?:年度|年份|.{1,8}年度|.{1,8}年份)$")
RANGE_OF_DAYS = re.compile("起止|起讫|期限|期间")
MONEY = re.compile(r"收入|支出|金额|资金|补助|补贴|救助金|工资|费用|存款|贷款|产值|总额|报销|奖补|分红|投资$|[款费]$")
COUNT = re.compile(r"(?:人口|人|户|次|个|件|套|头|天|月|劳动力|劳力)数$|人口$|户数|人数|次数|数量|年龄|总[户人]数|劳动力$|^人次$|^[户人]$|(?<![基系指分参函])数$")
FREE = re.compile(
    r"备注|说明|措施|情况|地址|住址|单位|职务|意见|问题|计划|内容|事项|经过|描述|依据|签字|盖章|签名|名称|专业|学校|成效|建议|做法|进展|民族|账号|卡号|证号|村组|编号|编码|户编|小组|^组$|号$|自然村|成员"
)
CODED = re.compile(r"类别|类型|原因|结果|渠道|等级|情形|结论|程度|状况|性质|方式|档次|级别|状态|风险|属性|标识|来源")
YES_NO = ("是", "否")
"""Allowed values of a column that asks whether."""
HAVE_NOT = ("有", "无")
SEXES = ("男", "女")
COUNTED = frozenset((
    "人次", "户次", "车次", "人", "户", "个", "次", "条", "件", "名", "项", "处", "头", "只", "羽", "套", "间", "岁", "家", "所",
    "张", "座", "栋", "幢", "眼", "口", "部", "批", "支", "班", "起", "例", "针", "场", "期", "份",
    "棵", "株", "台", "辆", "天", "月", "年",
))  # fmt: skip
MEASURED = frozenset((
    "亩", "公顷", "公里", "千米", "平方米", "㎡", "立方米", "米", "吨", "公斤", "千克", "斤", "%", "％",
))  # fmt: skip
COINS = frozenset(("元", "千元", "万元", "亿元"))
ONE_PER_HOUSEHOLD = frozenset((
    "head_name", "household_size", "labour", "risk", "risk_note", "income_per_head", "class", "household_kind", "helper",
    "helper_agency", "measures", "recognised", "included", "phone", "address",
))  # fmt: skip
"""Keys of columns that a household answers once, however many rows it has."""


def half(text: str) -> str:
    """A label with half-width brackets and without its spaces."""
    return re.sub(r"\s", "", text.translate(str.maketrans("（）［］【】", "()[][]")))


def bare(label: str) -> str:
    """A label without brackets and marks: what it asks for."""
    return re.sub(r"^(?:[*＊※★]|其中[:：]?)+(?=.)|[*＊※★]$", "", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", half(label))) or half(label)


def level_of(label: str) -> Level | None:
    """The level of a column that names a place: 乡(镇、街道), 所属村; None where the label asks for anything else."""
    said = re.sub(r"^[*＊★]|^(?:所[属在]|户籍)|(?:名称?)$|[*＊★()、,，/]", "", half(label))
    if said in ("部门", "报送部门", "填报部门", "责任部门"):
        return "department"
    words = frozenset(re.findall(_PLACE, said)) if _PLACES.fullmatch(said) else frozenset()
    return next((level for names, level in _NAMED if words & names), None)


def unit_in(label: str) -> str:
    """The unit of measure that a label names in its brackets or after a comma: 元, 人, 户 …; empty where it names none."""
    for said in reversed(re.findall(r"\(([^()]*)\)", half(label))):
        said = re.sub("^单位[:：]?", "", said).partition("/")[0]
        if said in COUNTED | MEASURED | COINS:
            return said
    return ""


def options_in(label: str) -> tuple[str, ...]:
    """The values that a label itself lists in brackets: (因病/因残/其他), (1.是 2.否), (①甲 ②乙)."""
    for said in re.findall(r"\(([^()]+)\)", half(label)):
        said = re.sub("^(?:可多选|单选|选填|下拉选择|填)[:：,，、]?|[,，;；、]?(?:可多选|单选|多选|选填)$", "", said)
        parts = [part for part in re.split(r"[①-⑳]|(?<!\d)\d{1,2}[.．、](?!\d)", said) if part]
        if len(parts) < 2:
            parts = re.split("[/／;；|]", said)
        if len(parts) < 2 and said.count("、") >= 2:
            parts = said.split("、")
        parts = [part.strip("、,，;； ") for part in parts]
        if len(parts) > 1 and len(set(parts)) == len(parts) and all(0 < len(part) <= 12 for part in parts):
            return () if set(parts) <= COUNTED | MEASURED | COINS else tuple(parts)
    return ()
