import Blister
import Capture
import CMeters
import Correction
import Inspection
import Registration
import Simulation
import Teaching

/// CPU time of each stage for one blister, on one thread.
struct StageCosts {
    let recipePath: String
    let stretch: MemorySource.Stretch
    let scenario: TwinScenario

    private struct Times {
        var correct: Int64 = 0
        var cut: Int64 = 0
        var align: Int64 = 0
        var inspect: Int64 = 0
    }

    func run(_ kind: String, _ ledger: Ledger) throws {
        let product = try TaughtProduct(recipePath: recipePath)
        guard let web = product.recipe.web else { return }
        let source = MemorySource(stretch, times: 1, rowsPerChunk: 256, rowRateHertz: nil)
        let template = AlignmentTemplate(
            mean: product.templateMean,
            deviation: product.templateDeviation,
            millimetresPerPixel: product.recipe.millimetresPerPixel
        )
        let aligner = Aligner(template: template, search: .web)
        let inspector = Inspector(recipe: product.recipe, model: product.model)
        // A calibration that does nothing would only be copied.
        var calibration = Calibration(width: stretch.width, channels: stretch.channels)
        calibration.dark = calibration.dark.map { _ in 0.25 }
        calibration.gain = calibration.gain.map { _ in 1.002 }
        let field = try FlatField(calibration: calibration, format: source.format)
        var cutter = BlisterCutter(
            geometry: WebGeometry(
                millimetresPerColumn: scenario.millimetresPerColumn,
                millimetresPerRow: scenario.millimetresPerRow,
                laneOriginMillimetres: web.laneOriginMillimetres,
                triggerOffsetMillimetres: web.triggerOffsetMillimetres,
                layout: product.recipe.layout
            ),
            format: source.format,
            trigger: .rows(source.cycleRows)
        )
        var times = Times()
        var blisters = 0
        let raw = Chunk<Raw>(format: source.format)
        let corrected = Chunk<Corrected>(format: source.format)
        try source.start()
        while try source.next(into: raw, timeoutNanoseconds: 0) == .rows {
            Self.time(&times.correct) { field.apply(raw, into: corrected) }
            var cuts: [BlisterCut] = []
            Self.time(&times.cut) { cutter.accept(corrected) { cuts.append($0) } }
            for cut in cuts {
                blisters += 1
                var aligned: RegisteredBlister?
                Self.time(&times.align) { aligned = aligner.align(cut) }
                guard let aligned else { continue }
                Self.time(&times.inspect) { _ = inspector.inspect(aligned) }
            }
        }
        for (name, nanoseconds) in [
            ("correct", times.correct), ("cut", times.cut), ("align", times.align),
            ("inspect", times.inspect),
        ] {
            ledger.add(
                Figure(
                    group: "replay",
                    name: "\(kind), stage \(name)",
                    value: Double(nanoseconds) / 1e6 / Double(max(1, blisters)),
                    unit: "ms CPU each",
                    target: nil
                )
            )
        }
    }

    private static func time(_ total: inout Int64, _ work: () -> Void) {
        let start = meters_thread_cpu_nanoseconds()
        work()
        total += meters_thread_cpu_nanoseconds() - start
    }
}
