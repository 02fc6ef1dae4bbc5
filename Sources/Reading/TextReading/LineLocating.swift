internal import Foundation
public import Imaging
public import VisionModels

extension PrintReader {
    /// Where in `region` of `image` the line `text` lies best, to learn from it.
    ///
    /// - Returns: nil where it fits nowhere: the label may be wrong, or the print too strange.
    public func locate(
        _ text: String,
        in image: Image,
        region: LineQuad.Region
    ) throws(VisionModelError) -> LineQuad? {
        let plain = text.filter { !$0.isWhitespace }
        guard let numbers = reader.numbers(of: plain), !numbers.isEmpty else { return nil }
        let mono = image.converted(toChannels: 1)
        let blank = reader.signs.firstIndex(of: " ").map { $0 + 1 }
        var best: (quad: LineQuad, fit: Double)?
        for quad in try candidates(mono, region, isCrop: true) {
            guard let reading = try plainReading(mono, quad) else { continue }
            let table = blank.map { reading.table.merging($0) } ?? reading.table
            let fit = table.logProbability(of: numbers)
            if fit > best?.fit ?? -.infinity { best = (quad, fit) }
        }
        guard let best, best.fit / Double(numbers.count + 1) > Self.fitMin else { return nil }
        return best.quad
    }

    /// Logarithm of the mean probability of a sign below which a text does not lie there.
    private static let fitMin = -3.0
}
