internal import Imaging

/// How a line is printed: darker or lighter than what it stands on, and by how much.
struct InkContrast {
    /// Prints whose contrasts are nearer than this are of one kind.
    private static let ratioMax = 1.6
    /// Shares of a line's samples that are paper for certain, and ink for certain.
    private static let (inkShare, paperShare) = (0.07, 0.5)

    /// Ink against paper, in samples; negative where it is darker.
    let contrast: Double

    /// That of the line in `quad` of `image`, mono.
    init(_ image: Image, _ quad: LineQuad) {
        let line = quad.cut(from: image, rows: LineInput.height, widthMax: 320)
        let samples = line.pixels.sorted()
        func sample(_ share: Double) -> Double {
            Double(samples[min(samples.count - 1, Int(share * Double(samples.count)))])
        }
        let paper = sample(Self.paperShare)
        let (dark, light) = (sample(Self.inkShare) - paper, sample(1 - Self.inkShare) - paper)
        contrast = -dark > light ? dark : light
    }

    /// Whether the same printer may have laid both.
    func matches(_ other: InkContrast) -> Bool {
        let (low, high) = (
            min(abs(contrast), abs(other.contrast)), max(abs(contrast), abs(other.contrast))
        )
        return contrast * other.contrast > 0 && high < Self.ratioMax * low
    }
}
