"""The rule language on its own: grammar, kinds, every mistake and its place, values, rendering."""

from __future__ import annotations

import datetime
import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_formulas import NAMES, ROWS, Row, compiled, formulas, table

from formkit.formula import (
    CODES,
    FUNCTIONS,
    FormulaError,
    Kind,
    Name,
    Value,
    explain,
    fold,
    parse,
    render,
)
from formkit.formula.kinds import SIGNATURES, TALLEST
from formkit.formula.parser import DEEPEST

LEDGER = {
    "户主姓名": Name("head_name", "text"), "教育扶贫政策(人)": Name("education", "text", never_blank=True),
    "教育扶贫政策": Name("education", "text", never_blank=True), "主要返贫风险": Name("risk", "text"),
    "人均纯收入": Name("income", "number"), "认定时间": Name("found", "date"), "a]b": Name("odd", "number"),
    "监测线": Name("line", "number", constant=True),
}
ROW: dict[str, list[Value]] = {
    "n1": [5.0, None, 0.0, 5.0], "n2": [0.3, 2.0, None, -1.0], "t1": ["因学", "因病", None, "ABC"],
    "id": ["379999198001010015", "379999198001010023", "379999198001010015", None],
    "digits": ["012", "12", "1E2", "x"], "k1": ["√", "", "", "√"], "k2": ["", "", "x", ""],
    "d1": [datetime.date(2020, 1, 31), None, datetime.date(2020, 2, 29), datetime.date(2019, 12, 1)],
    "d2": [datetime.date(2020, 3, 31), datetime.date(2020, 1, 31), None, None],
    "b1": [True, False, None, True],
}


def value(text: str, row: int = 0, expect: Kind | None = None) -> Value:
    return compiled(parse(text, NAMES, expect=expect))(Row(ROW, row))


def shown(text: str, *, guarded: bool = False) -> str:
    formula = parse(text, NAMES, expect=None)
    return render(formula, "<{}>".format, "<{}s>".format, str, guarded=guarded)


@pytest.mark.parametrize(("text", "result"), [
    ("1+2*3", 7), ("(1+2)*3", 9), ("10-2-3", 5), ("12/2/3", 2), ("2-(3-4)", 3), ("-5%", -0.05), ("--2", 2),
    ("2*-3", -6), ("50%%", 0.005), (".5+1.", 1.5), ("1E3", 1000), ('"a"&"b"="AB"', True), ('"a""b"', 'a"b'),
    ("1+1=2", True), ("1<>2", True), ("2>=2", True), ("TRUE<>false", True), ("=1=1", True), ("1 +\n 1", 2),
    ("0.1+0.2=0.3", True), ("0.1+0.2-0.3", 0), ("0.1+0.2<=0.3", True), ("0.1+0.2>0.3", False), ("1/0", None),
    ("IF(1=1,2,1/0)", 2), ("OR(1=1,1/0=1)", None), ("NOT(AND(1=1,1=2))", True), ("OR(1=2,2=2)", True),
    ('LEN("中文")', 2), ('LEN("𠮷")', None), ('LEFT("abc")', "a"), ('LEFT("abc",9)', "abc"),
    ('LEFT("abc",-1)', None),
    ('RIGHT("abc",2)', "bc"), ('RIGHT("abc",0)', ""), ('MID("abc",2,9)', "bc"), ('MID("abc",0,1)', None),
    ('MID("abc",9,1)', ""), ('UPPER("ab")', "AB"), ('TRIM("  a   b ")', "a b"), ('VALUE("012")', 12),
    ('VALUE("-1.5")', -1.5), ('VALUE("5%")', None), ('VALUE("1,000")', None), ('VALUE("")', None),
    ('VALUE("1234567890123456")', None), ('EXACT("a","A")', False), ('FIND("c","abc")', 3),
    ('FIND("C","abc")', None),
    ('FIND("a","aba",2)', 3), ('FIND("","a")', None), ('ISNUMBER(FIND("x","a"))', False),
    ("ISNUMBER(1)", True),
    ("ABS(-2)", 2), ("ROUND(2.675,2)", 2.68), ("ROUND(-2.5,0)", -3), ("ROUND(1250,-2)", 1300),
    ("INT(-1.5)", -2),
    ("INT(4.35*100)", 435), ("MOD(-7,3)", 2), ("MOD(7,-3)", -2), ("MOD(1,0)", None), ("MIN(3,1,2)", 1),
    ("MAX(3,1,2)", 3), ("SUM(1,2,3)", 6), ("DATE(2020,2,30)", datetime.date(2020, 3, 1)),
    ("DATE(99,1,1)", None),
    ("DATE(2020,14,0)", datetime.date(2021, 1, 31)), ("YEAR(DATE(2020,2,29))", 2020), ("MONTH(期末)", 3),
    ("DAY(期末)", 31), ("EDATE(DATE(2020,1,31),1)", datetime.date(2020, 2, 29)), ("期末-DATE(2020,3,1)", 30),
    ("EDATE(DATE(2020,3,31),-13)", datetime.date(2019, 2, 28)),
    ("EOMONTH(期末,-1)", datetime.date(2020, 2, 29)),
    ("期末+1", datetime.date(2020, 4, 1)), ("1+期末>期末", True), ("期末-1<期末", True), ("9E307*99", None),
])
def test_constant_expressions(text: str, result: Value) -> None:
    found = value(text)
    assert found == result
    assert type(found) is (float if type(result) is int else type(result))


