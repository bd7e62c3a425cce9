"""The blanks: sixteen styles in which offices draw their forms."""

from __future__ import annotations

from blanks import Blank

BLANKS = (
    Blank(
        "one row of labels, breaks and wide brackets",
        r"""
        A1 附件1
        A2:L2 ××县防止返贫监测对象排查表
        A3:E3 填报单位（盖章）：
        F3:I3 填报时间：    年   月   日
        J3:L3 单位：户、人、元
        A4 序号
        B4 乡镇
        C4 行政村
        D4 户主\n姓名
        E4 身份证号码
        F4 联系电话
        G4 家庭人口数\n（人）
        H4 是否\n低保户
        I4 人均纯收入\n（元）
        J4 致贫返贫风险（可多选）
        K4 排查日期
        L4 备注
        A20 合计
        A21:L21 注：1.本表由村填报，乡镇审核。2.人均纯收入填上年度数。
        A22:L22 填报人：           审核人：           联系电话：
        """,
        "A4:L20",
        """
        序号 = serial
        乡镇 = unit
        行政村 = unit
        户主姓名 = name
        身份证号码 = resident-id
        联系电话 = phone
        家庭人口数（人） = whole
        是否低保户 = code 是/否
        人均纯收入（元） = money
        致贫返贫风险（可多选） = choices 因病/因学/因残/因灾/缺劳力/其他
        排查日期 = date
        备注 = text
        """,
        {"title": "{unit}防止返贫监测对象排查表", "blank_unit": "××县", "annex": "附件1", "grain": "household", "rows": 15,
         "above": ("填报单位（盖章）：{unit}　　填报时间：    年   月   日　　单位：户、人、元",),
         "notes": ("本表由村填报，乡镇审核。", "人均纯收入填上年度数。"), "below": ("填报人：           审核人：           联系电话：",)},
        lists={"J5:J19": '"因病,因学,因残,因灾,缺劳力,其他"', "H5:H19": '"是,否"'}, big="A2",
    ),
    Blank(
        "two levels, merged; dropdowns kept in an extension",
        r"""
        A1 附件2：
        A2:N2 XX镇（街道）易返贫致贫人口帮扶台账
        A3:H3 填报单位：
        I3:N3 统计月份：20  年  月
        A4:A5 序号
        B4:B5 村（社区）
        C4:F4 基本情况
        C5 户主姓名
        D5 证件号码
        E5 家庭人口
        F5 劳动力数
        G4:G5 监测对象类别
        H4:J4 收支情况（元）
        H5 工资性收入
        I5 生产经营性支出
        J5 家庭纯收入
        K4:L4 帮扶责任人
        K5 姓名
        L5 联系方式
        M4:M5 认定时间\n（年月）
        N4:N5 备注
        A30:N30 填表人：　　　　　　　负责人：　　　　　　　填表日期：
        """,
        "A4:N29",
        """
        序号 = serial
        村（社区） = unit
        基本情况 › 户主姓名 = name
        基本情况 › 证件号码 = resident-id
        基本情况 › 家庭人口 = whole
        基本情况 › 劳动力数 = whole
        监测对象类别 = code 脱贫不稳定户/边缘易致贫户/突发严重困难户
        收支情况（元） › 工资性收入 = money
        收支情况（元） › 生产经营性支出 = money
        收支情况（元） › 家庭纯收入 = money
        帮扶责任人 › 姓名 = name
        帮扶责任人 › 联系方式 = phone
        认定时间（年月） = month
        备注 = text
        """,
        {"title": "{unit}易返贫致贫人口帮扶台账", "blank_unit": "XX镇（街道）", "annex": "附件2：", "rows": 24, "grain": "household",
         "above": ("填报单位：{unit}　　统计月份：{period}",), "size": "A3"},
        extended={"G6:G29": "代码!$A$2:$A$4"}, sheets={"代码": "A1 监测对象类别\nA2 脱贫不稳定户\nA3 边缘易致贫户\nA4 突发严重困难户"},
        big="A2", page=(8, "landscape"),
    ),
    Blank(
        "three levels and a row of column numbers",
        r"""
        A1:K1 2023年____县____乡（镇）防返贫监测帮扶工作统计表
        A2:F2 填报单位（盖章）：________________
        G2:K2 单位：户、人、万元
        A3:A5 序号
        B3:B5 乡镇
        C3:H3 监测对象
        C4:D4 脱贫不稳定户
        E4:F4 边缘易致贫户
        G4:H4 突发严重困难户
        C5 户数
        D5 人数
        E5 户数
        F5 人数
        G5 户数
        H5 人数
        I3:J4 投入资金（万元）
        I5 财政资金
        J5 社会帮扶资金
        K3:K5 备注
        A6 1
        B6 2
        C6 3
        D6 4
        E6 5
        F6 6
        G6 7
        H6 8
        I6 9
        J6 10
        K6 11
        A18:B18 合计
        A19:K19 单位负责人（签字）：　　　　　　填报人：　　　　　　联系电话：
        """,
        "A3:K18",
        """
        序号 = serial
        乡镇 = unit
        监测对象 › 脱贫不稳定户 › 户数 = whole
        监测对象 › 脱贫不稳定户 › 人数 = whole
        监测对象 › 边缘易致贫户 › 户数 = whole
        监测对象 › 边缘易致贫户 › 人数 = whole
        监测对象 › 突发严重困难户 › 户数 = whole
        监测对象 › 突发严重困难户 › 人数 = whole
        投入资金（万元） › 财政资金 = money
        投入资金（万元） › 社会帮扶资金 = money
        备注 = text
        """,
        {"title": "2023年{unit}防返贫监测帮扶工作统计表", "rows": 11, "grain": "line", "above": ("填报单位（盖章）：{unit}　　单位：户、人、万元",),
         "below": ("单位负责人（签字）：　　　　　　填报人：　　　　　　联系电话：",)},
    ),
    Blank(
        "letters below each other, upright paper, persons",
        r"""
        A1:I1 ○○村脱贫人口家庭成员花名册
        A2:I2 填报日期：　　年　　月　　日
        A3 序\n号
        B3 姓　名
        C3 性\n别
        D3 与户主\n关　系
        E3 公民身份号码
        F3 年\n龄
        G3 文\n化\n程\n度
        H3 健\n康\n状\n况
        I3 备　注
        """,
        "A3:I40",
        """
        序号 = serial
        姓名 = name
        性别 = code 男/女
        与户主关系 = code
        公民身份号码 = resident-id
        年龄 = whole
        文化程度 = text
        健康状况 = code 健康/长期慢性病/患有大病/残疾
        备注 = text
        """,
        {"title": "{unit}脱贫人口家庭成员花名册", "blank_unit": "○○村", "grain": "person", "rows": 37, "orientation": "portrait",
         "above": ("填报日期：　　年　　月　　日",)},
        names={"健康": "参数!$B$2:$B$5"}, lists={"H4:H40": "健康"},
        sheets={"参数": "B1 健康状况\nB2 健康\nB3 长期慢性病\nB4 患有大病\nB5 残疾"}, hidden=("参数",), page=(9, "portrait"),
    ),
    Blank(
        "two levels, nothing merged, first label repeated",
        r"""
        A1:K1 低收入人口动态监测帮扶情况表
        A3 序号
        B3 镇街
        C3 村居
        D3 基本信息
        G3 落实帮扶措施（已落实的画√）
        H3 落实帮扶措施（已落实的画√）
        I3 落实帮扶措施（已落实的画√）
        J3 责任人
        D4 户主
        E4 身份证号
        F4 家庭人口数
        G4 产业帮扶（户）
        H4 就业帮扶（人）
        I4 健康帮扶（人）
        J4 姓名
        K4 手机号码
        """,
        "A3:K20",
        """
        序号 = serial
        镇街 = unit
        村居 = unit
        基本信息 › 户主 = name
        基本信息 › 身份证号 = resident-id
        基本信息 › 家庭人口数 = whole
        落实帮扶措施（已落实的画√） › 产业帮扶（户） = tick
        落实帮扶措施（已落实的画√） › 就业帮扶（人） = tick
        落实帮扶措施（已落实的画√） › 健康帮扶（人） = tick
        责任人 › 姓名 = name
        责任人 › 手机号码 = phone
        """,
        {"title": "低收入人口动态监测帮扶情况表", "rows": 16, "grain": "household"},
    ),
    Blank(
        "sections, each under its own header",
        r"""
        A1 附件3
        A2:F2 返贫致贫风险人员名单
        A3:F3 一、脱贫不稳定户
        A4 序号
        B4 村
        C4 户主姓名
        D4 身份证号码
        E4 风险原因
        F4 纳入时间
        A15:F15 二、边缘易致贫户
        A16 序号
        B16 村
        C16 户主姓名
        D16 身份证号码
        E16 风险原因
        F16 纳入时间
        A27 备注：
        A28 1、纳入时间填到月。
        A29 2、名单按月更新，
        """,
        "A3:F26",
        """
        序号 = serial
        村 = unit
        户主姓名 = name
        身份证号码 = resident-id
        风险原因 = code 因病/因学/因灾/因残/因意外/其他
        纳入时间 = month
        """,
        {"title": "返贫致贫风险人员名单", "annex": "附件3", "rows": 10, "sections": ("一、脱贫不稳定户", "二、边缘易致贫户"),
         "notes": ("纳入时间填到月。", "名单按月更新，"), "codes": ["zaozhuang-risk"], "grain": "household"},
        lists={"E5:E14 E17:E26": '"因病,因学,因灾,因残,因意外,其他"'}, formats={"F5:F14": 'yyyy"年"m"月"', "F17:F26": 'yyyy"年"m"月"'},
        big="A2", page=(9, "portrait"),
    ),
    Blank(
        "one header, sections as rows of the table",
        r"""
        B2:H2 某县2024年重点工作进展情况表
        B3 单位：个
        B4 序号
        C4 工作事项
        D4 责任单位
        E4 计划数量
        F4 完成数量（个）
        G4 完成时限
        H4 存在问题
        B5:H5 （一）监测排查
        B16:H16 （二）帮扶落实
        B27:H27 填报人：　　　　　审核人：
        """,
        "B4:H26",
        """
        序号 = serial
        工作事项 = text
        责任单位 = text
        计划数量 = whole
        完成数量（个） = whole
        完成时限 = text
        存在问题 = text
        """,
        {"title": "某县2024年重点工作进展情况表", "rows": 10, "sections": ("（一）监测排查", "（二）帮扶落实"), "grain": "line"}, big="B2",
    ),
)
