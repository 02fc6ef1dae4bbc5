import Braille
import Imaging

/// A picture of a board with its cells framed and its dots marked.
struct BrailleOverlay {
    let image: Image

    init(_ picture: Image, _ reading: BrailleReading?) {
        var image = picture
        if let reading {
            let half = reading.pitchPixels * 0.75
            for cell in reading.cells {
                image.draw(
                    boxFromX: Int(cell.x - half),
                    y: Int(cell.y - half - reading.pitchPixels / 2),
                    toX: Int(cell.x + half),
                    y: Int(cell.y + half + reading.pitchPixels / 2),
                    ink: Ink(red: 60, green: 110, blue: 230)
                )
                for dot in cell.dots {
                    let radius = max(1, Int(reading.pitchPixels * 0.08))
                    image.fill(
                        boxFromX: Int(dot.x.rounded()) - radius,
                        y: Int(dot.y.rounded()) - radius,
                        toX: Int(dot.x.rounded()) + radius,
                        y: Int(dot.y.rounded()) + radius,
                        ink: (dot.heightMillimetres ?? 1) < BrailleVerification.weakBelowMillimetres
                            ? .red : .green
                    )
                }
            }
        }
        self.image = image
    }
}
