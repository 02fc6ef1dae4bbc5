internal import Linux

/// Lines of a file, read in large parts; the bytes of a line are looked at where they lie.
///
/// Thread-bound.
struct TrailLines {
    /// Longest line; a longer one is cut into parts, none of which is an entry.
    static let lineByteCountMax = 1 << 20

    private let file: ReadFile
    private var isAtEnd = false
    private(set) var buffer = [UInt8](repeating: 0, count: 2 << 20)
    private var start = 0
    private var count = 0

    init(path: String) throws(AuditError) {
        do {
            file = try ReadFile(path: path)
        } catch {
            throw .disk(path, error)
        }
    }

    /// A line in ``buffer``, without its line end.
    struct Line {
        let range: Range<Int>
        /// Whether a line end follows.
        let isWhole: Bool
    }

    /// The next line; nil at the end of the file.
    mutating func next() throws(AuditError) -> Line? {
        var from = start
        while true {
            if let end = lineEnd(from) {
                defer { start = end + 1 }
                return Line(range: start..<end, isWhole: true)
            }
            if count - start >= Self.lineByteCountMax || isAtEnd {
                guard count > start else { return nil }
                let end = min(count, start + Self.lineByteCountMax)
                defer { start = end }
                return Line(range: start..<end, isWhole: false)
            }
            from = try refill(from)
        }
    }

    private func lineEnd(_ from: Int) -> Int? {
        var index = from
        while index < count {
            if buffer[index] == AuditBytes.lineEnd { return index }
            index += 1
        }
        return nil
    }

    /// Moves what is left to the front and reads on; where to search on.
    private mutating func refill(_ searched: Int) throws(AuditError) -> Int {
        let left = count - start
        for index in 0..<left { buffer[index] = buffer[start + index] }
        start = 0
        count = left
        do {
            let more = try file.read(into: &buffer, from: count)
            isAtEnd = more == 0
            count += more
        } catch {
            throw .disk(file.path, error)
        }
        return left
    }
}
