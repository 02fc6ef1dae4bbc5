internal import Foundation
public import Layers

/// Connectionist temporal classification over the columns of pictures of one row; channel 0 is
/// the blank.
///
/// Graves, Fernández, Gomez and Schmidhuber, "Connectionist temporal classification", 2006. A
/// text that does not fit into the columns counts nothing and has no gradient. Losses are divided
/// by the pictures, not by the length of the texts.
public enum SequenceLoss {
    static func evaluate(
        _ values: [Float],
        _ shape: PictureShape,
        _ texts: [[Int]],
        _ images: Int,
        _ gradient: inout [Float]
    ) -> LossValue {
        precondition(shape.height == 1, "a sequence has one row")
        precondition(texts.count >= images, "texts are missing")
        var result = LossValue(count: images)
        for image in 0..<images {
            let first = image * shape.count
            let read = text(of: values[first..<first + shape.count], shape: shape)
            if read == texts[image] { result.rightCount += 1 }
            var lattice = Lattice(values, first, shape, texts[image])
            guard let loss = lattice.run() else { continue }
            result.loss += loss / Double(images)
            lattice.addGradient(to: &gradient, first, scale: 1 / Double(images))
        }
        return result
    }

    /// The text along the likeliest symbols of each column.
    ///
    /// - Parameters:
    ///   - values: [symbol][column].
    ///   - shape: Symbols and columns.
    /// - Returns: the symbols, without blanks and repetitions.
    public static func text(of values: ArraySlice<Float>, shape: PictureShape) -> [Int] {
        var text: [Int] = []
        var last = 0
        for column in 0..<shape.width {
            var best = 0
            for symbol in 1..<max(1, shape.channels)
            where values[values.startIndex + symbol * shape.width + column]
                > values[values.startIndex + best * shape.width + column]
            {
                best = symbol
            }
            if best != 0 && best != last { text.append(best) }
            last = best
        }
        return text
    }

    /// Forward and backward variables of one picture, as logarithms.
    private struct Lattice {
        let symbols: Int
        let columns: Int
        /// The text with blanks around every symbol.
        let path: [Int]
        /// Whether the path may go from two places before to a place.
        let isSkipping: [Bool]
        /// Logarithms of the shares, [column][symbol].
        var logs: [Double]
        var forward: [Double]
        var backward: [Double]
        var total = -Double.infinity

        init(_ values: [Float], _ first: Int, _ shape: PictureShape, _ text: [Int]) {
            symbols = shape.channels
            columns = shape.width
            precondition(text.allSatisfy { $0 > 0 && $0 < shape.channels }, "a symbol is unknown")
            var path = [0]
            for symbol in text { path += [symbol, 0] }
            self.path = path
            isSkipping = path.indices.map { place in
                place >= 2 && path[place] != 0 && path[place] != path[place - 2]
            }
            logs = [Double](repeating: 0, count: columns * symbols)
            forward = [Double](repeating: -.infinity, count: columns * path.count)
            backward = forward
            for column in 0..<columns {
                var largest = -Double.infinity
                for symbol in 0..<symbols {
                    largest = max(largest, Double(values[first + symbol * columns + column]))
                }
                var sum = 0.0
                for symbol in 0..<symbols {
                    let value = Double(values[first + symbol * columns + column])
                    logs[column * symbols + symbol] = value
                    sum += exp(value - largest)
                }
                let shift = largest + log(sum)
                for symbol in 0..<symbols { logs[column * symbols + symbol] -= shift }
            }
        }

        /// The loss; nil where the text does not fit.
        mutating func run() -> Double? {
            let places = path.count
            for column in 0..<columns {
                for place in 0..<places {
                    let own = logs[column * symbols + path[place]]
                    guard column > 0 else {
                        if place <= 1 { forward[place] = own }
                        continue
                    }
                    let before = (column - 1) * places
                    let sum = Self.sum(
                        forward[before + place],
                        place >= 1 ? forward[before + place - 1] : -.infinity,
                        isSkipping[place] ? forward[before + place - 2] : -.infinity
                    )
                    forward[column * places + place] = sum + own
                }
            }
            let end = columns * places
            total = forward[end - 1]
            if places > 1 { total = Self.sum(total, forward[end - 2], -.infinity) }
            guard total > -.infinity else { return nil }
            for column in stride(from: columns - 1, through: 0, by: -1) {
                for place in 0..<places {
                    let own = logs[column * symbols + path[place]]
                    guard column < columns - 1 else {
                        if place >= places - 2 { backward[column * places + place] = own }
                        continue
                    }
                    let after = (column + 1) * places
                    let isSkipped = place + 2 < places && isSkipping[place + 2]
                    let sum = Self.sum(
                        backward[after + place],
                        place + 1 < places ? backward[after + place + 1] : -.infinity,
                        isSkipped ? backward[after + place + 2] : -.infinity
                    )
                    backward[column * places + place] = sum + own
                }
            }
            return -total
        }

        func addGradient(to gradient: inout [Float], _ first: Int, scale: Double) {
            var shares = [Double](repeating: 0, count: symbols)
            for column in 0..<columns {
                for symbol in 0..<symbols { shares[symbol] = exp(logs[column * symbols + symbol]) }
                for place in path.indices {
                    let at = column * path.count + place
                    let both = forward[at] + backward[at]
                    guard both > -.infinity else { continue }
                    shares[path[place]] -= exp(both - logs[column * symbols + path[place]] - total)
                }
                for symbol in 0..<symbols {
                    gradient[first + symbol * columns + column] += Float(shares[symbol] * scale)
                }
            }
        }

        private static func sum(_ one: Double, _ two: Double, _ three: Double) -> Double {
            let large = max(one, two, three)
            guard large > -.infinity else { return large }
            var sum = one == large ? 1 : exp(one - large)
            sum += two == large ? 1 : exp(two - large)
            sum += three == large ? 1 : three == -.infinity ? 0 : exp(three - large)
            return large + log(sum)
        }
    }
}