@pytest.mark.parametrize(("text", "row", "result"), [
    ("[@n1]>0", 0, True), ("[@n1]>0", 1, None), ("OR(TRUE,[@n1]>0)", 1, None), ('[@k1]="√"', 1, False),
    ('[@k1]=""', 1, True), ('[@t1]="abc"', 3, True), ("SUM([n1])", 0, 10), ("COUNT([n1])", 0, 3),
    ("COUNTA([k1])", 0, 2), ("COUNTA([t1])", 0, 3), ("MIN([n1],3)", 0, 0),
    ("MAX([d1])", 0, datetime.date(2020, 2, 29)),
    ("COUNTIF([n1],0)", 0, 1), ('COUNTIF([n1],"<5")', 0, 1), ('COUNTIF([n1],"<>5")', 0, 1),
    ('COUNTIF([n1],"<>")', 0, 3),
    ("COUNTIF([n1],[@n1])", 0, 2), ("COUNTIF([id],[@id])", 0, 2), ('COUNTIF([t1],"abc")', 0, 1),
    ('COUNTIF([t1],"<>因学")', 0, 2), ('COUNTIFS([id],[@id],[k1],"√")', 0, 1),
    ('COUNTIFS([id],[@id],[k1],"<>√")', 0, 1),
    ('COUNTIFS([id],[@id],[k1],"")', 0, 1), ("COUNTIFS([id],[@id],[k1],[@k2])", 0, 1),
    ("COUNTIF([d1],[@d2])", 1, 1),
    ("COUNTIF([d1],[@d2]+0.5)", 1, 0), ('COUNTIF([d1],"<="&期末)', 0, 3), ("COUNTIF([t1],UPPER([@k1]))", 1, 0),
    ('COUNTIF([n1],">"&[@n2]+1)', 0, 2), ("COUNTIFS([b1],TRUE,[n1],5)", 0, 2), ("COUNTIF([b1],FALSE)", 0, 1),
    ("SUMIFS([n2],[n1],5)", 0, -0.7), ('SUMIFS([n1],[k1],"")', 0, 0), ("COUNTIF([n2],0.1+0.2)", 0, 1),
    ("VALUE([@digits])", 2, None), ("COUNTIF([n1],1/0)", 0, None), ('IF([@k2]="x",[@n1],1)', 1, None),
])
def test_values_of_a_row(text: str, row: int, result: Value) -> None:
    found = value(text, row)
    assert found == pytest.approx(result) if isinstance(result, float) else found == result


def mismatch(function: str, argument: int, expected: str, found: str) -> dict[str, str]:
    return {"function": function, "argument": str(argument), "expected": expected, "found": found}


