/// Where a file of protocol buffers states lengths, told without knowing its messages.
enum FieldLengths {
    /// Places of the first byte of every length, also within what reads as messages.
    static func places(in file: [UInt8]) -> [Int] {
        places(in: file[...]) ?? []
    }

    /// Nil where `bytes` are no message.
    private static func places(in bytes: ArraySlice<UInt8>) -> [Int]? {
        var found: [Int] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let tag = number(&rest), tag >> 3 > 0 else { return nil }
            switch tag & 7 {
            case 0: guard number(&rest) != nil else { return nil }
            case 1: rest = rest.dropFirst(8)
            case 2:
                let place = rest.startIndex
                guard let length = number(&rest), length <= rest.count else { return nil }
                found.append(place)
                found += places(in: rest.prefix(length)) ?? []
                rest = rest.dropFirst(length)
            case 5: rest = rest.dropFirst(4)
            default: return nil
            }
        }
        return found
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 56, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= Int(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
