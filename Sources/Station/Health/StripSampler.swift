internal import Blister
internal import Synchronization

/// Copies the reference strip out of one row in so many, for whoever measures it.
///
/// The cutting thread fills it, without waiting and without allocating; what nobody has fetched when it
/// is full is left out.
final class StripSampler: Sendable {
    /// Rows kept until they are fetched.
    static let rowCountMax = 64

    private struct Store: Sendable {
        var samples: [UInt8]
        var rowCount = 0
    }

    /// The strip's columns.
    let columns: Range<Int>
    /// Rows from one sample to the next.
    let rowInterval: Int
    private let channels: Int
    private let store: Mutex<Store>
    // Only the cutting thread counts.
    private let rowsToNext = Atomic<Int>(0)

    /// A sampler of `columns`, which every chunk has, in one of `rowInterval` rows.
    init(columns: Range<Int>, channels: Int, rowInterval: Int) {
        precondition(rowInterval > 0)
        self.columns = columns
        self.rowInterval = rowInterval
        self.channels = channels
        let byteCount = Self.rowCountMax * columns.count * channels
        store = Mutex(Store(samples: Array(repeating: 0, count: byteCount)))
    }

    /// Takes what is due of `chunk`; the cutting thread.
    func take(_ chunk: Chunk<Corrected>) {
        var row = rowsToNext.load(ordering: .relaxed)
        let rows = chunk.header.validRows
        while row < rows {
            let start = row * chunk.format.rowByteCount + columns.lowerBound * channels
            // Who fetches holds the lock for a copy; this row is then left out.
            store.withLockIfAvailable { store in
                guard store.rowCount < Self.rowCountMax else { return }
                let byteCount = columns.count * channels
                let target = store.rowCount * byteCount
                for place in 0..<byteCount {
                    store.samples[target + place] = chunk.bytes[start + place]
                }
                store.rowCount += 1
            }
            row += rowInterval
        }
        rowsToNext.store(row - rows, ordering: .relaxed)
    }

    /// What was sampled since the last call, mean over the channels, row by row.
    func fetch() -> [[Float]] {
        let byteCount = columns.count * channels
        let samples = store.withLock { store in
            defer { store.rowCount = 0 }
            return Array(store.samples.prefix(store.rowCount * byteCount))
        }
        return stride(from: 0, to: samples.count, by: byteCount).map { start in
            (0..<columns.count).map { column in
                let first = start + column * channels
                let sum = samples[first..<first + channels].reduce(0) { $0 + Int($1) }
                return Float(sum) / Float(channels)
            }
        }
    }
}
