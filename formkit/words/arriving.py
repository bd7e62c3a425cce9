"""What is said of an archive and of what is in it that was not opened."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_UNPACK = "请解压后把里面的表格放进来"
_UNPACK_EN = "unpack it and put in the workbooks"

ROLLED: dict[str, Sentence] = {
    "rollup-parts": Sentence("汇总表：其中{count}个单位的报表已计入{but}", "a roll-up workbook; the filings of its {count} units count{but}"),
    "rollup-empty": Sentence(
        "汇总表里一个单位的报表也没有，没有可计入的；可能是明细表或隐藏的工作表被删了，或只复制了汇总页，请报送单位重新汇总，把生成的汇总表原样发来",
        "a roll-up workbook without a single filing; sheets of it may have been deleted: ask for the workbook as it was made",
    ),
    "rollup-again": Sentence(
        "汇总表不退回修改：请改正有关单位的报表，重新汇总，把新生成的汇总表原样报来，不得在汇总表上直接改动。",
        "Mend the filings, merge again and send the new workbook; change nothing in the roll-up itself.",
    ),
    "rollup-part-edited": Sentence("；{units}的明细被改动过，没有计入，请报送单位重新汇总", "; edited by hand: {units}"),
    "rollup-part-stranger": Sentence("；{units}不在应报名单里，没有计入", "; not in the roster: {units}"),
    "rollup-part-newer": Sentence("；{units}另有更新的表，以更新的为准，这里的没有计入", "; a newer filing counts for {units}"),
    "rollup-part-unclear": Sentence(
        "；{units}有内容不同的表，分不清以哪一份为准，都没有计入", "; several filings of {units}, and nothing says which counts"
    ),
    "conflict-inside": Sentence(
        "汇总表里{unit}有内容不同的表，分不清以哪一份为准，都没有计入；请汇总的单位问清以哪一份为准，重新汇总后再报",
        "several filings of {unit} in the roll-up, and nothing says which counts; none does: ask for a roll-up made of one of them",
    ),
    "conflict-rolled": Sentence(
        "{other}里{unit}的表与这一份不同，又分不清先后，两份都没有计入；请问清以哪一份为准：以汇总表里的为准，就把这一份移出收件文件夹；"
        "以这一份为准，就请汇总的单位用这一份重新汇总",
        "the filing of {unit} in {other} differs from this one, neither is known to be later, neither counts: move this file away, or "
        "ask for a roll-up made with it",
    ),
}  # fmt: skip

ARRIVING: dict[str, Sentence] = {
    **ROLLED,
    "archive-empty": Sentence(
        "压缩包里没有表格（是空的，或只有系统自动生成的文件）；请报送单位重新发送", "an archive with no file of a person in it; ask for it again"
    ),
    "archive-password": Sentence(
        f"压缩包有密码；{_UNPACK}，或用 --ask-password 输入密码", f"the archive needs a password; {_UNPACK_EN}, or use --ask-password"
    ),
    "archive-password-wrong": Sentence(
        f"压缩包有密码，给出的密码都不对；请向报送单位问清密码，或{_UNPACK}", "none of the passwords given opens the archive; ask for the right one"
    ),
    "archive-password-strong": Sentence(
        f"压缩包有密码，而且是本工具打不开的加密方式（AES）；{_UNPACK}", f"encrypted with AES, which formkit cannot open; {_UNPACK_EN}"
    ),
    "archive-deep": Sentence(f"压缩包套压缩包超过{{limit}}层，没有打开；{_UNPACK}", f"archives more than {{limit}} deep; {_UNPACK_EN}"),
    "archive-entries": Sentence(f"压缩包里的文件超过{{limit}}个，没有打开；{_UNPACK}", f"more than {{limit}} files in it; {_UNPACK_EN}"),
    "archive-link": Sentence(f"压缩包里的这一项是链接，不是文件，没有打开；{_UNPACK}", f"a link, not a file; {_UNPACK_EN}"),
    "archive-name": Sentence(
        f"压缩包里这个文件的路径会跑到文件夹外面去，不安全，没有打开；{_UNPACK}", f"its path leaves the folder; not opened; {_UNPACK_EN}"
    ),
    "archive-name-long": Sentence(
        f"压缩包里这个文件的路径太长（{{length}}字，最多{{limit}}字），没有打开；{_UNPACK}", f"a path of {{length}} characters; {_UNPACK_EN}"
    ),
    "archive-twice": Sentence(
        f"压缩包里有{{count}}个同名文件，分不清以哪个为准，没有打开；{_UNPACK}", f"{{count}} files of this name in the archive; {_UNPACK_EN}"
    ),
    "archive-overlap": Sentence("压缩包里的文件互相重叠，不安全，没有打开", "it shares its bytes with another member; not opened"),
    "archive-method": Sentence(
        f"压缩包用了不支持的压缩方式（{{method}}）；{_UNPACK}，或重新压缩成普通的 .zip", f"unsupported compression ({{method}}); {_UNPACK_EN}"
    ),
}  # fmt: skip
