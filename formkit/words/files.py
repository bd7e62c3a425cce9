"""What the gate says of a file that is not opened: what it really is, and what to do."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_AGAIN = "请报送单位用 Excel 或 WPS 重新另存为 .xlsx 后再发"
_AGAIN_EN = "ask for it again, saved as .xlsx"

FILES: dict[str, Sentence] = {
    "file-empty": Sentence("文件是空的（0字节）；请报送单位重新发送", "the file is empty; ask for it again"),
    "file-gone": Sentence("文件在读取时不见了，或没有读取权限", "the file went away or may not be read"),
    "file-unreadable": Sentence("文件已损坏，打不开；请报送单位重新发送", "damaged; ask for it again"),
    "file-encrypted": Sentence("文件有打开密码；请去掉密码后重新发送", "it needs a password; ask for it without one"),
    "file-too-large": Sentence("文件有{size}MB，超过{limit}MB，不像是填报表", "{size} MB, more than {limit} MB"),
    "file-pdf": Sentence("是 PDF 文件，不是电子表格；请发送 Excel 或 WPS 表格", "a PDF, not a workbook"),
    "file-image": Sentence("是图片（照片或扫描件），不是电子表格；请发送 Excel 或 WPS 表格", "a picture, not a workbook"),
    "file-rar": Sentence("是 .rar 压缩包；请解压后把里面的表格放进来", "a .rar archive; unpack it"),
    "file-archive": Sentence("是压缩包；请解压后把里面的表格放进来", "an archive; unpack it"),
    "file-zip": Sentence("是 .zip 压缩包；请解压后把里面的表格放进来", "a .zip archive; unpack it"),
    "file-word": Sentence("是 Word 文档，不是电子表格；请把内容填到发下去的表里", "a Word document, not a workbook"),
    "file-presentation": Sentence("是演示文稿，不是电子表格", "a presentation, not a workbook"),
    "file-message": Sentence("是邮件；请把附件另存后放进来", "a mail message; save its attachment"),
    "file-shortcut": Sentence("是快捷方式，不是文件本身；请复制原文件", "a shortcut, not the file itself"),
    "file-html": Sentence(f"是网页格式的表格；{_AGAIN}", f"a web page named as a workbook; {_AGAIN_EN}"),
    "file-csv": Sentence(f"是纯文本表格（CSV）；{_AGAIN}", f"a CSV file; {_AGAIN_EN}"),
    "file-xml": Sentence(f"是 XML 格式的表格；{_AGAIN}", f"an XML file; {_AGAIN_EN}"),
    "file-text": Sentence("是文本文件，不是电子表格", "a text file, not a workbook"),
    "file-old-excel": Sentence(f"是很老的 Excel 格式；{_AGAIN}", f"a very old Excel format; {_AGAIN_EN}"),
    "not-spreadsheet": Sentence("不是电子表格；请发送 Excel 或 WPS 表格", "not a spreadsheet"),
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
