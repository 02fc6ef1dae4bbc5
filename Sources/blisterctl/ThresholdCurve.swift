import Imaging
import Measures

/// A picture of the share of escapes and of false rejects for every threshold of the score.
struct ThresholdCurve {
    private static let (width, height, margin) = (640, 400, 40)

    private let good: [Double]
    private let bad: [Double]

    init(_ evaluation: Evaluation) {
        func scores(_ isWanted: (Evaluation.Sample) -> Bool) -> [Double] {
            evaluation.samples.filter(isWanted).map(\.score).filter(\.isFinite).sorted()
        }
        good = scores { $0.label == "good" }
        bad = scores { $0.label != "good" }
    }

    /// Escapes red, false rejects blue; nil when a kind is absent.
    ///
    /// Thresholds run evenly over all scores in order.
    func picture() -> Image? {
        guard !good.isEmpty, !bad.isEmpty else { return nil }
        let thresholds = (good + bad).sorted()
        var image = Image(
            width: Self.width,
            height: Self.height,
            channels: 3,
            filledWith: 255
        )
        let (left, bottom) = (Self.margin, Self.height - Self.margin)
        let (columns, rows) = (Self.width - 2 * Self.margin, Self.height - 2 * Self.margin)
        image.draw(lineFromX: left, y: bottom, toX: left + columns, y: bottom, ink: .black)
        image.draw(lineFromX: left, y: bottom, toX: left, y: bottom - rows, ink: .black)
        image.draw(text: "100 %", x: 2, y: Self.margin, ink: .black)
        image.draw(text: "threshold (scores in order)", x: left, y: bottom + 12, ink: .black)
        let (red, blue) = (Ink.red, Ink(red: 0, green: 0, blue: 200))
        image.draw(text: "escapes", x: left + 8, y: 12, ink: red)
        image.draw(text: "false rejects", x: left + 120, y: 12, ink: blue)
        var last: (x: Int, escapes: Int, rejects: Int)?
        for column in 0...columns {
            let threshold = thresholds[(thresholds.count - 1) * column / columns]
            let escaped = Double(bad.count { $0 <= threshold }) / Double(bad.count)
            let rejected = Double(good.count { $0 > threshold }) / Double(good.count)
            let x = left + column
            let escapes = bottom - Int(escaped * Double(rows))
            let rejects = bottom - Int(rejected * Double(rows))
            if let last {
                image.draw(lineFromX: last.x, y: last.escapes, toX: x, y: escapes, ink: red)
                image.draw(lineFromX: last.x, y: last.rejects, toX: x, y: rejects, ink: blue)
            }
            last = (x, escapes, rejects)
        }
        return image
    }
}
