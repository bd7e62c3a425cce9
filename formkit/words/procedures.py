"""What is said of a row that leaves out a stage of a procedure or turns its order round."""

from __future__ import annotations

from formkit.words.sentence import Sentence

PROCEDURES: dict[str, Sentence] = {
    "procedure-missing": Sentence(
        "已到“{later}”，前面的“{earlier}”还没有日期", "{later} is dated, {earlier} before it is not",
        "程序不能跳步：请补填“{earlier}”的日期；还没有做的，清空“{later}”", "No stage may be left out: fill in {earlier}, or clear {later}",
    ),
    "procedure-order": Sentence(
        "“{later}”的日期早于“{earlier}”", "{later} is dated before {earlier}",
        "请核对这两个日期，按程序先后改正", "Check the two dates",
    ),
    "procedure-stopped": Sentence(
        "到“{earlier}”已经终止，后面的“{later}”不应再填", "the procedure ended at {earlier}; {later} may not follow",
        "请清空“{later}”，或改正“{earlier}”的结果", "Clear {later}, or correct the outcome of {earlier}",
    ),
}  # fmt: skip
