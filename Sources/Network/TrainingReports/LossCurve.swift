public import Imaging
public import Training

/// Losses from step to step as a picture: blue what is learnt from, red what is judged by.
///
/// The losses' axis is logarithmic. Thread-safe as a value.
public struct LossCurve: Sendable {
    /// Of what is learnt from.
    public static let trainingInk = Ink(red: 40, green: 80, blue: 200)
    /// Of what is judged by.
    public static let validationInk = Ink(red: 200, green: 50, blue: 40)

    private let left = 64
    private let right = 12
    private let top = 24
    private let bottom = 24
    private let width: Int
    private let height: Int

    /// Draws pictures of `width` by `height` pixels, at least 160 by 120.
    public init(width: Int = 800, height: Int = 480) {
        self.width = max(160, width)
        self.height = max(120, height)
    }

    /// The picture of `records`; axes alone where there are none.
    public func picture(_ records: [TrainingRecord]) -> Image {
        var image = Image(width: width, height: height, channels: 3, filledWith: 255)
        let training = records.map { ($0.step, $0.loss) }
        let validation = records.compactMap { record in
            record.validationLoss.map { (record.step, $0) }
        }
        let grey = Ink(red: 120, green: 120, blue: 120)
        let black = Ink(red: 0, green: 0, blue: 0)
        image.draw(
            boxFromX: left,
            y: top,
            toX: width - right - 1,
            y: height - bottom - 1,
            ink: grey
        )
        image.draw(text: "training", x: left, y: 8, ink: Self.trainingInk)
        image.draw(text: "validation", x: left + 72, y: 8, ink: Self.validationInk)
        let heights = (training + validation).compactMap { Self.height($0.1) }
        guard let low = heights.min(), let high = heights.max(), let last = records.last?.step
        else { return image }
        let scale = Scale(
            low: low,
            high: high > low ? high : low + 1,
            last: max(1, last)
        )
        image.draw(text: Self.label(scale.high), x: 4, y: top, ink: black)
        image.draw(text: Self.label(scale.low), x: 4, y: height - bottom - 8, ink: black)
        image.draw(text: "0", x: left, y: height - bottom + 8, ink: black)
        let steps = "\(last) steps"
        let end = width - right - steps.count * 6
        image.draw(text: steps, x: end, y: height - bottom + 8, ink: black)
        draw(training, Self.trainingInk, scale, &image)
        draw(validation, Self.validationInk, scale, &image)
        return image
    }

    private struct Scale {
        let low: Double
        let high: Double
        let last: Int
    }

    private func draw(
        _ points: [(step: Int, loss: Double)],
        _ ink: Ink,
        _ scale: Scale,
        _ image: inout Image
    ) {
        let across = width - left - right - 1
        let down = height - top - bottom - 1
        var before: (x: Int, y: Int)?
        for point in points {
            guard let value = Self.height(point.loss) else { continue }
            let x = left + point.step * across / scale.last
            let share = (scale.high - value) / (scale.high - scale.low)
            let y = top + Int((share * Double(down)).rounded())
            let from = before ?? (x, y)
            image.draw(lineFromX: from.x, y: from.y, toX: x, y: y, ink: ink)
            before = (x, y)
        }
    }

    /// A step of the logarithm to base 2 is as high everywhere; nil for what has none.
    private static func height(_ loss: Double) -> Double? {
        guard loss.isFinite, loss > 0 else { return nil }
        // Between the powers of 2 a line, so that no library's logarithm is needed.
        return Double(loss.exponent) + loss.significand - 1
    }

    /// The loss at a height, to three digits.
    private static func label(_ height: Double) -> String {
        let whole = height.rounded(.down)
        let loss = Double(sign: .plus, exponent: Int(whole), significand: 1 + height - whole)
        guard loss >= 0.001, loss < 1e6 else { return "\(Float(loss))" }
        let scaled = Int((loss * 1000).rounded())
        let digits = String(scaled % 1000)
        return "\(scaled / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }
}
