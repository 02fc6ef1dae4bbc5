/// Places of buffers in one block of memory, shared by buffers that are never needed together.
///
/// Greedy by size: the largest buffer is placed first, each at the lowest place that is free
/// during its whole life (Pisarchyk and Lee, "Efficient memory management for deep neural net
/// inference", 2020).
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

    /// First byte of each request, in the order of the requests.
    private(set) var offsets: [Int]
    /// Bytes in all.
    private(set) var byteCount = 0

    /// Places `requests`.
    init(_ requests: [Request]) {
        offsets = Array(repeating: 0, count: requests.count)
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

    /// `byteCount` up to a whole number of ``alignment``.
    static func rounded(_ byteCount: Int) -> Int {
        (byteCount + alignment - 1) / alignment * alignment
    }
}