MISTAKES: list[tuple[str, str, int, dict[str, str]]] = [
    ("", "formula-syntax", 0, {"found": "", "expected": ""}),
    ("1+", "formula-syntax", 2, {"found": "", "expected": ""}),
    ("(1=1", "formula-syntax", 4, {"found": "", "expected": ")"}),
    ("1=1)", "formula-syntax", 3, {"found": ")", "expected": ""}),
    ("AND(1=1,)", "formula-syntax", 8, {"found": ")", "expected": ""}),
    ("1=1;2", "formula-syntax", 3, {"found": ";", "expected": ""}),
    ("OR（1=1)", "formula-fullwidth", 2, {"found": "（", "expected": "("}),
    ("1=１", "formula-fullwidth", 2, {"found": "１", "expected": "1"}),
    ('[@t1]=“因学”', "formula-fullwidth", 6, {"found": "“", "expected": '"'}),
    ('[@t1]="因学', "formula-unclosed", 6, {"found": '"'}),
    ("1<[@n1", "formula-unclosed", 2, {"found": "["}),
    ("1=1234567890123456", "formula-number", 2, {"text": "1234567890123456"}),
    ("1=1E308", "formula-number", 2, {"text": "1E308"}),
    ('"a"="' + "字" * 256 + '"', "formula-text-long", 4, {"length": "256", "limit": "255"}),
    ("1=1 OR", "formula-syntax", 4, {"found": "OR", "expected": ""}),
    ("[@digit]>1", "formula-unknown-name", 0, {"name": "digit", "suggestion": "digits"}),
    ("[@zzz]>1", "formula-unknown-name", 0, {"name": "zzz", "suggestion": ""}),
    ("1<起点", "formula-unknown-name", 2, {"name": "起点", "suggestion": ""}),
    ("TODAY()>期末", "formula-unknown-function", 0, {"name": "TODAY", "suggestion": "DAY"}),
    ("countif2([t1],1)", "formula-unknown-function", 0, {"name": "countif2", "suggestion": "COUNTIF"}),
    ("n1>1", "formula-name-form", 0, {"name": "n1", "expected": "[@n1]"}),
    ("1<[@线]", "formula-name-form", 2, {"name": "线", "expected": "线"}),
    ("1<[n1]", "formula-column-outside", 2, {"name": "n1", "expected": "[@n1]"}),
    ("[b1]", "formula-column-outside", 0, {"name": "b1", "expected": "[@b1]"}),
    ("COUNTIF([@t1],1)>0", "formula-column-expected", 8, {"function": "COUNTIF", "argument": "1"}),
    ('SUMIFS([n1],[@t1],"a")>0', "formula-column-expected", 12, {"function": "SUMIFS", "argument": "2"}),
    ("ISBLANK([@n1]+1)", "formula-cell-expected", 13, {"function": "ISBLANK", "argument": "1"}),
    ("COUNT([@n1])>0", "formula-column-expected", 6, {"function": "COUNT", "argument": "1"}),
    ("IF(1=1,2)=2", "formula-arity", 0, {"function": "IF", "expected": "3", "found": "2"}),
    ("1<LEN()", "formula-arity", 2, {"function": "LEN", "expected": "1", "found": "0"}),
    ('COUNTIFS([t1],"a",[k1])>0', "formula-arity", 0,
     {"function": "COUNTIFS", "expected": "2–60", "found": "3"}),
    ("[@n1]=[@t1]", "formula-kind", 6, mismatch("=", 2, "number", "text")),
    ("[@n1]&[@t1]", "formula-kind", 0, mismatch("&", 1, "text", "number")),
    ("1<[@t1]*2", "formula-kind", 2, mismatch("*", 1, "number", "text")),
    ("[@d1]+[@d2]", "formula-kind", 6, mismatch("+", 2, "number", "date")),
    ("1-[@d1]", "formula-kind", 2, mismatch("-", 2, "number", "date")),
    ("-[@t1]=1", "formula-kind", 1, mismatch("-", 1, "number", "text")),
    ("1<[@n1]<5", "formula-kind", 8, mismatch("<", 2, "logical", "number")),
    ("TRUE<[@b1]", "formula-kind", 4, mismatch("<", 1, "number|date", "logical")),
    ("AND(1=1,[@n1])", "formula-kind", 8, mismatch("AND", 2, "logical", "number")),
    ("IF(TRUE,1,[@d1])=1", "formula-kind", 10, mismatch("IF", 3, "number", "date")),
    ("SUM([d1])=1", "formula-kind", 4, mismatch("SUM", 1, "number", "date")),
    ("COUNTIF([n1],[@t1])=1", "formula-kind", 13, mismatch("COUNTIF", 2, "number", "text")),
    ("[@t1]<[@id]", "formula-text-order", 5, {"operator": "<"}),
    ('COUNTIF([t1],">因学")>0', "formula-text-order", 13, {"operator": ">"}),
    ('COUNTIF([n1],"多")>0', "formula-criterion", 13, {"text": "多", "expected": "number"}),
    ('COUNTIF([d1],"2020-01-01")>0', "formula-criterion", 13, {"text": "2020-01-01", "expected": "date"}),
    ('COUNTIF([t1],"王*")>0', "formula-wildcard", 13, {"text": "王*"}),
    ('COUNTIF([k1],"<>√")>0', "formula-counts-blanks", 0, {"function": "COUNTIF"}),
    ("1<COUNTIF([k1],[@k2])", "formula-counts-blanks", 2, {"function": "COUNTIF"}),
    ('COUNTIF([t1],"")>0', "formula-counts-blanks", 13, {"function": "COUNTIF"}),
    ("[@n1]+1", "formula-not-logical", 5, {"found": "number"}),
    ("+".join(["1"] * 200) + "=1", "formula-too-deep", 199, {"limit": str(TALLEST)}),
    ("(" * 99 + "1=1" + ")" * 99, "formula-too-deep", DEEPEST + 1, {"limit": str(DEEPEST)}),
    (" " * 9000 + "1=1", "formula-too-long", 8192, {"limit": "8192"}),
]


