internal import Blister
internal import Correction

/// The correction stage of one pipeline: flat field, then one picture out of several lights.
///
/// Thread-bound: the cutting thread. Its output buffer is reused; a corrected chunk is valid until
/// the next call.
final class ChunkCorrector {
    /// Geometry of what comes out.
    let format: ChunkFormat

    private let flatField: FlatField
    private let corrected: Chunk<Corrected>
    private var separation: (deinterleaver: LightDeinterleaver, output: Chunk<Corrected>)?

    /// Makes a corrector; without a calibration samples pass unchanged.
    init(
        format: ChunkFormat,
        calibration: Calibration?,
        lights: Int
    ) throws(CalibrationError) {
        flatField = try FlatField(
            calibration: calibration
                ?? Calibration(width: format.width, channels: format.channels),
            format: format
        )
        corrected = Chunk<Corrected>(format: format)
        guard lights > 1 else {
            self.format = format
            return
        }
        let deinterleaver = LightDeinterleaver(lights: lights, format: format, use: .mean)
        self.format = deinterleaver.outputFormat
        separation = (deinterleaver, Chunk<Corrected>(format: deinterleaver.outputFormat))
    }

    /// Corrects the valid rows of a chunk.
    func correct(_ raw: Chunk<Raw>) -> Chunk<Corrected> {
        flatField.apply(raw, into: corrected)
        guard let output = separation?.output else { return corrected }
        separation?.deinterleaver.separate(corrected, into: output)
        return output
    }
}
