import Blister
import Foundation
import Imaging

@testable import Records

/// A folder of its own for one test, removed at its end.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// SplitMix64, so that a printed seed repeats a test exactly.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum Fixture {
    static let layout = Layout(
        width: 30,
        length: 20,
        lanes: 1,
        lanePitch: 30,
        pitch: 22,
        pockets: [
            Pocket(centre: Point(x: 8, y: 10), shape: .circle(diameterMillimetres: 8)),
            Pocket(centre: Point(x: 22, y: 10), shape: .circle(diameterMillimetres: 8)),
        ]
    )

    static let context = InspectionContext(recipe: "mint", model: "", layout: layout)

    static func settings(_ folder: URL) -> RecorderSettings {
        RecorderSettings(
            folder: folder,
            rejectLogPath: folder.appending(path: "reject.log").path(),
            evidenceByteCountMax: 10_000_000,
            freeByteCountMin: 0
        )
    }

    static func result(
        cycle: Int,
        lane: Int = 0,
        reasons: [RejectReason] = [],
        pocket: Int = 1
    ) -> InspectionResult {
        let checks = [
            Check(
                name: "area",
                value: reasons.isEmpty ? 50.25 : 3,
                lowerLimit: 45,
                upperLimit: 55,
                unit: "mm2",
                reason: reasons.first ?? .missing,
                place: Point(x: 22, y: 10)
            )
        ]
        let found = PocketResult(
            index: pocket,
            classification: reasons.first?.rawValue ?? "good",
            confidence: 0.9,
            anomaly: reasons.isEmpty ? 0.2 : 4,
            checks: checks
        )
        return InspectionResult(
            identity: BlisterIdentity(cycle: cycle, lane: lane),
            verdict: Verdict(reasons: reasons),
            pockets: [found],
            checks: [],
            latencyMilliseconds: 2.5
        )
    }

    static func record(
        cycle: Int,
        lane: Int = 0,
        reasons: [RejectReason] = [],
        hasPicture: Bool = false
    ) -> BlisterRecord {
        BlisterRecord(
            result: result(cycle: cycle, lane: lane, reasons: reasons),
            picture: hasPicture
                ? Image(width: 300, height: 200, channels: 1, filledWith: 90) : nil,
            pixelsPerMillimetre: hasPicture ? 10 : 0
        )
    }

    static func lines(_ path: String) -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }
}
