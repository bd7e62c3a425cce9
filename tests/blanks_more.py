"""More blanks: the ways in which a form arrives that nobody tidied up."""

from __future__ import annotations

from blanks import Blank

MORE = (
    Blank(
        "two title rows, a year below, an example, not in the first column",
        r"""
        C2:J2 ××市××县农业农村局
        C3:J3 防止返贫动态监测“回头看”工作台账
        C4:J4 （20××年度）
        C5 填表单位：
        H5 填表人：
        C6:C7 序号
        D6:E6 户主信息
        D7 姓名
        E7 身份证号
        F6:F7 户籍地址
        G6:H6 “回头看”情况
        G7 是否属实
        H7 核查时间
        I6:I7 核查人
        J6:J7 备注
        C8 示例
        D8 张某某
        E8 3799************
        F8 某镇某村
        G8 是
        H8 2023年5月
        I8 李某某
        """, "C6:J28",
        """
        序号 = serial
        户主信息 › 姓名 = name
        户主信息 › 身份证号 = resident-id
        户籍地址 = text
        “回头看”情况 › 是否属实 = code 是/否
        “回头看”情况 › 核查时间 = date
        核查人 = name
        备注 = text
        """,
        {"title": "{unit}农业农村局防止返贫动态监测“回头看”工作台账", "blank_unit": "××市××县", "rows": 20, "grain": "household",
         "above": ("（20××年度）", "填表单位：{unit}　　填表人：")},
        big="C2 C3",
    ),
    Blank(
        "a guide before it and a hidden sheet of values",
        """
        A1:G1 脱贫人口务工就业情况月报表
        A2:D2 上报单位：
        E2:G2 单位：人、元
        A3 序号
        B3 姓名
        C3 身份证号码
        D3 务工地点
        E3 就业渠道
        F3 月工资收入
        G3 外出日期
        """, "A3:G33",
        """
        序号 = serial
        姓名 = name
        身份证号码 = resident-id
        务工地点 = code 县内/省内县外/省外/境外
        就业渠道 = code 自主就业/劳务输出/公益岗位
        月工资收入 = money
        外出日期 = date
        """,
        {"title": "脱贫人口务工就业情况月报表", "rows": 30, "grain": "line", "kind": "month",
         "above": ("上报单位：{unit}　　单位：人、元",)},
        lists={"D4:D33": "务工地点", "E4:E33": "选项!$C$1:$C$3"}, names={"务工地点": "选项!$A$1:$A$4"},
        sheets={
            "填表说明": "A1 栏目\nB1 怎么填\nC1 依据\nD1 类型\nE1 长度\nF1 例子\nG1 说明\nH1 备注\nA2 姓名\nB2 写全名",
            "选项": "A1 县内\nA2 省内县外\nA3 省外\nA4 境外\nC1 自主就业\nC2 劳务输出\nC3 公益岗位",
        },
        hidden=("选项",),
    ),
    Blank(
        "no lines at all, a title over fewer columns, room to write in it",
        """
        A1:D1       县      乡（镇）困难群众救助情况登记表
        A2 填报单位（盖章）
        A3 填报时间：      年    月
        A4 编号
        B4 姓名
        C4 家庭住址
        D4 救助类型（临时救助/医疗救助/教育救助）
        E4 救助金额（元）
        F4 救助时间
        G4 经办人
        A11 注：救助金额填实际发放数。
        """, "",
        """
        编号 = text
        姓名 = name
        家庭住址 = text
        救助类型（临时救助/医疗救助/教育救助） = code 临时救助/医疗救助/教育救助
        救助金额（元） = money
        救助时间 = date
        经办人 = name
        """,
        {"title": "{unit}困难群众救助情况登记表", "rows": 6, "grain": "line", "above": ("填报单位（盖章）", "填报时间：      年    月"),
         "notes": ("救助金额填实际发放数。",)}, big="",
    ),
    Blank(
        "units in a row of their own, a label over two columns of the sheet",
        """
        A1:J1 村级基础设施建设情况统计表
        A2:A3 村名
        B2:C3 责任人
        D2 农户
        D3 （户）
        E2 耕地面积
        E3 （亩）
        F2 硬化道路
        F3 （公里）
        G2:H2 安全饮水
        G3 （户）
        H3 （人）
        I2 投资
        I3 （万元）
        J2:J3 完成情况
        """, "A2:J20",
        """
        村名 = unit
        责任人 = name
        农户（户） = whole
        耕地面积（亩） = text
        硬化道路（公里） = text
        安全饮水 › （户） = whole
        安全饮水 › （人） = whole
        投资（万元） = money
        完成情况 = text
        """,
        {"title": "村级基础设施建设情况统计表", "rows": 17, "grain": "line"},
    ),
    Blank(
        "last year's file, filled in; totals in between",
        """
        A1:G1 2022年雨露计划补助发放表
        A2:G2 单位:元
        A3 序号
        B3 镇(街)
        C3 学生姓名
        D3 身份证号
        E3 补助金额
        F3 银行卡号
        G3 发放日期
        A4 1
        B4 东镇
        C4 王小明
        D4 379999200401010013
        E4 1500
        F4 6222000000000000000
        G4 2022-05-10
        A5 2
        B5 东镇
        C5 李小红
        D5 379999200502020024
        E5 1500
        F5 6222000000000000001
        G5 2022-05-10
        A6:D6 小计
        E6 3000
        A7 3
        B7 西镇
        C7 赵小刚
        D7 379999200503030035
        E7 1500
        F7 6222000000000000002
        G7 2022-05-11
        A8:D8 合计
        E8 4500
        A9:G9 注：补助金额按学期发放。
        """, "A3:G8",
        """
        序号 = serial
        镇(街) = unit
        学生姓名 = name
        身份证号 = resident-id
        补助金额 = money
        银行卡号 = text
        发放日期 = date
        """,
        {"title": "2022年雨露计划补助发放表", "rows": 3, "grain": "line", "notes": ("补助金额按学期发放。",), "above": ("单位:元",)},
    ),
    Blank(
        "values of a dropdown beside the table, required columns starred, hints in comments",
        """
        A1:H1 XX乡特殊困难群体摸底表
        A2 *姓名
        B2 *身份证号码
        C2 村组
        D2 困难类型
        E2 残疾证号
        F2 脱贫年度
        G2 子女数
        H2 帮扶起止时间
        L2 困难类型
        L3 低保
        L4 特困
        L5 残疾
        L6 大病
        """, "A2:H22",
        """
        *姓名 = name
        *身份证号码 = resident-id
        村组 = text
        困难类型 = code 低保/特困/残疾/大病
        残疾证号 = text
        脱贫年度 = whole
        子女数 = whole
        帮扶起止时间 = text
        """,
        {"title": "{unit}特殊困难群体摸底表", "blank_unit": "XX乡", "rows": 20, "required": ["*姓名", "*身份证号码"],
         "help": {"困难类型": "按民政部门认定的类型填"}, "limits": {"脱贫年度": (2014, 2020), "子女数": (0, 9)}},
        lists={"D3:D22": "$L$3:$L$6", "F3:F22": '"2014,2015,2016,2017,2018,2019,2020"', "G3:G22": "whole 0..9"},
        comments={"D2": "乡村振兴办：\n按民政部门认定的类型填"},
    ),
    Blank(
        "a group over some columns only, a wide header of a notice",
        """
        A1:M1 附件1：
        A2:M2 全县农村低收入人口常态化帮扶“一户一策”台账（样表）
        A3:M3 单位：（盖章）
        H4:K4 帮扶措施落实
        A5 序号
        B5 县（市、区）
        C5 乡（镇、街道）
        D5 户主姓名
        E5 风险类别（①因病②因残③因学④其他）
        F5 风险说明
        G5 发现时间
        H5 产业帮扶金额（元）
        I5 小额信贷（万元）
        J5 公益性岗位（人）
        K5 是否兜底
        L5 消除时间
        M5 审核意见
        """, "A4:M30",
        """
        序号 = serial
        县（市、区） = unit
        乡（镇、街道） = unit
        户主姓名 = name
        风险类别（①因病②因残③因学④其他） = code 因病/因残/因学/其他
        风险说明 = text
        发现时间 = month
        帮扶措施落实 › 产业帮扶金额（元） = money
        帮扶措施落实 › 小额信贷（万元） = money
        帮扶措施落实 › 公益性岗位（人） = whole
        帮扶措施落实 › 是否兜底 = code 是/否
        消除时间 = date
        审核意见 = text
        """,
        {"title": "全县农村低收入人口常态化帮扶“一户一策”台账（样表）", "annex": "附件1：", "rows": 25, "grain": "household"},
        formats={"G6:G30": "yyyy-mm", "L6:L30": "yyyy/m/d"}, big="A2",
    ),
    Blank(
        "a stub printed in the cells, three kinds of unit, signatures side by side",
        """
        A1:I1 返贫监测对象风险消除审批表
        A2:C2 填报单位（公章）：
        D2:F2 填报日期：2023年  月  日
        G2:I2 第   页
        A3:A4 姓名
        B3:B4 证件号码
        C3:C4 与户主关系
        D3:E3 评议
        D4 评议时间
        E4 应到/实到人数
        F3:H3 审批
        F4 村委会意见（签字、盖章）
        G4 乡镇意见（签字、盖章）
        H4 县级意见（签字、盖章）
        I3:I4 消除方式
        D5 20  年  月
        D6 20  年  月
        D7 20  年  月
        A8:B8 经办人：
        C8:E8 审核人：
        F8:I8 单位负责人：
        """, "A3:I7",
        """
        姓名 = name
        证件号码 = resident-id
        与户主关系 = code
        评议 › 评议时间 = month
        评议 › 应到/实到人数 = whole
        审批 › 村委会意见（签字、盖章） = text
        审批 › 乡镇意见（签字、盖章） = text
        审批 › 县级意见（签字、盖章） = text
        消除方式 = text
        """,
        {"title": "返贫监测对象风险消除审批表", "rows": 3, "grain": "person", "below": ("经办人：　　审核人：　　单位负责人：",),
         "above": ("填报单位（公章）：{unit}　　填报日期：2023年  月  日　　第   页",)},
    ),
)
