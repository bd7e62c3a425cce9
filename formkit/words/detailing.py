"""What the files of detail say: headings beside those of the form, and why one cannot be written."""

from __future__ import annotations

from formkit.words.sentence import Sentence

DETAILING: dict[str, Sentence] = {
    "detail-code": Sentence("{level}代码", "{level}, code"),
    "detail-name": Sentence("{level}名称", "{level}, name"),
    "detail-form": Sentence("报表", "form"),
    "detail-version": Sentence("报表版本", "version of the form"),
    "detail-period": Sentence("报告期", "period"),
    "detail-section": Sentence("部分代码", "section, key"),
    "detail-section-label": Sentence("部分", "section"),
    "detail-explanation": Sentence("核实说明", "explanation"),
    "detail-problems": Sentence("带问题的栏", "columns accepted in spite of a problem"),
    "detail-file": Sentence("来源文件", "source file"),
    "detail-sheet": Sentence("来源工作表", "source sheet"),
    "detail-row": Sentence("来源行", "source row"),
    "detail-sha256": Sentence("来源SHA-256", "SHA-256 of the source"),
    "detail-household": Sentence("户序", "household no."),
    "detail-person": Sentence("人序", "person no."),
    "detail-index": Sentence("件内序", "no. in the filing"),
    "index-form": Sentence("报表", "form"),
    "index-period": Sentence("报告期", "period"),
    "index-code": Sentence("代码", "code"),
    "index-unit": Sentence("单位", "unit"),
    "index-file": Sentence("汇总表", "workbook"),
    "index-expected": Sentence("应报单位", "units expected"),
    "index-accepted": Sentence("已接收单位", "units accepted"),
    "index-missing": Sentence("未接收单位", "units missing"),
    "index-households": Sentence("户数", "households"),
    "index-persons": Sentence("人数", "persons"),
    "index-sha256": Sentence("汇总表SHA-256", "SHA-256 of the workbook"),
    "index-made": Sentence("各地汇总表的索引在 {path}", "the index of the roll-ups is {path}"),
    "detail-not-locked": Sentence(
        "CSV 和 Parquet 不能加密码，里面有身份证号等信息，所以什么也没有写。请去掉加密码的设置（--lock-file、--ask-lock、环境变量 "
        "FORMKIT_LOCK），或去掉 --detail",
        "CSV and Parquet take no password; nothing was written. Leave out the password, or --detail",
    ),
    "detail-no-parquet": Sentence(
        "写 Parquet 要用 pyarrow，这台电脑上没有装。请先运行：pip install \"formkit[parquet]\"；或改用 --detail csv",
        "Parquet needs pyarrow: pip install \"formkit[parquet]\", or use --detail csv",
    ),
}  # fmt: skip
