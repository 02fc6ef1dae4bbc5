import Braille
import Foundation
import Glibc
import Imaging
import Shading
import Simulation

/// Braille on the twin's cartons: what is read, what is found wrong, how fast.
///
/// Fields of 50 x 20 mm at 0.05 mm a pixel over dense print, lit by four lights in turn; two lines of
/// seven letters, with up to one dot missing and two under 0.08 mm.
struct BrailleBenchmark {
    let settings: RunSettings

    /// Letters a to z and the sign before digits.
    private static let letters: [UInt8] = [
        1, 3, 9, 25, 17, 11, 27, 19, 10, 26, 5, 7, 13, 29, 21, 15, 31, 23, 14, 30, 37, 39, 58, 45,
        61, 53, 60,
    ]

    func run(_ ledger: Ledger) throws {
        var score = BrailleScore()
        var wall: [Double] = []
        var processor: [Double] = []
        for k in 0..<(settings.isFull ? 120 : 12) {
            let carton = EmbossedCarton(scenario(k))
            let picture = carton.interleaved()
            let lights = carton.lights.map { LightDirection(x: $0.x, y: $0.y, z: $0.z) }
            guard let set = LightSet(lights) else { continue }
            var reading: BrailleReading?
            // The first run of all finds the caches cold.
            for _ in 0..<3 {
                let busy = clock()
                let start = ContinuousClock.now
                reading = read(picture, set)
                wall.append((ContinuousClock.now - start) / .milliseconds(1))
                processor.append(Double(clock() - busy) / Double(CLOCKS_PER_SEC) * 1000)
            }
            score.add(carton, reading)
        }
        report(score, ledger)
        add(ledger, "50 x 20 mm field, wall", Self.median(wall), "ms", .atMost(40))
        add(ledger, "50 x 20 mm field, CPU time", Self.median(processor), "ms", nil)
    }

    private func scenario(_ k: Int) -> CartonScenario {
        // A walk over the letters that differs for every carton.
        let cells = (0..<14).map { Self.letters[(k * 11 + $0 * (5 + k % 7) + $0 * $0) % 27] }
        var scenario = CartonScenario(
            seed: settings.seed &+ UInt64(k),
            lines: [Array(cells[..<7]), Array(cells[7...])]
        )
        scenario.missingCount = k % 2
        scenario.weakCount = k % 3
        return scenario
    }

    private func read(_ picture: Image, _ lights: LightSet) -> BrailleReading? {
        let rows = Plane(
            width: picture.width,
            height: picture.height,
            values: picture.pixels.map(Float.init)
        )
        let planes = InterleavedRows.separated(rows, lightCount: lights.lights.count)
        let (readings, relief) = BrailleReader().read(
            planes,
            under: lights,
            normals: PhotometricStereo(lights).normals(planes)
        )
        guard let relief else { return nil }
        return readings.first { $0.side == .recto }?.measured(in: relief)
    }

    private func report(_ score: BrailleScore, _ ledger: Ledger) {
        add(
            ledger,
            "characters right",
            100 * Double(score.rightCount) / Double(max(score.cellCount, 1)),
            "%",
            .atLeast(99.9),
            "of \(score.cellCount)"
        )
        add(
            ledger,
            "missing dots not found",
            Double(score.missingCount - score.missingFound),
            "dots",
            .atMost(0),
            "of \(score.missingCount)"
        )
        add(
            ledger,
            "dots under 0.08 mm not found",
            Double(score.weakCount - score.weakFound),
            "dots",
            .atMost(0),
            "of \(score.weakCount)"
        )
        add(ledger, "good dots called weak", Double(score.falseWeakCount), "dots", .atMost(0))
        add(
            ledger,
            "height, RMS of the error",
            score.heightError,
            "mm",
            .atMost(0.02),
            "of \(score.heightCount) dots"
        )
    }

    private func add(
        _ ledger: Ledger,
        _ name: String,
        _ value: Double,
        _ unit: String,
        _ target: Target?,
        _ note: String = ""
    ) {
        ledger.add(
            Figure(
                group: "braille",
                name: name,
                value: value,
                unit: unit,
                target: target,
                note: note
            )
        )
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? .infinity : values.sorted()[values.count / 2]
    }
}
