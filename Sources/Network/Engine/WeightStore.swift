/// Packed weights of all layers, in memory of its own, aligned to cache lines.
///
/// `@unchecked Sendable`: written by the one thread that makes a plan, and only read once the plan
/// is shared.
@safe final class WeightStore: @unchecked Sendable {
    private var pieces: [UnsafeMutablePointer<Float>] = unsafe []
    /// Floats of all pieces.
    private(set) var count = 0

    deinit {
        for index in unsafe pieces.indices { unsafe pieces[index].deallocate() }
    }

    /// Adds a piece of `count` floats that `fill` writes; returns its number.
    func add(_ count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> Int {
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, count) * MemoryLayout<Float>.stride,
            alignment: Arena.alignment
        )
        let piece = unsafe raw.bindMemory(to: Float.self, capacity: max(1, count))
        unsafe fill(piece)
        unsafe pieces.append(piece)
        self.count += count
        return unsafe pieces.count - 1
    }

    /// Piece `index`.
    func piece(_ index: Int) -> UnsafePointer<Float> { unsafe UnsafePointer(pieces[index]) }
}
