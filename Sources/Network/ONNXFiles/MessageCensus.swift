internal import Graphs

/// What a file would cost in memory, told from the headers of its fields before any is decoded.
///
/// A file of a few megabytes can hold millions of empty messages, each of which the decoder makes
/// an object of; and packed numbers of one byte become eight. The depth is that of
/// ``MessageLayout``, which does not nest in itself.
///
/// Encoding: <https://protobuf.dev/programming-guides/encoding/>.
struct MessageCensus {
    /// An object with its place in a growing list.
    static let messageBytes = 512
    /// Text or bytes without its contents.
    static let textBytes = 128

    private let limit: Int
    private(set) var byteCount = 0

    /// Throws where `bytes` would cost more than `limit` or are cut off.
    static func check(
        _ bytes: Span<UInt8>,
        as layout: MessageLayout,
        limit: Int
    ) throws(ModelError) {
        var census = MessageCensus(limit: limit)
        try census.count(bytes, in: 0..<bytes.count, as: layout)
    }

    private init(limit: Int) { self.limit = limit }

    private mutating func count(
        _ bytes: Span<UInt8>,
        in range: Range<Int>,
        as layout: MessageLayout
    ) throws(ModelError) {
        var place = range.lowerBound
        while place < range.upperBound {
            let field = try Self.field(bytes, at: &place, before: range.upperBound)
            let kept = layout.field(field.number)
            try add(kept, length: field.contents.count, isPacked: field.hasLength)
            if case .message(let inner) = kept, field.hasLength {
                try count(bytes, in: field.contents, as: inner)
            }
        }
    }

    /// One field of a message, with its place in the file.
    struct Field {
        /// Which field.
        var number: Int
        /// All of it.
        var place: Range<Int>
        /// What follows its number, and its length where it has one.
        var contents: Range<Int>
        /// Whether it is text, bytes, a message or packed numbers.
        var hasLength: Bool
    }

    /// The field at `place`, which moves behind it; throws unless it ends before `end`.
    static func field(
        _ bytes: Span<UInt8>,
        at place: inout Int,
        before end: Int
    ) throws(ModelError) -> Field {
        let start = place
        let tag = try number(bytes, at: &place, before: end)
        guard let number = Int(exactly: tag >> 3), number > 0 else { throw damaged(at: start) }
        let length = try length(bytes, of: tag & 7, at: &place, before: end)
        guard length <= end - place else { throw damaged(at: start) }
        let contents = place..<place + length
        place += length
        return Field(
            number: number,
            place: start..<place,
            contents: contents,
            hasLength: tag & 7 == 2
        )
    }

    private mutating func add(
        _ field: MessageLayout.Field?,
        length: Int,
        isPacked: Bool
    ) throws(ModelError) {
        switch field {
        case .message: byteCount += Self.messageBytes
        case .bytes: byteCount += Self.textBytes + length
        case .numbers(let size, let least):
            // Twice, since the list grows by doubling.
            byteCount += 2 * size * (isPacked ? length / least : 1)
        case nil: return
        }
        guard byteCount <= limit else {
            throw ModelError(
                node: "",
                reason: .tooLarge("its messages take over \(limit) bytes of memory")
            )
        }
    }

    /// Bytes of a field's contents, after its length where it has one.
    private static func length(
        _ bytes: Span<UInt8>,
        of wireType: UInt64,
        at place: inout Int,
        before end: Int
    ) throws(ModelError) -> Int {
        let start = place
        switch wireType {
        case 0:
            _ = try number(bytes, at: &place, before: end)
            return 0
        case 1: return 8
        case 2:
            guard let length = Int(exactly: try number(bytes, at: &place, before: end)) else {
                throw damaged(at: start)
            }
            return length
        case 5: return 4
        // ONNX has no groups.
        default: throw damaged(at: start)
        }
    }

    /// A number of seven bits to a byte, at most ten bytes.
    private static func number(
        _ bytes: Span<UInt8>,
        at place: inout Int,
        before end: Int
    ) throws(ModelError) -> UInt64 {
        let start = place
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard place < end else { throw damaged(at: start) }
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw damaged(at: start)
    }

    private static func damaged(at place: Int) -> ModelError {
        ModelError(node: "", reason: .damaged("it is no ONNX file, or cut off, at byte \(place)"))
    }
}
