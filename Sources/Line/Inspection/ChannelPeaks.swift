internal import Imaging

/// The highest level of every channel anywhere in some planes of brightness and colour.
///
/// Known once for what was taught, it says that nothing there can reach a ceiling. Thread-safe as a
/// value.
struct ChannelPeaks: Sendable, Equatable {
    /// Grey level or red; then green and blue.
    let levels: [Float]

    /// The peaks of `planes`: brightness, then two of colour when `channels` is 3.
    init(_ planes: [[Float]], channels: Int) {
        guard channels == 3 else {
            levels = [planes[0].max() ?? 0]
            return
        }
        let peaks = SaturationKernels.peaks(
            brightness: planes[0],
            redness: planes[1],
            blueness: planes[2]
        )
        levels = [peaks.red, peaks.green, peaks.blue]
    }

    /// Whether no channel reaches its ceiling anywhere.
    func stay(below ceilings: [Float]) -> Bool {
        zip(levels, ceilings).allSatisfy { $0 < $1 }
    }
}
