"""What the engine says, in Chinese and English, by the key of a reason; blanks are the facts of that reason."""

TEXTS: dict[str, tuple[str, str]] = {
    "wholly_obtained": (
        "申报为在{party}完全获得或生产，且未使用非原产材料。",
        "Declared wholly obtained or produced in {party}, and no non-originating material is used.",
    ),
    "not_wholly_obtained": ("未申报为完全获得。", "The good is not declared wholly obtained."),
    "wholly_obtained_contradicted": (
        "申报为完全获得，但使用了非原产材料：{materials}。",
        "Declared wholly obtained, yet non-originating materials are used: {materials}.",
    ),
    "wholly_obtained_untold": (
        "尚未说明该货物是否完全获得。",
        "It has not been told whether the good is wholly obtained.",
    ),
    "only_originating": (
        "全部 {count} 种材料均为原产材料。",
        "All {count} materials are originating.",
    ),
    "foreign_used": (
        "使用了非原产材料：{materials}。",
        "Non-originating materials are used: {materials}.",
    ),
    "no_materials": (
        "未列出任何材料，无法判断。",
        "No material is listed, so this cannot be decided.",
    ),
    "shift_holds": (
        "所有非原产材料相对成品 {code} 均发生{level_zh}改变，满足 {rule}：{materials}。",
        "Every non-originating material changes {level_en} to {code} as {rule} asks: {materials}.",
    ),
    "nothing_to_shift": (
        "没有需要改变税则归类的非原产材料。",
        "There is no non-originating material that would have to change classification.",
    ),
    "shift_fails": (
        "下列非原产材料未发生 {rule} 所要求的税则归类改变（成品 {code}）：{materials}。",
        "These non-originating materials do not make the change {rule} to {code}: {materials}.",
    ),
    "shift_unclear": (
        "下列材料的 HS 编码缺失或位数不足，无法判断 {rule}：{materials}。",
        "The HS code of these materials is missing or too short to decide {rule}: {materials}.",
    ),
    "tolerated_value": (
        "未改变归类的材料价值 {value}，占 {basis_zh} {price} 的 {percent}%，未超过微小含量 {limit}%，"
        "但仍计入非原产材料价值。",
        "Materials without the change are worth {value}, {percent} % of the {basis_en} price {price}, within the "
        "tolerance of {limit} %; they still count as foreign value.",
    ),
    "tolerated_weight": (
        "未改变归类的材料重 {value} 千克，占成品净重 {price} 千克的 {percent}%，未超过微小含量 {limit}%。",
        "Materials without the change weigh {value} kg, {percent} % of the good's {price} kg, within the tolerance "
        "of {limit} %.",
    ),
    "tolerance_exceeded": (
        "未改变归类的材料超过微小含量 {limit}%。",
        "Materials without the change exceed the tolerance of {limit} %.",
    ),
    "tolerance_untold": (
        "缺少资料，无法判断是否在微小含量 {limit}% 之内。",
        "Data is missing to tell whether they stay within the tolerance of {limit} %.",
    ),
    "tolerance_unverified": (
        "仅凭未经核实的微小含量 {limit}% 才能符合，须先核对协定文本。",
        "Only an unverified tolerance of {limit} % would let this hold; check the agreement's text first.",
    ),
    "no_tolerance": ("没有可用的微小含量规定。", "No tolerance is known."),
    "content_reached": (
        "{method_zh}：{sum}%，不低于 {needed}%。",
        "{method_en}: {sum} %, not below {needed} %.",
    ),
    "content_missed": (
        "{method_zh}：{sum}%，低于 {needed}%。",
        "{method_en}: {sum} %, below {needed} %.",
    ),
    "content_capped": (
        "{method_zh}：仅已知非原产材料价值 {foreign} 就使区域价值成分低于 {needed}%。",
        "{method_en}: the foreign value known so far, {foreign}, already leaves less than {needed} %.",
    ),
    "content_untold": (
        "{method_zh}：资料不足，无法与 {needed}% 比较。",
        "{method_en}: data is missing to compare with {needed} %.",
    ),
    "build_up_cannot_help": (
        "其余成本之和不会超过 FOB 减去非原产材料价值，累加法亦不能达到。",
        "The other costs cannot exceed the FOB price less the foreign value, so a build-up cannot reach it either.",
    ),
    "content_at_boundary": (
        "{method_zh}：恰为 {needed}%；法规对边界值的表述尚未核实。",
        "{method_en}: exactly {needed} %; whether the boundary itself is enough has not been settled.",
    ),
    "costs_exceed_price": (
        "原产材料与各项成本之和 {part} 加上非原产材料价值 {foreign}，超过 FOB 价 {price}：请核对价格和成本。",
        "Originating materials and costs of {part} and foreign value of {foreign} are more than the FOB price {price}: "
        "check prices and costs.",
    ),
    "no_formula": (
        "该协定没有区域价值成分公式，无法判断 {rule}。",
        "The agreement has no regional value formula, so {rule} cannot be decided.",
    ),
    "foreign_within": (
        "非原产材料价值 {foreign} 占出厂价 {price} 的 {percent}%，不超过 {needed}%。",
        "Foreign value {foreign} is {percent} % of the ex-works price {price}, not above {needed} %.",
    ),
    "foreign_above": (
        "非原产材料价值 {foreign} 超过出厂价的 {needed}%。",
        "Foreign value {foreign} is above {needed} % of the ex-works price.",
    ),
    "foreign_untold": (
        "资料不足，无法判断非原产材料是否不超过出厂价的 {needed}%。",
        "Data is missing to tell whether foreign value stays within {needed} % of the ex-works price.",
    ),
    "process_done": ("已申报加工工序：{process_zh}。", "The process is declared: {process_en}."),
    "process_not_done": ("申报的工序中没有：{process_zh}。", "Not among the declared processes: {process_en}."),
    "process_untold": ("尚未申报加工工序：{process_zh}。", "The process has not been declared yet: {process_en}."),
    "process_to_judge": (
        "须人工判断该工序是否完成：{process_zh}。",
        "A person has to judge whether this process was carried out: {process_en}.",
    ),
    "wording_to_judge": (
        "该规则的文字无法自动解析，须人工判断：{text}。",
        "The program cannot read this rule; a person has to judge it: {text}.",
    ),
    "any_material": (
        "规则接受任何品目的材料，只须超出微小加工。",
        "The rule accepts materials of any heading, beyond minimal operations.",
    ),
    "minimal_operations": (
        "所申报的加工属于微小加工，不能赋予原产资格。",
        "The declared working is a minimal operation, which never confers origin.",
    ),
    "no_rule": (
        "没有已知的产品特定规则，不能认定为原产。",
        "No product rule known: the good cannot be found to originate.",
    ),
    "rule_unverified": ("所用规则未经核实。", "The rule used has not been verified."),
    "rule_of_quality": (
        "所用规则来自{quality_zh}，未经核实。",
        "The rule used comes from {quality_en} and has not been verified.",
    ),
    "rule_parts": (
        "该编码的规则因货品而异，请选择：{parts}。",
        "The rule of this code depends on the good; choose one: {parts}.",
    ),
    "rule_contradicted": (
        "来源不一：“{source}”另有规则 {rule}；采用较可靠的来源。",
        'Sources differ: "{source}" has the rule {rule}; the better source is used.',
    ),
    "general_by_list": (
        "产品特定规则清单未列 {code}，适用一般规则。",
        "The list of product rules does not name {code}, so the general rule decides.",
    ),
    "code_unchanged": (
        "规则按 HS {rule_edition} 编写；{codes} 在 HS {edition} 中未变。",
        "The rule is of HS {rule_edition}; {codes} is the same in HS {edition}.",
    ),
    "code_converted": (
        "产品编码为 HS {edition}，规则按 HS {rule_edition} 编写，按对照表转换为 {codes} 后查得。",
        "The code is of HS {edition} and the rule of HS {rule_edition}: found under {codes} by the correlation table.",
    ),
    "materials_not_converted": (
        "下列材料的编码在 HS {rule_edition} 中没有唯一对应，按原编码判断，须核对：{materials}。",
        "These materials have no single code in HS {rule_edition}; judged by the code they have, check: {materials}.",
    ),
    "edition_differs": (
        "规则按 HS {rule_edition} 编写，产品编码为 HS {edition}，未经转换，须核对。",
        "The rule is written in HS {rule_edition} and the code in HS {edition}; not converted, check it.",
    ),
    "not_linked": (
        "{agreement} 在 {on} 不适用于 {exporter} 至 {importer} 的货物。",
        "{agreement} does not link {exporter} and {importer} on {on}.",
    ),
    "cumulated": (
        "累积：缔约方原产材料视为原产：{materials}。",
        "Cumulation: these materials of parties count as originating: {materials}.",
    ),
    "not_cumulated": (
        "下列材料申报累积，但其原产地不是可累积的缔约方：{materials}。",
        "Declared cumulated, but their origin is not a party that can be cumulated: {materials}.",
    ),
    "would_hold_unlisted": (
        "按一般规则 {rule} 可以成立{share_zh}；请核对该编码不在{listed_zh}上。",
        "By the general rule {rule} it would hold{share_en}; check that the code is not on {listed_en}.",
    ),
    "general_rule_open": (
        "一般规则 {rule} 只适用于不在{listed_zh}上的编码；资料不足，尚无法按其判断。",
        "The general rule {rule} is for codes that are not on {listed_en}; data is missing to apply it.",
    ),
    "general_rule_missed": (
        "按一般规则 {rule} 不能成立；只有该编码在{listed_zh}上、另有规则时才可能成立。",
        "By the general rule {rule} it does not hold; only a rule of its own could, if the code is on {listed_en}.",
    ),
    "general_rule_wording": (
        "一般规则取自{wording_zh}，尚未与现行文本核对。",
        "The general rule is {wording_en}; it was not compared with the text in force.",
    ),
    "rule_would_hold": (
        "按这条规则可以成立；请先对照协定附件核对规则本身。",
        "It would hold by this rule; compare the rule with the agreement's annex first.",
    ),
    "rule_listed": (
        "该编码有自己的产品特定规则，程序不能自行适用：请查阅协定附件。",
        "The code has a rule of its own, which the program cannot apply by itself: read the agreement's annex.",
    ),
    "outside_list": (
        "该编码不在{agreement_zh}的受惠货物清单上，不能享受优惠。",
        "The code is not on the list of goods of {agreement_en}: there is no preference for it.",
    ),
    "proof_would_turn": (
        "如有下列材料的原产地证明，则可以成立：{materials}。证明是否在手？在手则将该材料标为“累积为原产”。",
        "With its proof of origin this would hold: {materials}. Is the proof at hand? Then mark the material as "
        "cumulated.",
    ),
    "cumulation_not_needed": (
        "不计累积材料已经成立，无须累积：{materials}。",
        "It holds without cumulation; not needed: {materials}.",
    ),
    "set_of_own": ("成套货品的各项货品均为原产。", "Every good of the set originates."),
    "set_within": (
        "成套货品中的非原产货品价值 {value}，占{basis_zh} {price} 的 {percent}%，未超过 {limit}%。",
        "Foreign goods of the set are worth {value}, {percent} % of the {basis_en} price {price}, not above {limit} %.",
    ),
    "set_exceeded": (
        "成套货品中的非原产货品超过价格的 {limit}%。",
        "Foreign goods of the set are above {limit} % of its price.",
    ),
    "set_untold": (
        "资料不足，无法判断成套货品中的非原产货品是否不超过 {limit}%。",
        "Data is missing to tell whether foreign goods of the set stay within {limit} %.",
    ),
    "set_unverified": (
        "仅凭未经核实的成套货品比例 {limit}% 才能符合，须先核对协定文本。",
        "Only an unverified share of {limit} % for sets would let this hold; check the agreement's text first.",
    ),
    "set_without_rule": (
        "该协定对成套货品的规定未知；成套包装本身不能赋予原产资格。",
        "What the agreement says of sets is not known; putting goods up in a set confers no origin by itself.",
    ),
    "packing_to_judge": (
        "只有零售包装或附件为非原产，其是否影响本标准须核对协定文本：{materials}。",
        "Only retail packing or accessories are foreign; check the text whether this matters here: {materials}.",
    ),
    "packing_aside": (
        "零售包装和附件不要求归类改变，但计入价值：{materials}。",
        "Retail packing and accessories need no change of classification and count for value: {materials}.",
    ),
    "stock_method": (
        "可互换材料的原产地按库存管理方法确定，请保存记录：{materials}。",
        "The origin of fungible materials is by a method of stock keeping; keep its records: {materials}.",
    ),
    "country_not_originating": (
        "货物尚未认定为原产，不涉及 RCEP 原产国。",
        "The good has not been found to originate, so it has no RCEP country of origin.",
    ),
    "country_without_differential": (
        "进口方对各成员方适用相同税率，RCEP 原产国为出口方 {party}。",
        "The importer applies one rate to all parties; the RCEP country of origin is the exporter, {party}.",
    ),
    "country_of_production": (
        "货物在出口方 {party} 取得原产资格，且不在进口方的特别货物清单内。",
        "The good got its origin in the exporting party, {party}, and the importer does not list it.",
    ),
    "country_added_enough": (
        "出口方 {party} 的增值：{sum}%，不低于 {needed}%。",
        "Value added in the exporting party, {party}: {sum} %, not below {needed} %.",
    ),
    "country_added_too_little": (
        "出口方 {party} 的增值低于 {needed}%。",
        "Less than {needed} % of the value was added in the exporting party, {party}.",
    ),
    "country_added_untold": (
        "资料不足，无法判断出口方 {party} 的增值是否达到 {needed}%。",
        "Data is missing to tell whether {needed} % of the value was added in the exporting party, {party}.",
    ),
    "country_list_untold": (
        "尚不知进口方是否将该货物列入税率差异特别货物清单。",
        "It is not known whether the importer lists the good among those with a further condition.",
    ),
    "country_rates_untold": (
        "尚不知进口方对各成员方适用的税率是否不同。",
        "It is not known whether the importer applies different rates to the parties.",
    ),
    "country_of_contribution": (
        "{party} 提供的原产材料价值最高（{parties}）。",
        "{party} contributed the originating materials of the highest value ({parties}).",
    ),
    "country_contribution_untold": (
        "无法判断哪一成员方提供的原产材料价值最高（{parties}）。",
        "It cannot be told which party contributed the originating materials of the highest value ({parties}).",
    ),
}