@pytest.mark.parametrize(("text", "code", "position", "arguments"), MISTAKES)
def test_a_mistake_is_named_where_it_is(
    text: str, code: str, position: int, arguments: dict[str, str],
) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, NAMES)
    assert (caught.value.code, caught.value.position, caught.value.arguments) == (code, position, arguments)
    assert pickle.loads(pickle.dumps(caught.value)).arguments == arguments


def test_every_code_is_provoked_above() -> None:
    assert {code for _, code, _, _ in MISTAKES} == set(CODES)


@pytest.mark.parametrize(("text", "written"), [
    ("[@n1]>1", "<n1>>1"), ("1-(2-[@n1])=1-2-3", "1-(2-<n1>)=1-2-3"), ("-([@n1]+1)%=2*-3", "-(<n1>+1)%=2*-3"),
    ("(1=2)=(2=3)", "1=2=(2=3)"), ('[@t1]&"a""b"<>""', '<t1>&"a""b"<>""'),
    ("and(true,[@b1])", "AND(TRUE,<b1>)"),
    ("0.1+1E20", "0.1+1E+20"), ("期末-[@d1]", "期末-<d1>"),
    ("IF(TRUE,[@k1],[@t1])", 'IF(TRUE,(<k1>&""),<t1>)'), ("[@k1]", '(<k1>&"")'), ('[@k1]="√"', '<k1>="√"'),
    ("COUNTIF([id],[@id])", "SUMPRODUCT(--(<ids>=<id>))"),
    ("COUNTIF([n1],0)", "SUMPRODUCT((<n1s>=0)*ISNUMBER(<n1s>))"),
    ('COUNTIF([n1],"<-5")', "SUMPRODUCT((<n1s><-5)*ISNUMBER(<n1s>))"),
    ('COUNTIF([t1],"<>")', 'SUMPRODUCT(--(<t1s><>""))'),
    ('COUNTIF([t1],"<>√")', 'SUMPRODUCT((<t1s><>"√")*(<t1s><>""))'),
    ('COUNTIFS([t1],[@t1],[k1],"<>√")', 'SUMPRODUCT((<t1s>=<t1>)*(<k1s><>"√"))'),
    ("COUNTIF([t1],UPPER([@k1]))", 'SUMPRODUCT((<t1s>=UPPER(<k1>))*(<t1s><>""))'),
    ('SUMIFS([n1],[k1],"√")', 'SUMPRODUCT(--(<k1s>="√"),<n1s>)'),
    ("COUNTIF([b1],FALSE)", 'SUMPRODUCT((<b1s>=FALSE)*(<b1s><>""))'),
    ("VALUE(LEFT([@id],6))", 'VALUE(SUBSTITUTE(SUBSTITUTE(LEFT(<id>,6),",","?")," ","?")&"E0")'),
    ("VALUE([@id])", 'VALUE(SUBSTITUTE(SUBSTITUTE(<id>,",","?")," ","?")&IF(LEN(<id>)>15,"?","E0"))'),
    ('FIND("省",[@t1])', 'FIND("省",<t1>)'), ("FIND([@k1],[@t1])", 'FIND(IF(<k1>="",NA(),<k1>),<t1>)'),
])
def test_rendering(text: str, written: str) -> None:
    assert shown(text) == written


def test_a_rendered_rule_is_silent_where_it_does_not_apply() -> None:
    assert shown("TRUE", guarded=True) == "IFERROR(TRUE,TRUE)"
    assert shown("[@n1]>1", guarded=True) == 'IFERROR(IF(<n1>="",TRUE,<n1>>1),TRUE)'
    assert shown('OR([@n1]>[@n2],[@k1]="√")', guarded=True) == (
        'IFERROR(IF(OR(<n1>="",<n2>=""),TRUE,OR(<n1>><n2>,<k1>="√")),TRUE)')
    assert shown("[@n1]/2", guarded=True) == 'IFERROR(IF(<n1>="","",<n1>/2),"")'


