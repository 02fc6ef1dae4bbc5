public import Linux

/// The pins of one station: the kernel's GPIO lines, or recorded ones.
///
/// Thread-bound: every call comes from the one actuation thread. Neither `set` nor `wait`
/// allocates.
public protocol PinPort: AnyObject, Sendable {
    /// Drives the outputs named in `mask` to `levels`; other outputs stay.
    func set(_ levels: OutputLevels, mask: OutputLevels) throws(PinFault)

    /// Waits for input edges and puts them into `edges`, oldest first.
    ///
    /// Returns at once when edges are waiting, otherwise at `deadlineNanoseconds` (monotonic) at
    /// the latest, with an empty buffer.
    func wait(
        into edges: inout EdgeBuffer,
        deadlineNanoseconds: Int64
    ) throws(PinFault)
}

/// Why the pins cannot be used.
public enum PinFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program holds a line; `holder` names chip, line and program.
    case taken(holder: String)
    /// The chip has no such line.
    case noLine(pin: String, chip: String, offset: Int, lineCount: Int)
    /// A system call failed.
    case system(SystemError)

    /// One line: which pin or chip, what is wrong, what to do.
    public var description: String {
        switch self {
        case .taken(let holder):
            "\(holder): a pin is taken; stop the program that holds it or use another line"
        case .noLine(let pin, let chip, let offset, let lineCount):
            "\(chip): there is no line \(offset) for '\(pin)'; use 0 to \(lineCount - 1)"
        case .system(let error):
            "\(error); check chip, wiring and the gpio group"
        }
    }
}

/// Edges in arrival order, in a fixed buffer that never allocates.
public struct EdgeBuffer: Sendable {
    /// Most edges that one wait returns.
    public static let capacity = 64

    private var edges: InlineArray<64, PinEdge>
    /// Edges in the buffer.
    public private(set) var count = 0

    /// Makes an empty buffer.
    public init() {
        let empty = PinEdge(pin: .cycle, isRising: false, timestampNanoseconds: 0)
        edges = InlineArray(repeating: empty)
    }

    /// Whether another edge fits.
    public var isFull: Bool { count == Self.capacity }

    /// The edge at `index`; traps outside `0..<count`.
    public subscript(index: Int) -> PinEdge {
        precondition(index < count)
        return edges[index]
    }

    /// Appends by timestamp, so that lines of several chips come out in order; traps when full.
    public mutating func insert(_ edge: PinEdge) {
        precondition(!isFull)
        var index = count
        while index > 0, edges[index - 1].timestampNanoseconds > edge.timestampNanoseconds {
            edges[index] = edges[index - 1]
            index -= 1
        }
        edges[index] = edge
        count += 1
    }

    /// Forgets the edges.
    public mutating func removeAll() {
        count = 0
    }
}
