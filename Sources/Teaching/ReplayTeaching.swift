public import Blister
internal import Capture
internal import Foundation
internal import Inspection
internal import Registration

/// Teaches a product from a replay set of good blisters.
public struct ReplayTeaching {
    /// Offset of products from drawn pockets that is corrected by a second round, in millimetres.
    static let offsetMax = 0.15

    /// Folder of the replay set.
    public var folder: String
    /// Pockets as drawn; nil: found in the web.
    public var layout: Layout?
    /// Name of the product.
    public var name: String
    /// Share of good blisters that may be rejected.
    public var falseRejectTarget: Double
    /// Pixel of the registered blister; nil: the web's own, not under 0.1.
    public var millimetresPerPixel: Double?
    /// Networks that are taught as well; nil: none.
    public var networks: NetworkTeaching?

    /// Makes a task.
    public init(
        folder: String,
        layout: Layout?,
        name: String,
        falseRejectTarget: Double,
        millimetresPerPixel: Double?,
        networks: NetworkTeaching? = nil
    ) {
        self.folder = folder
        self.layout = layout
        self.name = name
        self.falseRejectTarget = falseRejectTarget
        self.millimetresPerPixel = millimetresPerPixel
        self.networks = networks
    }

    /// Reads the set several times: to find the blisters, then to cut them out; learns from the cuts.
    ///
    /// Blisters that `truth.jsonl` calls rejects are not used.
    public func teach() throws -> TaughtReport {
        let replay = try ReplaySet(folder: folder)
        let bad = try rejected(replay)
        var survey = WebSurvey(
            format: replay.format,
            millimetresPerColumn: replay.millimetresPerColumn,
            millimetresPerRow: replay.millimetresPerRow
        )
        try WebRows.forEach(replay) { survey.append($0) }
        do {
            var found = try located(survey, cycleRows: replay.cycleRows)
            var outcome = try teach(replay, found, bad)
            if max(abs(outcome.offset.x), abs(outcome.offset.y)) > Self.offsetMax {
                found.geometry.laneOriginMillimetres += outcome.offset.x
                found.geometry.triggerOffsetMillimetres += outcome.offset.y
                outcome = try teach(replay, found, bad)
            }
            outcome.report.lines.insert(contentsOf: lines(found), at: 0)
            try networks?.teach(&outcome)
            return outcome.report
        } catch let fault as RegistrationError {
            throw TeachingError.notFound(fault)
        }
    }

    private func located(
        _ survey: WebSurvey,
        cycleRows: [Int]?
    ) throws(RegistrationError) -> SurveyedWeb {
        guard let layout else { return try survey.search(cycleRows: cycleRows) }
        return try survey.locate(layout, cycleRows: cycleRows)
    }

    private func lines(_ found: SurveyedWeb) -> [String] {
        let geometry = found.geometry
        let place = String(
            format: "web: lane 0 at %.2f mm, blister %.2f mm after its trigger, separation %.2f",
            geometry.laneOriginMillimetres,
            geometry.triggerOffsetMillimetres,
            found.separation
        )
        return [place] + (layout == nil ? LayoutSummary(layout: geometry.layout).lines() : [])
    }

    private func rejected(_ replay: ReplaySet) throws -> Set<BlisterIdentity> {
        let path = URL(filePath: replay.folder).appending(path: ReplaySet.truthName).path()
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return Set(try TruthRecord.read(path: path).filter(\.isReject).map(\.identity))
    }

    private func teach(
        _ replay: ReplaySet,
        _ found: SurveyedWeb,
        _ bad: Set<BlisterIdentity>
    ) throws -> ProductTeacher.Outcome {
        let geometry = found.geometry
        let teacher = ProductTeacher(
            name: name,
            layout: geometry.layout,
            millimetresPerPixel: millimetresPerPixel
                ?? max(0.1, min(replay.millimetresPerRow, replay.millimetresPerColumn)),
            falseRejectTarget: falseRejectTarget,
            search: .web
        )
        var cuts = try cuts(replay, found, trigger: .rows(found.cycleRows), bad)
        let template = try teacher.template(of: cuts)
        if replay.cycleRows == nil {
            // Steps and places scatter as they will when blisters are found from the picture.
            cuts = try self.cuts(replay, found, trigger: .image(template), bad)
        }
        return try teacher.teach(
            cuts: cuts,
            template: template,
            web: Recipe.Web(
                millimetresPerColumn: geometry.millimetresPerColumn,
                millimetresPerRow: geometry.millimetresPerRow,
                laneOriginMillimetres: geometry.laneOriginMillimetres,
                triggerOffsetMillimetres: geometry.triggerOffsetMillimetres,
                hasTrigger: replay.cycleRows != nil
            ),
            stills: nil
        )
    }

    private func cuts(
        _ replay: ReplaySet,
        _ found: SurveyedWeb,
        trigger: CycleTrigger,
        _ bad: Set<BlisterIdentity>
    ) throws -> [BlisterCut] {
        let geometry = found.geometry
        var cutter = BlisterCutter(geometry: geometry, format: replay.format, trigger: trigger)
        let count = found.cycleRows.count * geometry.layout.lanes
        let stride = max(1, (count + TeachingSet.blistersMax - 1) / TeachingSet.blistersMax)
        var cuts: [BlisterCut] = []
        func keep(_ cut: BlisterCut) {
            guard cut.identity.cycle % stride == 0, !cut.isIncomplete, !bad.contains(cut.identity)
            else { return }
            cuts.append(cut)
        }
        try WebRows.forEach(replay) { cutter.accept($0, emit: keep) }
        cutter.finish(emit: keep)
        return cuts
    }
}
