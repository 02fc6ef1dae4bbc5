package import Blister
internal import Digests
internal import Foundation
internal import Imaging

/// What stands beside the picture of a cut: everything but the samples that inspection needs to judge
/// it again, and what it said of it.
///
/// One JSON object, keys sorted. The store holds the SHA-256 of these bytes, and these the SHA-256 of
/// the picture's file. Thread-safe as a value.
struct CutSidecar: Codable, Equatable, Sendable {
    /// Version of the format.
    static let version = 1

    var version: Int
    var blisterID: String
    var decidedAt: String
    /// Name of the picture's file, in the same folder.
    var picture: String
    var pictureDigest: String
    var expectedOriginColumns: Double
    var expectedOriginRows: Double
    var millimetresPerColumn: Double
    var millimetresPerRow: Double
    var stepOffsetMillimetres: Double
    var firstRow: Int
    var expectedPrint: String?
    var expectedBraille: String?
    var expectedCode: String?
    var provenance: Provenance
    /// The result as `inspect --json` writes it, with latency 0.
    var result: String
    var resultDigest: String

    private enum CodingKeys: String, CodingKey {
        case version = "cut"
        case blisterID = "blister_id"
        case decidedAt = "decided_at"
        case picture
        case pictureDigest = "picture_sha256"
        case expectedOriginColumns = "expected_origin_columns"
        case expectedOriginRows = "expected_origin_rows"
        case millimetresPerColumn = "mm_per_column"
        case millimetresPerRow = "mm_per_row"
        case stepOffsetMillimetres = "step_offset_mm"
        case firstRow = "first_row"
        case expectedPrint = "expected_print"
        case expectedBraille = "expected_braille"
        case expectedCode = "expected_code"
        case provenance = "judged_by"
        case result
        case resultDigest = "result_sha256"
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}

extension CutSidecar {
    /// Describes `filed`, whose picture was stored as `picture` with this digest.
    init(_ filed: FiledCut, picture: String, pictureDigest: String) {
        let cut = filed.inspected.cut
        version = Self.version
        blisterID = filed.blisterID
        decidedAt = filed.decided.text
        self.picture = picture
        self.pictureDigest = pictureDigest
        expectedOriginColumns = cut.expectedOrigin.x
        expectedOriginRows = cut.expectedOrigin.y
        millimetresPerColumn = cut.millimetresPerColumn
        millimetresPerRow = cut.millimetresPerRow
        stepOffsetMillimetres = cut.stepOffsetMillimetres
        firstRow = cut.firstRow
        expectedPrint = filed.inspected.expectedPrint
        expectedBraille = filed.inspected.expectedBraille
        expectedCode = filed.inspected.expectedCode
        provenance = filed.provenance
        result = filed.line
        resultDigest = SHA256Digest(of: Array(filed.line.utf8)).description
    }

    /// The cut, with `image` as its picture.
    func cut(_ image: Image, identity: BlisterIdentity) -> BlisterCut {
        BlisterCut(
            identity: identity,
            image: image,
            expectedOrigin: Point(x: expectedOriginColumns, y: expectedOriginRows),
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow,
            capturedNanoseconds: 0,
            encoderTicks: nil,
            firstRow: firstRow,
            isIncomplete: false,
            stepOffsetMillimetres: stepOffsetMillimetres
        )
    }
}

/// A cut on its way to disk.
struct FiledCut: Sendable {
    var batch: Int
    var blisterID: String
    var identity: BlisterIdentity
    var decided: Timestamp
    var inspected: InspectedCut
    var provenance: Provenance
    /// The result's line, as it must come out again.
    var line: String
}

/// Where a cut lies, ready to be stored.
struct CutRow: Sendable, Equatable {
    var batch: Int
    var identity: BlisterIdentity
    /// Path of the sidecar, from the evidence folder.
    var sidecar: String
    /// SHA-256 of the sidecar's bytes.
    var digest: String
}

extension InspectionResult {
    /// The line that judging the same cut again must give, byte for byte: the result with the verdict
    /// as inspection passed it, without latency.
    ///
    /// - Parameters:
    ///   - verdict: as inspection passed it.
    ///   - blisterID: name of the blister.
    ///   - model: name of the product model, as in the results of the store.
    ///   - recipe: name of the recipe.
    /// - Returns: one JSON object.
    func line(judged verdict: Verdict, blisterID: String, model: String, recipe: String) -> String {
        var result = self
        result.verdict = verdict
        return result.replayLine(blisterID: blisterID, model: model, recipe: recipe)
    }

    /// The result's line without what differs from one look to the next: its latency.
    ///
    /// - Parameters:
    ///   - blisterID: name of the blister.
    ///   - model: name of the product model, as in the results of the store.
    ///   - recipe: name of the recipe.
    /// - Returns: one JSON object.
    package func replayLine(blisterID: String, model: String, recipe: String) -> String {
        var result = self
        result.latencyMilliseconds = 0
        return result.jsonLine(blisterID: blisterID, model: model, recipe: recipe)
    }
}
