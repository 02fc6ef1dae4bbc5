internal import Synchronization

/// Drawn pictures without end, of which the latest are kept.
///
/// Pictures come in blocks; a step learns from the latest few blocks, so that every picture is
/// learnt from several times before it goes. Which ones a step sees follows from its number alone.
/// Thread-safe.
public final class DrawnBlocks<Picture: Sendable>: Sendable {
    private let blockCount: Int
    private let blocksAtOnce: Int
    private let uses: Int
    private let draw: @Sendable (Int) -> Picture
    private let pictures = Mutex<[Int: Picture]>([:])

    /// Makes blocks of nothing drawn yet.
    ///
    /// - Parameters:
    ///   - blockCount: Pictures of a block.
    ///   - blocksAtOnce: Blocks that a step learns from.
    ///   - uses: How often a picture is learnt from, on average.
    ///   - draw: The picture of a number, the same whenever it is asked.
    public init(
        blockCount: Int,
        blocksAtOnce: Int,
        uses: Int,
        draw: @escaping @Sendable (Int) -> Picture
    ) {
        self.blockCount = blockCount
        self.blocksAtOnce = blocksAtOnce
        self.uses = uses
        self.draw = draw
    }

    /// Numbers of the pictures that `step` learns from, `size` at a time.
    public func numbers(step: Int, size: Int) -> Range<Int> {
        let block = step / stepsPerBlock(size)
        return max(0, block + 1 - blocksAtOnce) * blockCount..<(block + 1) * blockCount
    }

    /// Picture `number`, drawn where it is not there yet.
    public subscript(number: Int) -> Picture {
        if let picture = pictures.withLock({ $0[number] }) { return picture }
        let picture = draw(number)
        pictures.withLock { $0[number] = picture }
        return picture
    }

    /// Draws the next block a little after every step, and lets go of what is past.
    public func proceed(step: Int, size: Int) {
        let numbers = numbers(step: step, size: size)
        let inBlock = step % stepsPerBlock(size)
        let share = blockCount / stepsPerBlock(size) + 1
        let next = numbers.upperBound + inBlock * share
        for number in next..<next + share where number < numbers.upperBound + blockCount {
            _ = self[number]
        }
        guard inBlock == 0 else { return }
        pictures.withLock { kept in kept = kept.filter { $0.key >= numbers.lowerBound } }
    }

    private func stepsPerBlock(_ size: Int) -> Int { blockCount * uses / size }
}
