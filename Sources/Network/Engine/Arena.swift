/// Places of buffers in one block of memory, shared by buffers that are never needed together.
///
/// Greedy by size: the largest buffer is placed first, each at the lowest place that is free
/// during its whole life (Pisarchyk and Lee, "Efficient memory management for deep neural net
/// inference", 2020). That is quadratic; very many buffers share places by size class instead.
struct Arena {
    /// A buffer's need.
    struct Request {
        /// Bytes it holds.
        var byteCount: Int
        /// First step that writes it.
        var firstStep: Int
        /// Last step that reads it.
        var lastStep: Int
    }

    /// Start of every buffer, so that vectors and cache lines are whole.
    static let alignment = 64

    /// Most buffers that are placed one by one.
    static let exactCountMax = 4096

    /// First byte of each request, in the order of the requests.
    private(set) var offsets: [Int]
    /// Bytes in all.
    private(set) var byteCount = 0

    /// Places `requests`.
    init(_ requests: [Request]) {
        offsets = Array(repeating: 0, count: requests.count)
        if requests.count <= Self.exactCountMax {
            placeBySize(requests)
        } else {
            placeByClass(requests)
        }
    }

    private mutating func placeBySize(_ requests: [Request]) {
        let order = requests.indices.sorted {
            (requests[$1].byteCount, $0) < (requests[$0].byteCount, $1)
        }
        var placed: [Int] = []
        for index in order {
            let request = requests[index]
            let size = Self.rounded(request.byteCount)
            let others = placed.filter {
                requests[$0].firstStep <= request.lastStep
                    && request.firstStep <= requests[$0].lastStep
            }
            .sorted { offsets[$0] < offsets[$1] }
            var offset = 0
            for other in others {
                if offset + size <= offsets[other] { break }
                offset = max(offset, offsets[other] + Self.rounded(requests[other].byteCount))
            }
            offsets[index] = offset
            placed.append(index)
            byteCount = max(byteCount, offset + size)
        }
    }

    /// Gives each buffer, in the order in which they are written, the place of one of its size
    /// class that is no longer needed; sizes of a class are at most twice the least.
    private mutating func placeByClass(_ requests: [Request]) {
        let order = requests.indices.sorted {
            (requests[$0].firstStep, $0) < (requests[$1].firstStep, $1)
        }
        let ends = requests.indices.sorted {
            (requests[$0].lastStep, $0) < (requests[$1].lastStep, $1)
        }
        var ended = 0
        var free: [Int: [Int]] = [:]
        for index in order {
            while requests[ends[ended]].lastStep < requests[index].firstStep {
                let size = Self.classSize(requests[ends[ended]].byteCount)
                free[size, default: []].append(offsets[ends[ended]])
                ended += 1
            }
            let size = Self.classSize(requests[index].byteCount)
            if let offset = free[size]?.popLast() {
                offsets[index] = offset
            } else {
                offsets[index] = byteCount
                byteCount += size
            }
        }
    }

    /// The least power of two of at least `byteCount` bytes and ``alignment``; 0 for 0.
    private static func classSize(_ byteCount: Int) -> Int {
        guard byteCount > 0 else { return 0 }
        return max(alignment, 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount))
    }

    /// `byteCount` up to a whole number of ``alignment``.
    static func rounded(_ byteCount: Int) -> Int {
        (byteCount + alignment - 1) / alignment * alignment
    }
}
