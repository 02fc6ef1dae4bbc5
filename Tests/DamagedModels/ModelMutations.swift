/// Files with damage done to them, the same for the same seed.
///
/// Damage: bytes changed, the end cut off, a stretch taken out, doubled or replaced by one of
/// another file, and lengths of fields made wrong, which no accident of single bytes finds often.
package struct ModelMutations {
    private let files: [[UInt8]]
    private let lengths: [[Int]]
    private var state: UInt64

    /// Damages `files`, none of them empty.
    package init(of files: [[UInt8]], seed: UInt64) {
        self.files = files
        lengths = files.map { FieldLengths.places(in: $0) }
        state = seed
    }

    /// The next damaged file.
    package mutating func next() -> [UInt8] {
        let index = below(files.count)
        var file = files[index]
        for _ in 0...below(3) where !file.isEmpty {
            switch below(7) {
            case 0: for _ in 0...below(4) { file[below(file.count)] ^= 1 << UInt8(below(8)) }
            case 1: file[below(file.count)] = [0, 1, 0x7f, 0x80, 0xff][below(5)]
            case 2: file.removeLast(below(file.count))
            case 3: file.removeSubrange(stretch(of: file))
            case 4: file.insert(contentsOf: file[stretch(of: file)], at: below(file.count))
            case 5:
                let other = files[below(files.count)]
                file.replaceSubrange(stretch(of: file), with: other[stretch(of: other)])
            default: lengthen(&file, at: lengths[index])
            }
        }
        return file
    }

    /// Makes one length a little, or absurdly, wrong.
    private mutating func lengthen(_ file: inout [UInt8], at places: [Int]) {
        guard !places.isEmpty else { return }
        let place = places[below(places.count)]
        guard place < file.count else { return }
        switch below(4) {
        case 0: file[place] &+= 1
        case 1: file[place] &-= 1
        case 2: file.replaceSubrange(place...place, with: [0xff, 0xff, 0xff, 0xff, 0x07])
        default:
            file.replaceSubrange(
                place...place,
                with: [UInt8](repeating: 0xff, count: 8 + below(2)) + [0x01]
            )
        }
    }

    private mutating func stretch(of file: [UInt8]) -> Range<Int> {
        let start = below(file.count)
        return start..<min(file.count, start + 1 + below(24))
    }

    private mutating func below(_ limit: Int) -> Int { Int(next64() % UInt64(limit)) }

    /// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
    private mutating func next64() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}
