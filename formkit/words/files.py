"""What the gate says of a file that is not opened: what it really is, and what to do."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_AGAIN = "请报送单位用 Excel 或 WPS 重新另存为 .xlsx 后再发"
_AGAIN_EN = "ask for it again, saved as .xlsx"
_ASK = "请报送单位在发下去的 Excel（WPS）表里填好后再发"
_ASK_EN = "ask for the workbook that was sent out, filled in"

FILES: dict[str, Sentence] = {
    "file-empty": Sentence("文件是空的（0字节）；请报送单位重新发送", "the file is empty; ask for it again"),
    "file-gone": Sentence(
        "文件不见了、没有读取权限，或不是真正的文件（链接、设备）；请把原文件复制进来",
        "gone, may not be read, or no regular file (a link, a device)",
    ),
    "file-not-opened": Sentence("{path} 没有打开：{why}", "{path} was not opened: {why}"),
    "file-stale": Sentence(
        "{path} 是以前的结果，这次已经没有了，但它正被打开，删不掉；请关闭后再运行一次",
        "{path} is of an earlier run but open; close it and run again",
    ),
    "file-changed": Sentence(
        "文件在审核过程中被改动（可能还在复制或保存），这次的结果不算数；等它存好后请重新运行一次",
        "the file changed while it was being checked; run again once it is saved",
    ),
    "file-killed-time": Sentence(
        f"读了{{seconds}}秒还没有读完，不像是正常的填报表，已经停下；{_AGAIN}", f"not read within {{seconds}} seconds; {_AGAIN_EN}"
    ),
    "file-killed-memory": Sentence(
        f"读取时要占用的内存太多，不像是正常的填报表，已经停下；{_AGAIN}", f"reading it takes too much memory; {_AGAIN_EN}"
    ),
    "file-killed": Sentence(
        f"读取这个文件时程序出了故障（{{why}}），没有读成，其他文件不受影响；{_AGAIN}；仍然不行请把这句话告诉维护人员",
        f"reading it failed ({{why}}); the other files are not affected; {_AGAIN_EN}",
    ),
    "file-unreadable": Sentence("文件已损坏，打不开；请报送单位重新发送", "damaged; ask for it again"),
    "file-encrypted": Sentence(
        "文件有打开密码；请报送单位去掉密码后重新发送，或用 --ask-password 输入密码", "it needs a password; ask for it without one, or use --ask-password"
    ),
    "file-encrypted-wrong": Sentence(
        "文件有打开密码，给出的密码都打不开它；请向报送单位问清密码，或请其去掉密码后重新发送",
        "none of the passwords given opens it; ask for the right one, or for the file without one",
    ),
    "file-encrypted-ods": Sentence(
        "文件（.ods）有打开密码，这种格式的密码本工具打不开；请报送单位去掉密码，或另存为 .xlsx 后重新发送",
        "an .ods with a password, which formkit cannot open; ask for it without one, or saved as .xlsx",
    ),
    "file-too-large": Sentence("文件有{size}MB，超过{limit}MB，不像是填报表", "{size} MB, more than {limit} MB"),
    "file-pdf": Sentence(f"是 PDF 文件，不是电子表格；{_ASK}", f"a PDF, not a workbook; {_ASK_EN}"),
    "file-image": Sentence(f"是图片（照片、扫描件或截屏），不是电子表格；{_ASK}", f"a picture, not a workbook; {_ASK_EN}"),
    "file-rar": Sentence("是 .rar 压缩包；请解压后把里面的表格放进来，或请报送单位改用 .zip", "a .rar archive; unpack it, or ask for a .zip"),
    "file-archive": Sentence(
        "是压缩包（.7z、.gz 等）；请解压后把里面的表格放进来，或请报送单位改用 .zip", "an archive (.7z, .gz …); unpack it, or ask for a .zip"
    ),
    "file-zip": Sentence("是 .zip 压缩包；请解压后把里面的表格放进来", "a .zip archive; unpack it"),
    "file-word": Sentence(f"是 Word 文档，不是电子表格，里面的表格不能直接读；{_ASK}", f"a Word document, not a workbook; {_ASK_EN}"),
    "file-presentation": Sentence(f"是演示文稿，不是电子表格；{_ASK}", f"a presentation, not a workbook; {_ASK_EN}"),
    "file-message": Sentence("是邮件，表格应在附件里；请打开邮件，把附件另存后放进来", "a mail message; open it and save its attachment here"),
    "file-shortcut": Sentence("是快捷方式，不是文件本身；请找到原来的文件，复制进来", "a shortcut, not the file itself; copy the file itself here"),
    "file-page": Sentence(f"是网页，里面没有表格；{_ASK}", f"a web page without a table; {_ASK_EN}"),
    "file-xml": Sentence(f"是 XML 数据文件，不是电子表格；{_AGAIN}", f"an XML file, not a workbook; {_AGAIN_EN}"),
    "file-text": Sentence(f"是文本文件，不是电子表格；{_ASK}", f"a text file, not a workbook; {_ASK_EN}"),
    "file-old-excel": Sentence(
        f"是 Excel 95 或更早的老格式，中文会读成乱码，没有读；{_AGAIN}", f"of Excel 95 or before, whose Chinese cannot be read; {_AGAIN_EN}"
    ),
    "not-spreadsheet": Sentence(f"认不出是什么文件，不是电子表格；{_ASK}", f"not a spreadsheet; {_ASK_EN}"),
    "text-encoding": Sentence(f"文字的编码认不出来，读出来会是乱码；{_AGAIN}", f"its encoding is none that is known; {_AGAIN_EN}"),
    "text-damaged": Sentence(f"文件内容已损坏，读不出表格；{_AGAIN}", f"damaged, no table to be read; {_AGAIN_EN}"),
    "macros-ignored": Sentence("（文件里带有宏，没有打开，也没有运行）", " (the macros in it were neither opened nor run)"),
    "zip-bomb": Sentence("解开后超过{limit}MB，不安全，没有打开", "inflates to more than {limit} MB; not opened"),
    "zip-entries": Sentence("内部部件多达{count}个，不安全，没有打开", "{count} parts inside; not opened"),
    "zip-duplicate": Sentence("内部有同名部件，可能被篡改，没有打开", "repeated part {member}; not opened"),
    "zip-name": Sentence("内部有不正常的路径，不安全，没有打开", "unsafe part name {member}; not opened"),
    "zip-encrypted": Sentence("内部有加密部件，没有打开", "encrypted part {member}; not opened"),
    "zip-ambiguous": Sentence("文件结构有两种读法，不安全，没有打开", "its structure can be read in two ways; not opened"),
    "zip-truncated": Sentence("文件没有传完整；请报送单位重新发送", "incomplete; ask for it again"),
    "zip-damaged": Sentence("文件已损坏；请报送单位重新发送", "damaged; ask for it again"),
    "zip-method": Sentence(f"用了不支持的压缩方式；{_AGAIN}", f"unsupported compression; {_AGAIN_EN}"),
    "xml-doctype": Sentence("内部含有不该有的声明，不安全，没有打开", "a DOCTYPE inside {member}; not opened"),
    "xml-depth": Sentence("内部结构不正常，不安全，没有打开", "nested too deeply in {member}; not opened"),
    "xml-damaged": Sentence("文件内容已损坏；请报送单位重新发送", "damaged XML in {member}; ask for it again"),
    "xml-encoding": Sentence(f"内部编码不对；{_AGAIN}", f"wrong encoding in {{member}}; {_AGAIN_EN}"),
    "too-many-elements": Sentence("内容太多，不像是填报表，没有打开", "too much content in {member}; not opened"),
    "too-many-cells": Sentence("单元格超过{limit}个，不像是填报表，没有打开", "more than {limit} cells; not opened"),
    "grid-overflow": Sentence(
        f"表格用到了第{{rows}}行、第{{columns}}列，远超填报范围，没有打开；请删除多余的行列，{_AGAIN}",
        "the used area reaches row {rows}, column {columns}; not opened",
    ),
    "merge-overflow": Sentence(
        f"有过大的合并单元格（到第{{rows}}行、第{{columns}}列），没有打开；请取消合并，{_AGAIN}", "an oversized merge; not opened"
    ),
    "sheet-damaged": Sentence("工作表已损坏；请报送单位重新发送", "a sheet is damaged; ask for it again"),
    "part-missing": Sentence("文件缺少内容；请报送单位重新发送", "a part is missing; ask for it again"),
    "no-sheets": Sentence("文件里没有工作表；请报送单位重新发送", "no worksheet in it; ask for it again"),
}  # fmt: skip
