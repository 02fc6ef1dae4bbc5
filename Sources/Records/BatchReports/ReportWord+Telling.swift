extension ReportWord {
    static let telling: [ReportWord: Texts] = [
        .overTime: Texts("Over time", "Zeitlicher Verlauf", "随时间变化"),
        .rate: Texts("Blisters a minute", "Blister je Minute", "每分钟板数"),
        .rejectsPerThousand: Texts(
            "Rejects of 1,000 blisters",
            "Auswürfe je 1000 Blister",
            "每千板剔除数"
        ),
        .rejectsPerMinute: Texts("Rejects a minute", "Auswürfe je Minute", "每分钟剔除数"),
        .minutesSinceStart: Texts(
            "minutes since the first blister",
            "Minuten seit dem ersten Blister",
            "自首板起的分钟数"
        ),
        .hoursSinceStart: Texts(
            "hours since the first blister",
            "Stunden seit dem ersten Blister",
            "自首板起的小时数"
        ),
        .seriesAlternative: Texts(
            "{0}: {1} values from {2} to {3}; the annex has the figures",
            "{0}: {1} Werte von {2} bis {3}; der Anhang nennt die Zahlen",
            "{0}：{1} 个值，范围 {2} 至 {3}；数据见附录"
        ),
        .annex: Texts("Annex: figures over time", "Anhang: Zahlen im Verlauf", "附录：随时间变化数据"),
        .minute: Texts("Minute", "Minute", "分钟"),
        .trends: Texts("Trends", "Trends", "趋势"),
        .values: Texts("Values", "Werte", "数值个数"),
        .centre: Texts("Centre line", "Mittellinie", "中心线"),
        .lowerControl: Texts("Lower control limit", "Untere Eingriffsgrenze", "控制下限"),
        .upperControl: Texts("Upper control limit", "Obere Eingriffsgrenze", "控制上限"),
        .lowerSpecification: Texts("Lower specification", "Untere Toleranz", "规格下限"),
        .upperSpecification: Texts("Upper specification", "Obere Toleranz", "规格上限"),
        .capability: Texts("Capability", "Fähigkeit", "过程能力"),
        .rules: Texts("Rules that alarmed", "Regeln mit Alarm", "触发的规则"),
        .atValue: Texts("{0} (value {1})", "{0} (Wert {1})", "{0}（第 {1} 个值）"),
        .noRule: Texts("none", "keine", "无"),
        .trendAlternative: Texts(
            "Control chart of {0}: {1} values, {2} alarms; the table below has the limits",
            "Regelkarte von {0}: {1} Werte, {2} Alarme; die Tabelle darunter nennt die Grenzen",
            "{0} 的控制图：{1} 个值，{2} 个报警；界限见下表"
        ),
        .sample: Texts("value number", "Nummer des Werts", "值序号"),
        .pictures: Texts("Pictures of rejects", "Bilder von Auswürfen", "剔除图片"),
        .pictureNote: Texts(
            "{0} of {1} kept pictures are shown: the first of every reason, then the second, and so on.",
            "{0} von {1} aufbewahrten Bildern: das erste jedes Grundes, dann das zweite, und so fort.",
            "显示所存 {1} 张图片中的 {0} 张：先取每种原因的第一张，再取第二张，依此类推。"
        ),
        .pictureAlternative: Texts(
            "Rejected blister {0}, reason {1}",
            "Ausgeworfener Blister {0}, Grund {1}",
            "被剔除的泡罩板 {0}，原因 {1}"
        ),
        .pictureGone: Texts(
            "The picture is not there any more, or cannot be read.",
            "Das Bild ist nicht mehr da oder nicht lesbar.",
            "图片已不存在或无法读取。"
        ),
        .alarms: Texts("Alarms and faults", "Alarme und Störungen", "报警与故障"),
        .noAlarms: Texts("None is on record.", "Keine aufgezeichnet.", "无记录。"),
        .alarm: Texts("Alarm or fault", "Alarm oder Störung", "报警或故障"),
        .begin: Texts("Begin", "Beginn", "开始"),
        .end: Texts("End", "Ende", "结束"),
        .acknowledgedBy: Texts("Acknowledged by", "Quittiert von", "确认人"),
        .nobody: Texts("nobody", "niemand", "无人"),
        .lasting: Texts("–", "–", "–"),
        .audit: Texts("Audit trail", "Audit-Trail", "审计追踪"),
        .noAudit: Texts(
            "This report was made without the audit trail.",
            "Dieser Bericht wurde ohne den Audit-Trail erstellt.",
            "本报告生成时未包含审计追踪。"
        ),
        .sequence: Texts("No.", "Nr.", "序号"),
        .time: Texts("Time", "Zeit", "时间"),
        .who: Texts("Who", "Wer", "操作者"),
        .what: Texts("What", "Was", "事件"),
        .before: Texts("Before", "Vorher", "原值"),
        .after: Texts("After", "Nachher", "新值"),
        .why: Texts("Why", "Warum", "原因"),
        .trailHead: Texts("Head of the trail", "Kopf des Trails", "审计链头"),
        .checkpoint: Texts("Signed checkpoint", "Signierter Prüfpunkt", "签名检查点"),
        .merkleRoot: Texts("Merkle root of the results", "Merkle-Wurzel der Ergebnisse", "结果默克尔根"),
        .digests: Texts(
            "What judged, and its digests",
            "Was geurteilt hat, mit Prüfsummen",
            "判定依据及摘要"
        ),
        .noDigests: Texts(
            "No digest is on record.",
            "Keine Prüfsumme aufgezeichnet.",
            "无摘要记录。"
        ),
        .subject: Texts("Kind", "Art", "类别"),
        .name: Texts("Name", "Name", "名称"),
        .digest: Texts("Digest", "Prüfsumme", "摘要"),
        .calibration: Texts("Calibration", "Kalibrierung", "标定"),
        .configuration: Texts("Configuration", "Konfiguration", "配置"),
        .remarks: Texts("Further figures", "Weitere Angaben", "其他数据"),
        .amended: Texts(
            "Verdicts overruled at the reject station",
            "An der Auswurfstation aufgehobene Urteile",
            "剔除工位改判数"
        ),
        .labelled: Texts(
            "Rejects that people looked at",
            "Von Menschen begutachteter Ausschuss",
            "经人工复核的剔除品"
        ),
        .labelledValue: Texts(
            "{0}, called good: {1} (false rejects, surely {2} of all blisters or more)",
            "{0}, davon gut: {1} (Fehlausschuss, sicher mindestens {2} aller Blister)",
            "{0}，其中判为合格：{1}（误剔除，至少占全部泡罩的 {2}）"
        ),
        .latencyMean: Texts(
            "Time to the verdict, mean",
            "Zeit bis zum Urteil, im Mittel",
            "判定时间，平均"
        ),
        .latencyMax: Texts(
            "Time to the verdict, longest",
            "Zeit bis zum Urteil, längste",
            "判定时间，最长"
        ),
        .signatures: Texts("Signatures", "Unterschriften", "签名"),
        .signatureNote: Texts(
            "A signature states that this report was read in full.",
            "Mit der Unterschrift wird bestätigt, dass dieser Bericht ganz gelesen wurde.",
            "签名表示已完整阅读本报告。"
        ),
        .prepared: Texts("Prepared", "Erstellt", "编制"),
        .reviewed: Texts("Reviewed", "Geprüft", "审核"),
        .approved: Texts("Approved", "Freigegeben", "批准"),
        .signature: Texts("Signature", "Unterschrift", "签名"),
        .date: Texts("Date", "Datum", "日期"),
        .shortened: Texts("({0} characters)", "({0} Zeichen)", "（{0} 字符）"),
        .rowsLeftOut: Texts(
            "{0} of {1} rows are shown.",
            "{0} von {1} Zeilen sind gezeigt.",
            "显示 {1} 行中的 {0} 行。"
        ),
    ]

    static let reasons: [String: Texts] = [
        "missing": Texts("missing", "fehlt", "缺片"),
        "broken": Texts("broken", "zerbrochen", "破碎"),
        "dented": Texts("dented", "eingedrückt", "凹陷"),
        "undersize": Texts("undersize", "zu klein", "偏小"),
        "oversize": Texts("oversize", "zu groß", "偏大"),
        "double": Texts("double", "doppelt", "重片"),
        "out_of_pocket": Texts("out of pocket", "außerhalb des Napfs", "出窝"),
        "wrong_product": Texts("wrong product", "falsches Produkt", "错误产品"),
        "wrong_colour": Texts("wrong colour", "falsche Farbe", "颜色错误"),
        "fragments": Texts("fragments", "Bruchstücke", "碎片"),
        "powder": Texts("powder", "Pulver", "粉末"),
        "black_spot": Texts("black spot", "schwarzer Fleck", "黑点"),
        "foreign": Texts("foreign", "Fremdkörper", "异物"),
        "hair": Texts("hair", "Haar", "毛发"),
        "dirty_foil": Texts("dirty foil", "schmutzige Folie", "箔脏污"),
        "wrinkled_foil": Texts("wrinkled foil", "faltige Folie", "箔起皱"),
        "splice": Texts("splice", "Klebestelle", "接头"),
        "step": Texts("step", "Vorschub", "步距"),
        "print": Texts("print", "Druck", "印刷"),
        "braille": Texts("braille", "Braille", "盲文"),
        "code": Texts("code", "Code", "条码"),
        "anomaly": Texts("anomaly", "Auffälligkeit", "异常"),
        "undecided": Texts("undecided", "unentschieden", "无法判定"),
        "unseen": Texts("unseen", "nicht gesehen", "未检测到"),
        "late": Texts("late", "zu spät", "超时"),
        "doubled": Texts("doubled verdict", "doppeltes Urteil", "重复判定"),
    ]
}
