internal import Foundation
internal import Graphs

/// A model's file without the bytes of its large constants, and where in the file these lie.
///
/// So the weights are never in memory twice: once as messages and once as tensors. What cannot
/// be cut out without doubt stays in.
struct LeanModel {
    /// Constants of fewer bytes stay where they are.
    static let cutByteCountMin = 1 << 14

    /// The file with the constants cut out.
    private(set) var data = Data()
    /// Where the bytes of constants are that were cut out, by the constant's number.
    private(set) var cuts: [Int: Range<Int>] = [:]
    private var constantCount = 0

    /// Cuts constants out of `file`, which passed the ``MessageCensus``.
    init(_ file: Data) throws(ModelError) {
        data = try copy(file, 0..<file.count) { (number, range, lean) throws(ModelError) in
            // ModelProto.graph
            guard number == 7 else { return nil }
            return try lean.graph(file, range)
        }
    }

    private mutating func graph(_ file: Data, _ range: Range<Int>) throws(ModelError) -> Data {
        try copy(file, range) { (number, range, lean) throws(ModelError) in
            // GraphProto.initializer
            guard number == 5 else { return nil }
            defer { lean.constantCount += 1 }
            return try lean.constant(file, range)
        }
    }

    /// Nil where it stays as it is.
    private mutating func constant(_ file: Data, _ range: Range<Int>) throws(ModelError) -> Data? {
        var found: [(field: Range<Int>, contents: Range<Int>)] = []
        try Self.walk(file, range) { (number, field, contents) throws(ModelError) in
            // TensorProto.raw_data
            if number == 9 { found.append((field, contents ?? field)) }
        }
        guard found.count == 1, found[0].contents.count >= Self.cutByteCountMin else { return nil }
        cuts[constantCount] = found[0].contents
        let origin = file.startIndex
        let (field, end) = (found[0].field, range.upperBound)
        var kept = Data(file[origin + range.lowerBound..<origin + field.lowerBound])
        kept.append(file[origin + field.upperBound..<origin + end])
        return kept
    }

    /// The fields in `range`, those replaced for which `replace` gives new contents.
    private mutating func copy(
        _ file: Data,
        _ range: Range<Int>,
        _ replace: (Int, Range<Int>, inout LeanModel) throws(ModelError) -> Data?
    ) throws(ModelError) -> Data {
        var made = Data()
        var lean = self
        try Self.walk(file, range) { (number, field, contents) throws(ModelError) in
            if let contents, let new = try replace(number, contents, &lean) {
                Self.append(UInt64(number) << 3 | 2, to: &made)
                Self.append(UInt64(new.count), to: &made)
                made.append(new)
            } else {
                let origin = file.startIndex
                made.append(file[origin + field.lowerBound..<origin + field.upperBound])
            }
        }
        self = lean
        return made
    }

    /// Calls `visit` with the number, the place and, where it has a length, the contents of every
    /// field.
    private static func walk(
        _ file: Data,
        _ range: Range<Int>,
        _ visit: (Int, Range<Int>, Range<Int>?) throws(ModelError) -> Void
    ) throws(ModelError) {
        let bytes = file.span
        var place = range.lowerBound
        while place < range.upperBound {
            let field = try MessageCensus.field(bytes, at: &place, before: range.upperBound)
            try visit(field.number, field.place, field.hasLength ? field.contents : nil)
        }
    }

    private static func append(_ number: UInt64, to data: inout Data) {
        var rest = number
        while rest >= 0x80 {
            data.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }
}

/// The bytes of one constant that is still in its file.
struct CutConstant {
    let file: OpenFile
    let range: Range<Int>

    /// Reads them; `subject` names the constant in errors.
    func read(for subject: String) throws(ModelError) -> Data {
        do {
            return try file.read(range)
        } catch {
            throw ModelError(node: subject, reason: .damaged("its file \(error.text)"))
        }
    }
}
