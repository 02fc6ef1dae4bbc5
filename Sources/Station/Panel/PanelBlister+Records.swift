internal import Blister
internal import Panel
internal import Records

extension PanelBlister {
    /// A blister that was just filed.
    init(_ filed: FiledResult, label: PanelLabel?) {
        self.init(
            id: filed.blisterID,
            time: filed.decided.text,
            lane: filed.result.identity.lane,
            reasons: filed.result.verdict.reasons.map(\.rawValue),
            layout: filed.context.layout,
            hasPicture: filed.evidence != nil,
            hasMap: filed.map != nil,
            label: label,
            line: filed.resultLine
        )
    }

    /// A reject of the store.
    init(_ stored: StoredReject, layout: Layout?, hasMap: Bool, label: PanelLabel?) {
        self.init(
            id: stored.blisterID,
            time: stored.decidedAt,
            lane: stored.lane,
            reasons: stored.reasons,
            layout: layout,
            hasPicture: stored.evidence != nil,
            hasMap: hasMap,
            label: label,
            line: stored.resultLine
        )
    }

    private init(
        id: String,
        time: String,
        lane: Int,
        reasons: [String],
        layout: Layout?,
        hasPicture: Bool,
        hasMap: Bool,
        label: PanelLabel?,
        line: String?
    ) {
        let outline = line.flatMap { ResultOutline(line: $0) }
        let pockets = (outline?.pockets ?? []).compactMap { pocket -> PanelPocket? in
            guard let layout, layout.pockets.indices.contains(pocket.index) else { return nil }
            return PanelPocket(pocket, layout.pockets[pocket.index])
        }
        self.init(
            id: id,
            time: time,
            lane: lane,
            verdict: reasons.isEmpty ? "accept" : "reject",
            reasons: reasons,
            sentence: reasons.isEmpty ? nil : outline?.sentence,
            widthMillimetres: layout?.width ?? 0,
            lengthMillimetres: layout?.length ?? 0,
            pockets: pockets,
            hasPicture: hasPicture,
            hasMap: hasMap,
            label: label,
            result: line ?? "{}"
        )
    }
}

extension PanelPocket {
    init(_ pocket: ResultOutline.Pocket, _ place: Pocket) {
        let (shape, length, width, angle): (Shape, Double, Double, Double)
        switch place.shape {
        case .circle(let diameter): (shape, length, width, angle) = (.circle, diameter, diameter, 0)
        case .oblong(let long, let wide, let degrees):
            (shape, length, width, angle) = (.oblong, long, wide, degrees)
        }
        self.init(
            index: pocket.index,
            x: place.centre.x,
            y: place.centre.y,
            shape: shape,
            length: length,
            width: width,
            angle: angle,
            isGood: pocket.isGood,
            classification: pocket.class
        )
    }
}
