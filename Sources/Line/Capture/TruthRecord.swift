public import Blister
internal import Foundation

/// One line of `truth.jsonl`: what really is on one blister.
public struct TruthRecord: Sendable, Equatable {
    /// One thing that is wrong.
    public struct Defect: Sendable, Equatable {
        /// As the reject reasons name it; others' words are kept.
        public var kind: String
        /// Pocket from 0; nil for foil, print and machine.
        public var pocket: Int?

        /// Makes a defect.
        public init(kind: String, pocket: Int?) {
            self.kind = kind
            self.pocket = pocket
        }

        /// The reason of the same name, if there is one.
        public var reason: RejectReason? { RejectReason(rawValue: kind) }
    }

    /// Which blister.
    public var identity: BlisterIdentity
    /// Whether it must be rejected.
    public var isReject: Bool
    /// Everything that is wrong with it; empty when it is good.
    public var defects: [Defect]

    /// Makes a record.
    public init(identity: BlisterIdentity, isReject: Bool, defects: [Defect]) {
        self.identity = identity
        self.isReject = isReject
        self.defects = defects
    }

    /// The record as one line of JSON without line break, keys in the order of the contract.
    public var line: String {
        let list = defects.map { defect in
            let pocket = defect.pocket.map(String.init) ?? "null"
            return "{\"kind\":\"\(Self.escaped(defect.kind))\",\"pocket\":\(pocket)}"
        }
        return "{\"cycle\":\(identity.cycle),\"lane\":\(identity.lane),"
            + "\"verdict\":\"\(isReject ? "reject" : "accept")\","
            + "\"defects\":[\(list.joined(separator: ","))]}"
    }

    /// Reads the whole file at `path`, one record a line; empty lines and further keys are skipped.
    public static func read(path: String) throws(ReplayError) -> [TruthRecord] {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw .truth(file: path, line: 1, reason: "it cannot be read as UTF-8 text")
        }
        var records: [TruthRecord] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        where line.contains(where: { !$0.isWhitespace }) {
            records.append(try parse(String(line), file: path, line: index + 1))
        }
        return records
    }

    static func parse(
        _ text: String,
        file: String,
        line: Int
    ) throws(ReplayError) -> TruthRecord {
        let decoded: Line
        do {
            decoded = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw .truth(file: file, line: line, reason: reason(error))
        } catch {
            throw .truth(file: file, line: line, reason: "it is not a truth record")
        }
        guard decoded.verdict == "accept" || decoded.verdict == "reject" else {
            throw .truth(
                file: file,
                line: line,
                reason: "verdict '\(decoded.verdict)' is neither accept nor reject"
            )
        }
        guard decoded.cycle >= 0, decoded.lane >= 0 else {
            throw .truth(file: file, line: line, reason: "cycle and lane count from 0")
        }
        return TruthRecord(
            identity: BlisterIdentity(cycle: decoded.cycle, lane: decoded.lane),
            isReject: decoded.verdict == "reject",
            defects: (decoded.defects ?? []).map { Defect(kind: $0.kind, pocket: $0.pocket) }
        )
    }

    private struct Line: Decodable {
        struct Defect: Decodable {
            var kind: String
            var pocket: Int?
        }
        var cycle: Int
        var lane: Int
        var verdict: String
        var defects: [Defect]?
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "key '\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "it is not JSON"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
