/// Files with damage done to them, the same for the same seed.
///
/// Half of the damage is to bytes: some changed, the end cut off, a stretch taken out, doubled or
/// replaced by one of another file. The other half is to fields, so that the file still decodes:
/// one left out, doubled, moved, renumbered, or given another value.
package struct ModelMutations {
    private let files: [[UInt8]]
    private let fields: [[WireField]]
    private var random: SplitMix

    /// Damages `files`, none of them empty.
    package init(of files: [[UInt8]], seed: UInt64) {
        self.files = files
        fields = files.map { WireField.fields($0[...]) ?? [] }
        random = SplitMix(state: seed)
    }

    /// The next damaged file.
    package mutating func next() -> [UInt8] {
        let index = random.below(files.count)
        let damageCount = 1 + random.below(4) / 3
        if random.below(2) == 0 {
            var message = fields[index]
            for _ in 0..<damageCount { damage(&message) }
            return WireField.bytes(message)
        }
        var file = files[index]
        for _ in 0..<damageCount where !file.isEmpty { damage(&file) }
        return file
    }

    private mutating func damage(_ file: inout [UInt8]) {
        switch random.below(6) {
        case 0:
            for _ in 0...random.below(3) {
                file[random.below(file.count)] ^= 1 << UInt8(random.below(8))
            }
        case 1: file[random.below(file.count)] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)]
        case 2: file.removeLast(random.below(file.count))
        case 3: file.removeSubrange(stretch(of: file))
        case 4: file.insert(contentsOf: file[stretch(of: file)], at: random.below(file.count))
        default:
            let other = files[random.below(files.count)]
            file.replaceSubrange(stretch(of: file), with: other[stretch(of: other)])
        }
    }

    private mutating func damage(_ message: inout [WireField]) {
        guard !message.isEmpty else { return }
        let index = random.below(message.count)
        if case .message(var inner) = message[index].value, random.below(8) > 0 {
            damage(&inner)
            message[index].value = .message(inner)
            return
        }
        switch random.below(7) {
        case 0: message.remove(at: index)
        case 1: message.insert(message[index], at: random.below(message.count))
        case 2: message.swapAt(index, random.below(message.count))
        case 3: message[index].number = UInt64(1 + random.below(26))
        case 4: message[index].value = message[random.below(message.count)].value
        default: message[index].value = damaged(message[index].value)
        }
    }

    private mutating func damaged(_ value: WireField.Value) -> WireField.Value {
        switch value {
        case .number(let number):
            let others: [UInt64] = [
                0, 1, number &+ 1, number &- 1, 1 << 31, 1 << 40, 1 << 62, 1 << 63, .max,
                UInt64(random.below(30)),
            ]
            return .number(others[random.below(others.count)])
        case .fixed, .message: return .bytes([])
        case .bytes(var bytes):
            guard !bytes.isEmpty else { return .bytes([0xff]) }
            if random.below(4) == 0 { return .bytes(bytes + bytes) }
            damage(&bytes)
            return .bytes(bytes)
        }
    }

    private mutating func stretch(of file: [UInt8]) -> Range<Int> {
        let start = random.below(file.count)
        return start..<min(file.count, start + 1 + random.below(24))
    }
}
