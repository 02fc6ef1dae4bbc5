/// Writes the parts of a product model one after the other, little-endian.
struct ModelWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: Int) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(value >> shift & 255)) }
    }

    mutating func put(_ value: Double) {
        let bits = value.bitPattern
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
    }

    mutating func put(_ values: [Float]) {
        put(values.count)
        bytes.reserveCapacity(bytes.count + values.count * 4)
        for value in values {
            let bits = value.bitPattern
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
        }
    }

    mutating func put(_ values: [UInt8]) {
        put(values.count)
        bytes += values
    }

    mutating func put(_ planes: [[Float]]) {
        put(planes.count)
        for plane in planes { put(plane) }
    }
}

/// Reads what ``ModelWriter`` wrote; every count is checked against what is left.
struct ModelReader {
    /// What is wrong with the bytes.
    struct Damage: Error, Equatable {
        var offset: Int
    }

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    private mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - offset else { throw Damage(offset: offset) }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func integer(in range: ClosedRange<Int>) throws(Damage) -> Int {
        let start = offset
        let value = try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard range.contains(value) else { throw Damage(offset: start) }
        return value
    }

    mutating func number() throws(Damage) -> Double {
        let start = offset
        let value = Double(bitPattern: try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        guard value.isFinite else { throw Damage(offset: start) }
        return value
    }

    mutating func floats(count: Int? = nil) throws(Damage) -> [Float] {
        let stated = try integer(in: 0...(bytes.count / 4))
        if let count, count != stated { throw Damage(offset: offset) }
        let start = offset
        let slice = try take(stated * 4)
        var values: [Float] = []
        values.reserveCapacity(stated)
        var at = slice.startIndex
        for _ in 0..<stated {
            let low = UInt32(slice[at]) | UInt32(slice[at + 1]) << 8
            let high = UInt32(slice[at + 2]) << 16 | UInt32(slice[at + 3]) << 24
            values.append(Float(bitPattern: low | high))
            at += 4
        }
        guard values.allSatisfy(\.isFinite) else { throw Damage(offset: start) }
        return values
    }

    mutating func flags(count: Int) throws(Damage) -> [UInt8] {
        let stated = try integer(in: 0...bytes.count)
        guard stated == count else { throw Damage(offset: offset) }
        return try take(stated).map { $0 == 0 ? 0 : 1 }
    }

    mutating func planes(_ planeCount: Int, places: Int) throws(Damage) -> [[Float]] {
        _ = try integer(in: planeCount...planeCount)
        var planes: [[Float]] = []
        for _ in 0..<planeCount { planes.append(try floats(count: places)) }
        return planes
    }
}
