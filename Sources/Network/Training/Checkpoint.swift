internal import Foundation
internal import Layers
internal import Linux
internal import Tensors

/// A ``TrainingState`` as a file, replaced as a whole, so that a kill costs only the steps since.
///
/// Little-endian: magic, fingerprint of the training, numbers, vectors with their lengths,
/// checksum of everything before.
struct Checkpoint {
    private static let magic: UInt64 = 0x3130_4e49_4152_5442  // "BTRAIN01"

    let path: String
    let fingerprint: UInt64

    init(path: String, net: Net, objectives: [Objective], settings: TrainingSettings) {
        self.path = path
        var plain = settings
        plain.frozen = []
        plain.checkpointInterval = 0
        let parts: [String] = [
            "\(net.layers)", "\(net.inputShape)", "\(net.outputs)", "\(objectives)", "\(plain)",
            "\(settings.frozen.sorted())",
        ]
        fingerprint = Self.hash(Array(parts.joined(separator: "\n").utf8)[...])
    }

    func write(_ state: TrainingState) throws(TrainingError) {
        var bytes: [UInt8] = []
        func append(_ value: UInt64) {
            for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (shift * 8))) }
        }
        func append(_ values: [Float]) {
            append(UInt64(values.count))
            bytes += Tensor(values, shape: [values.count]).littleEndianBytes ?? []
        }
        append(Self.magic)
        append(fingerprint)
        append(UInt64(state.step))
        append(UInt64(state.optimiser.steps))
        append(UInt64(state.staleCount))
        append(state.bestLoss.bitPattern)
        append(state.lossSum.bitPattern)
        append(UInt64(state.lossCount))
        append(UInt64(state.records.count))
        for record in state.records {
            append(UInt64(record.step))
            append(record.loss.bitPattern)
            append((record.validationLoss ?? .nan).bitPattern)
            append((record.validationRight ?? .nan).bitPattern)
        }
        for vector in [
            state.parameters, state.optimiser.first, state.optimiser.second, state.average,
            state.best,
        ] {
            append(vector)
        }
        append(Self.hash(bytes[...]))
        do {
            try AtomicFile.replace(path, with: bytes)
        } catch {
            throw .system("\(error)")
        }
    }

    /// Puts the file's state in place of `state`; false where `bytes` are damaged.
    func read(_ bytes: [UInt8], to state: inout TrainingState) throws(TrainingError) {
        var reader = Reader(bytes: bytes)
        guard bytes.count >= 24, Self.hash(bytes.dropLast(8)) == reader.lastNumber,
            reader.number() == Self.magic
        else { throw .checkpoint(path: path, .damaged) }
        guard reader.number() == fingerprint else {
            throw .checkpoint(path: path, .otherTraining)
        }
        var made = state
        made.step = reader.count()
        made.optimiser.steps = reader.count()
        made.staleCount = reader.count()
        made.bestLoss = Double(bitPattern: reader.number())
        made.lossSum = Double(bitPattern: reader.number())
        made.lossCount = reader.count()
        made.records = []
        for _ in 0..<min(reader.count(), bytes.count / 32) {
            var record = TrainingRecord(step: reader.count(), loss: 0)
            record.loss = Double(bitPattern: reader.number())
            let validation = Double(bitPattern: reader.number())
            let right = Double(bitPattern: reader.number())
            record.validationLoss = validation.isNaN ? nil : validation
            record.validationRight = right.isNaN ? nil : right
            made.records.append(record)
        }
        made.parameters = reader.floats()
        made.optimiser.first = reader.floats()
        made.optimiser.second = reader.floats()
        made.average = reader.floats()
        made.best = reader.floats()
        guard !reader.isShort, made.parameters.count == state.parameters.count,
            made.optimiser.first.count == state.optimiser.first.count,
            made.optimiser.second.count == state.optimiser.second.count,
            made.average.count == state.average.count,
            made.best.isEmpty || made.best.count == state.parameters.count
        else { throw .checkpoint(path: path, .damaged) }
        state = made
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
        return hash
    }

    /// Takes numbers from the front; zeros once there are no more.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var isShort = false

        var lastNumber: UInt64 { number(at: bytes.count - 8) }

        private func number(at place: Int) -> UInt64 {
            var value: UInt64 = 0
            for shift in 0..<8 { value |= UInt64(bytes[place + shift]) << (shift * 8) }
            return value
        }

        mutating func number() -> UInt64 {
            guard place + 8 <= bytes.count else {
                isShort = true
                return 0
            }
            defer { place += 8 }
            return number(at: place)
        }

        mutating func count() -> Int { Int(clamping: number()) }

        mutating func floats() -> [Float] {
            let count = count()
            guard count <= (bytes.count - place) / 4 else {
                isShort = true
                return []
            }
            defer { place += count * 4 }
            let part = Data(bytes[place..<place + count * 4])
            let elements = Elements(.float32, littleEndian: part.bytes)
            return elements.flatMap { Float.values($0) } ?? []
        }
    }
}
