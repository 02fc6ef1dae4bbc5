import Correction
import Documents
import Imaging
import Testing

@Suite struct CalibrationDocumentTests {
    @Test
    func `what is written is read back exactly`() throws {
        var calibration = Calibration(
            width: 40,
            channels: 3,
            madeBy: "O'Neill: line 4",
            madeAt: "2026-11-21T02:03:04Z"
        )
        for i in calibration.gain.indices {
            calibration.gain[i] = 1 + Float(i) / 777
            calibration.dark[i] = Float(i) / 13
        }
        calibration.deadColumns = [3, 17]
        calibration.millimetresPerColumn = 0.0987654
        calibration.rowScale = .encoder(ticksPerRow: 4, millimetresPerTick: 0.0251)
        let text = calibration.yaml()
        let read = try Calibration(document: Document.parse(text, file: "c.yaml"))
        #expect(read == calibration)
        #expect(read.millimetresPerRow == 4 * 0.0251)
    }

    @Test(arguments: [
        ("width: 4", "width: 0", "width"),
        ("channels: 1", "channels: 2", "channels"),
        ("dead_columns: []", "dead_columns: [4]", "dead_columns"),
        ("dead_columns: []", "dead_columns: [2, 1]", "dead_columns"),
        ("dead_columns: []", "colour: red", "colour"),
        ("1, 1, 1, 1", "1, 1, 1", "gain"),
        ("1, 1, 1, 1", "1, 1, nan, 1", "gain"),
    ])
    func `an impossible calibration is refused with its key`(
        old: String,
        new: String,
        key: String
    ) {
        let text = Calibration(width: 4, channels: 1).yaml().replacing(old, with: new)
        do {
            _ = try Calibration(document: Document.parse(text, file: "c.yaml"))
            Issue.record("was accepted")
        } catch {
            #expect("\(error)".contains("c.yaml:"))
            #expect("\(error)".contains(key), "\(error)")
        }
    }

    @Test(arguments: [7.0, 12.5, 40.25])
    func `the period of a line target is measured to a thousandth`(period: Double) throws {
        var picture = Image(width: 900, height: 700, channels: 1, filledWith: 0)
        for y in 0..<700 {
            for x in 0..<900 {
                let across = (Double(x) / period).truncatingRemainder(dividingBy: 1) < 0.5
                let along = (Double(y) / (period * 0.8)).truncatingRemainder(dividingBy: 1) < 0.5
                picture[x, y] = across != along ? 220 : 40
            }
        }
        let columns = try PatternPeriod.pixels(in: picture, axis: .acrossWeb)
        let rows = try PatternPeriod.pixels(in: picture, axis: .alongTravel)
        #expect(abs(columns / period - 1) < 0.001)
        #expect(abs(rows / (period * 0.8) - 1) < 0.001)
        let blank = Image(width: 300, height: 300, channels: 1, filledWith: 90)
        #expect(throws: CalibrationError.noPeriod(axis: "across the web")) {
            try PatternPeriod.pixels(in: blank, axis: .acrossWeb)
        }
    }
}