def test_the_rule_of_the_design() -> None:
    text = 'OR([@主要返贫风险]<>"因学", COUNTIFS([户主姓名],[@户主姓名],[教育扶贫政策],"√")>0)'
    rule = parse(text, LEDGER)
    assert (rule.text, rule.kind, rule.needs, rule.columns) == (
        text, "logical", ("risk", "head_name"), ("head_name", "education"))
    assert rule.nesting == 5
    assert explain(rule, {n.key: label for label, n in LEDGER.items()}.__getitem__) == (
        "「主要返贫风险」不等于“因学”，或者本部分中「户主姓名」等于本行「户主姓名」、「教育扶贫政策」等于“√”的行数大于0")


def test_names_may_be_written_as_in_excel() -> None:
    for text in ("[@教育扶贫政策(人)]", "[@[教育扶贫政策(人)]]", "[@ 教育扶贫政策 ]"):
        assert parse(f'{text}="√"', LEDGER).needs == ()
    assert parse("[@a']b]+[@[a']b]]>监测线", LEDGER).needs == ("odd",)
    assert parse("SUM([a']b],[@人均纯收入])>0", LEDGER).columns == ("odd",)
    with pytest.raises(ValueError, match="never_blank"):
        Name("income", "number", never_blank=True)


def test_a_doubling_formula_is_stopped_before_it_grows() -> None:
    text = "[@t1]"
    for _ in range(12):
        text = f"MID([@t1],1,VALUE({text}))"
    with pytest.raises(FormulaError) as caught:
        parse(f'{text}=""', NAMES)
    assert caught.value.code == "formula-too-long"


def test_every_function_can_be_read_aloud() -> None:
    samples = {"number": "1", "text": '"a"', "date": "期末", "logical": "TRUE"}
    for text in ("IF(TRUE,1,2)", "COUNTIF([n1],1)", 'COUNTIFS([t1],"<>",[k1],"√")', "SUMIFS([n1],[n1],1)",
                 "COUNT([n1])", "COUNTA([n1])", "-50%*([@n1]+1)/2-1", '"a"&"b"', "FIND(\"a\",[@t1],2)",
                 "LEFT([@t1],2)"):
        assert "{" not in explain(parse(text, NAMES, expect=None), str)
    for function in set(FUNCTIONS) - {"IF", "COUNTIF", "COUNTIFS", "SUMIFS", "COUNT", "COUNTA", "ISBLANK"}:
        args = ",".join(samples[takes.split("|")[-1]] for takes in SIGNATURES[function].takes)
        assert explain(parse(f"{function}({args})", NAMES, expect=None), str)


@given(st.text(alphabet='[]@()"=<>+-*/&%,.\' ７（1aAn因t E', max_size=60) | st.text(max_size=40))
def test_any_text_is_a_formula_or_a_mistake_with_a_place(text: str) -> None:
    mistake: FormulaError | None = None
    try:
        parse(text, NAMES, expect=None)
    except FormulaError as error:
        mistake = error
    assert mistake is None or (mistake.code in CODES and 0 <= mistake.position <= len(text))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_evaluation_never_fails_and_keeps_its_kind(seed: int) -> None:
    rng = random.Random(seed)
    data = table(rng)
    kinds = {"number": float, "text": str, "date": datetime.date, "logical": bool}
    for formula in formulas(rng, 10):
        run = compiled(pickle.loads(pickle.dumps(formula)))
        for row in range(0, ROWS, 3):
            found = run(Row(data, row))
            assert found is None or type(found) is kinds[formula.kind]
            assert found is None or all(data[key][row] is not None for key in formula.needs)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    rng = random.Random(seed)
    data, order = table(rng), list(range(ROWS))
    rng.shuffle(order)
    shuffled = {key: [values[row] for row in order] for key, values in data.items()}
    for formula in formulas(rng, 5):
        run = compiled(formula)
        assert [run(Row(data, row)) for row in order] == [run(Row(shuffled, row)) for row in range(ROWS)]


@given(st.sampled_from(["n1", "n2", "t1", "id", "k1", "d1", "b1"]), st.integers(0, 2**32))
def test_a_count_by_index_is_the_count_by_looking(key: str, seed: int) -> None:
    data = table(random.Random(seed))
    by_index = compiled(parse(f"COUNTIFS([{key}],[@{key}],[id],[@id])", NAMES, expect=None))
    for row in range(ROWS):
        here = [fold(data[k][row]) for k in (key, "id")]
        alike = sum([fold(data[k][other]) for k in (key, "id")] == here for other in range(ROWS))
        assert by_index(Row(data, row)) == (None if None in here else alike)
