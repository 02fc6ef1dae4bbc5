import Imaging
import Testing
import Training
import TrainingReports

struct ReportTests {
    private func progress(_ step: Int, _ record: TrainingRecord? = nil) -> Trainer.Progress {
        Trainer.Progress(step: step, steps: 400, loss: 0.51236, record: record)
    }

    @Test func `a line says how far it is and how long it takes`() {
        let line = ProgressLine(startStep: 100, barWidth: 8)
        #expect(line.text(progress(100), seconds: 0) == "[##------] 100/400  loss 0.5124")
        let record = TrainingRecord(
            step: 200,
            loss: 1,
            validationLoss: 0.0402,
            validationRight: 0.98765
        )
        #expect(
            line.text(progress(200, record), seconds: 50)
                == "[####----] 200/400  loss 0.5124  validation 0.0402, 98.8 % right  1:40 left"
        )
        #expect(line.text(progress(101), seconds: 30).hasSuffix("2:29:30 left"))
        #expect(line.text(progress(400), seconds: 600).contains("[########] 400/400"))
    }

    @Test func `a curve falls from corner to corner`() {
        let records = (0...20).map { index in
            TrainingRecord(
                step: index * 10,
                loss: Double(sign: .plus, exponent: -index, significand: 1),
                validationLoss: index == 0 ? 1 : nil,
                validationRight: nil
            )
        }
        let image = LossCurve(width: 400, height: 300).picture(records)
        func places(_ ink: Ink) -> [(x: Int, y: Int)] {
            (0..<image.height).flatMap { y in
                (0..<image.width).filter { x in
                    // Below the words that say which is which.
                    y >= 20 && image[x, y, 0] == ink.red && image[x, y, 1] == ink.green
                        && image[x, y, 2] == ink.blue
                }
                .map { ($0, y) }
            }
        }
        let blue = places(LossCurve.trainingInk).sorted { $0.x < $1.x }
        #expect(blue.count > 300)
        // A loss that halves again and again is a straight line, after the other's first point.
        for (x, y) in blue {
            let wanted = 24 + Double(x - 64) * 251 / 323
            #expect(abs(Double(y) - wanted) <= 1.5)
        }
        #expect(places(LossCurve.validationInk).map(\.x) == [64])
    }

    @Test func `no records, and losses that are no numbers, make a picture too`() {
        let curve = LossCurve(width: 200, height: 150)
        let empty = curve.picture([])
        #expect(empty.width == 200 && empty.height == 150)
        let odd = curve.picture([TrainingRecord(step: 1, loss: .nan)])
        #expect(odd == empty)
    }
}
