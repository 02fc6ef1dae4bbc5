extension ReportWord {
    /// One text in every language.
    struct Texts {
        let english: String
        let german: String
        let chinese: String

        init(_ english: String, _ german: String, _ chinese: String) {
            self.english = english
            self.german = german
            self.chinese = chinese
        }
    }

    static let texts: [ReportWord: Texts] = counting.merging(telling) { first, _ in first }

    private static let counting: [ReportWord: Texts] = [
        .title: Texts("Batch report", "Chargenbericht", "批次报告"),
        .batch: Texts("Batch {0}", "Charge {0}", "批次 {0}"),
        .batchAndLot: Texts("Batch {0} · lot {1}", "Charge {0} · Los {1}", "批次 {0} · 批号 {1}"),
        .page: Texts("Page {0} of {1}", "Seite {0} von {1}", "第 {0} 页，共 {1} 页"),
        .identification: Texts("Identification", "Angaben", "基本信息"),
        .station: Texts("Station", "Station", "工位"),
        .software: Texts("Software", "Software", "软件"),
        .number: Texts("Batch number", "Nummer der Charge", "批次编号"),
        .state: Texts("State", "Stand", "状态"),
        .product: Texts("Product", "Produkt", "产品"),
        .lot: Texts("Lot", "Los", "批号"),
        .expiry: Texts("Expiry", "Verwendbar bis", "有效期至"),
        .started: Texts("Started", "Begonnen", "开始"),
        .ended: Texts("Ended", "Beendet", "结束"),
        .by: Texts("{0}, by {1}", "{0}, von {1}", "{0}，操作者 {1}"),
        .byDaemon: Texts("started by the daemon", "vom Dienst begonnen", "由程序自动开始"),
        .recipe: Texts("Recipe", "Rezept", "配方"),
        .model: Texts("Model", "Modell", "模型"),
        .none: Texts("–", "–", "–"),
        .open: Texts("open", "offen", "进行中"),
        .endedState: Texts("ended", "beendet", "已结束"),
        .interruptedState: Texts("interrupted", "unterbrochen", "中断"),
        .reconciliation: Texts("Reconciliation", "Bilanz", "数量平衡"),
        .item: Texts("Item", "Posten", "项目"),
        .count: Texts("Count", "Anzahl", "数量"),
        .share: Texts("Share", "Anteil", "占比"),
        .blisters: Texts("Blisters", "Blister", "泡罩板"),
        .accepted: Texts("Accepted", "Gut", "合格"),
        .rejected: Texts("Rejected", "Ausgeworfen", "剔除"),
        .unaccounted: Texts("Unaccounted", "Ohne Nachweis", "未核对"),
        .yield: Texts("Yield", "Ausbeute", "合格率"),
        .equation: Texts(
            "{0} blisters = {1} accepted + {2} rejected",
            "{0} Blister = {1} gut + {2} ausgeworfen",
            "{0} 板 = {1} 合格 + {2} 剔除"
        ),
        .interval: Texts(
            "{0} to {1} (95 %, Clopper–Pearson)",
            "{0} bis {1} (95 %, Clopper–Pearson)",
            "{0} 至 {1}（95%，Clopper–Pearson）"
        ),
        .intervalName: Texts(
            "Interval of the rejected share",
            "Intervall des Anteils ausgeworfener",
            "剔除率置信区间"
        ),
        .addsUp: Texts("The batch adds up", "Die Charge geht auf", "批次数量平衡"),
        .doesNotAddUp: Texts(
            "DISCREPANCY: the batch does not add up",
            "ABWEICHUNG: die Charge geht nicht auf",
            "偏差：批次数量不平衡"
        ),
        .discrepancies: Texts(
            "DISCREPANCY: the batch adds up, but note",
            "ABWEICHUNG: die Charge geht auf, doch zu beachten",
            "偏差：批次数量平衡，但请注意"
        ),
        .withoutVerdict: Texts(
            "{0} of {1} blisters have no verdict",
            "{0} von {1} Blistern haben kein Urteil",
            "{1} 板中有 {0} 板没有判定"
        ),
        .withoutVerdictYet: Texts(
            "{0} of {1} blisters have no verdict yet",
            "{0} von {1} Blistern haben noch kein Urteil",
            "{1} 板中有 {0} 板尚无判定"
        ),
        .unannounced: Texts(
            "{0} verdicts belong to blisters that capture never announced",
            "{0} Urteile gehören zu Blistern, die die Aufnahme nie gemeldet hat",
            "{0} 个判定对应的泡罩板从未被采集报告"
        ),
        .acceptedStored: Texts(
            "{0} accepted blisters were counted, {1} are stored",
            "{0} gute Blister wurden gezählt, {1} sind gespeichert",
            "合格计数 {0} 板，存储 {1} 板"
        ),
        .rejectedStored: Texts(
            "{0} rejected blisters were counted, {1} are stored",
            "{0} ausgeworfene Blister wurden gezählt, {1} sind gespeichert",
            "剔除计数 {0} 板，存储 {1} 板"
        ),
        .rowsLost: Texts(
            "{0} blister rows could not be stored",
            "{0} Zeilen von Blistern konnten nicht gespeichert werden",
            "{0} 条泡罩板记录未能存储"
        ),
        .detailsLost: Texts(
            "{0} full results could not be stored",
            "{0} volle Ergebnisse konnten nicht gespeichert werden",
            "{0} 条完整结果未能存储"
        ),
        .picturesLost: Texts(
            "{0} evidence pictures were not kept",
            "{0} Belegbilder wurden nicht aufbewahrt",
            "{0} 张证据图片未保存"
        ),
        .cutsLost: Texts(
            "{0} cuts to replay were not kept",
            "{0} Ausschnitte zum Nachprüfen wurden nicht aufbewahrt",
            "{0} 份复检图像未保存"
        ),
        .unconfirmed: Texts(
            "{0} rejected blisters were not seen in the chute",
            "{0} ausgeschleuste Blister wurden im Schacht nicht gesehen",
            "{0} 板剔除品未在落料口被检测到"
        ),
        .challengeStored: Texts(
            "{0} blisters of challenge tests were counted, {1} are stored",
            "{0} Blister von Prüfungen mit Schlechtmustern gezählt, {1} gespeichert",
            "挑战测试计数 {0} 板，已存储 {1} 板"
        ),
        .challengeWithoutVerdict: Texts(
            "{0} blisters of challenge tests have no verdict",
            "{0} Blister von Prüfungen mit Schlechtmustern haben kein Urteil",
            "{0} 板挑战测试品没有判定"
        ),
        .linesLost: Texts(
            "{0} lines are missing in the reject log",
            "{0} Zeilen fehlen im Auswurfprotokoll",
            "剔除日志缺少 {0} 行"
        ),
        .interrupted: Texts(
            "the batch was interrupted: the daemon did not end it",
            "die Charge wurde unterbrochen: der Dienst hat sie nicht beendet",
            "批次中断：程序未结束该批次"
        ),
        .noBlisters: Texts(
            "No blister was seen in this batch.",
            "In dieser Charge wurde kein Blister gesehen.",
            "本批次未检测到泡罩板。"
        ),
        .openNote: Texts(
            "The batch is open: these counts are not final.",
            "Die Charge ist offen: diese Zahlen sind nicht endgültig.",
            "批次进行中：以下数量并非最终结果。"
        ),
        .challenge: Texts("Challenge test", "Prüfung mit Fehlmustern", "挑战测试"),
        .presented: Texts("Bad blisters presented", "Vorgelegte Fehlmuster", "投入的不良板"),
        .challengeRejected: Texts("Of those, rejected", "Davon ausgeworfen", "其中剔除"),
        .confirmed: Texts(
            "Of those, confirmed in the chute",
            "Davon im Schacht bestätigt",
            "其中滑槽确认"
        ),
        .challengePassed: Texts("passed", "bestanden", "通过"),
        .challengeFailed: Texts("FAILED", "NICHT BESTANDEN", "未通过"),
        .challengeUnfinished: Texts("not finished", "nicht beendet", "未完成"),
        .challengeOutcome: Texts("Outcome", "Ergebnis", "结果"),
        .noSensor: Texts("no sensor", "kein Sensor", "无传感器"),
        .challengeGood: Texts(
            "PASSED: every bad blister was rejected and confirmed",
            "BESTANDEN: jedes Fehlmuster wurde ausgeworfen und bestätigt",
            "通过：所有不良板均被剔除并确认"
        ),
        .challengeBad: Texts(
            "FAILED: the last test did not reject and confirm every bad blister",
            "NICHT BESTANDEN: die letzte Prüfung hat nicht jedes Fehlmuster ausgeworfen und bestätigt",
            "未通过：最后一次测试未能剔除并确认所有不良板"
        ),
        .challengeNote: Texts(
            "These blisters are in no other count.",
            "Diese Blister sind in keiner anderen Zahl enthalten.",
            "这些泡罩板不计入其他任何数量。"
        ),
        .pareto: Texts("Rejects by reason", "Auswürfe nach Grund", "按原因统计剔除"),
        .reason: Texts("Reason", "Grund", "原因"),
        .shareOfRejects: Texts("Share of rejects", "Anteil der Auswürfe", "剔除占比"),
        .cumulated: Texts("Cumulated", "Aufsummiert", "累计"),
        .noRejects: Texts(
            "No blister was rejected.",
            "Kein Blister wurde ausgeworfen.",
            "没有剔除。"
        ),
        .paretoAlternative: Texts(
            "Bars of rejects by reason, the most frequent first; the table below has the figures",
            "Balken der Auswürfe nach Grund, der häufigste zuerst; die Tabelle darunter nennt die Zahlen",
            "按原因排列的剔除条形图，最多者在前；数据见下表"
        ),
        .distribution: Texts("Lanes and pockets", "Bahnen und Näpfe", "通道与泡窝"),
        .lane: Texts("Lane", "Bahn", "通道"),
        .lanes: Texts("Blisters by lane", "Blister nach Bahn", "按通道统计"),
        .pockets: Texts("Bad pockets of rejects", "Schlechte Näpfe der Auswürfe", "剔除板的不良泡窝"),
        .pocket: Texts("Pocket", "Napf", "泡窝"),
        .pocketNote: Texts(
            "Counted from the full results of {0} rejects; one blister may have several bad pockets.",
            "Gezählt aus den vollen Ergebnissen von {0} Auswürfen; ein Blister kann mehrere schlechte Näpfe haben.",
            "统计自 {0} 条剔除的完整结果；一板可有多个不良泡窝。"
        ),
        .rejectShare: Texts("Rejected share", "Anteil ausgeworfen", "剔除率"),
    ]
}
