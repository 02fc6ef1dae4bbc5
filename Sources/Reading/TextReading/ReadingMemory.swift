internal import Imaging
internal import VisionModels

/// What was seen in the last picture, so that verifying it does not read it all again.
struct ReadingMemory {
    /// Where lines were looked for.
    struct Search: Hashable {
        var region: LineQuad.Region
        var isCrop: Bool
    }

    private var image: Image?
    /// Places by search.
    var candidates: [Search: [LineQuad]] = [:]
    /// By place what its likeliest path says; nil for nothing.
    var readings: [LineQuad: LineReading?] = [:]

    /// Forgets all of another picture than `image`.
    mutating func turn(to image: Image) {
        guard self.image != image else { return }
        self = ReadingMemory()
        self.image = image
    }
}

extension PrintReader {
    /// The line in `quad` of `mono` as its likeliest path says.
    func plainReading(_ mono: Image, _ quad: LineQuad) throws(VisionModelError) -> LineReading? {
        memory.turn(to: mono)
        if let known = memory.readings[quad] { return known }
        let reading = try LineReading(mono, quad, reader: reader)
        memory.readings[quad] = .some(reading)
        return reading
    }
}
