// Memory and files hold elements alike: both are little-endian, and nothing lies between them.

extension Elements {
    /// Takes elements of `type` out of `bytes`, little-endian, by one copy where nothing is
    /// converted.
    ///
    /// Half precision is widened; any byte but 0 is true. Nil for text, and where `bytes` are not
    /// a whole number of elements.
    public init?(_ type: ElementType, littleEndian bytes: RawSpan) {
        guard bytes.byteCount.isMultiple(of: type.byteCount) else { return nil }
        switch type {
        case .float32: self = .float32(copied(bytes))
        case .float64: self = .float64(copied(bytes))
        case .float16: self = .float32(copied(bytes).map(HalfPrecision.widened))
        case .bfloat16: self = .float32(copied(bytes).map(HalfPrecision.widenedBrain))
        case .int8: self = .int8(copied(bytes))
        case .int16: self = .int16(copied(bytes))
        case .int32: self = .int32(copied(bytes))
        case .int64: self = .int64(copied(bytes))
        case .uint8: self = .uint8(copied(bytes))
        case .uint16: self = .uint16(copied(bytes))
        case .uint32: self = .uint32(copied(bytes))
        case .uint64: self = .uint64(copied(bytes))
        case .bool: self = .bool(copied(bytes).map { (byte: UInt8) in byte != 0 })
        case .string: return nil
        }
    }
}

extension Tensor {
    /// The elements little-endian, half precision narrowed; nil for text.
    public var littleEndianBytes: [UInt8]? {
        switch elements {
        case .float32(let values):
            switch elementType {
            case .float16: copiedBytes(values.map(HalfPrecision.narrowed))
            case .bfloat16: copiedBytes(values.map(HalfPrecision.narrowedBrain))
            default: copiedBytes(values)
            }
        case .float64(let values): copiedBytes(values)
        case .int8(let values): copiedBytes(values)
        case .int16(let values): copiedBytes(values)
        case .int32(let values): copiedBytes(values)
        case .int64(let values): copiedBytes(values)
        case .uint8(let values): values
        case .uint16(let values): copiedBytes(values)
        case .uint32(let values): copiedBytes(values)
        case .uint64(let values): copiedBytes(values)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .string: nil
        }
    }
}

private func copied<Element: BitwiseCopyable>(_ bytes: RawSpan) -> [Element] {
    let count = bytes.byteCount / MemoryLayout<Element>.stride
    return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
        }
        filled = count
    }
}

private func copiedBytes<Element: BitwiseCopyable>(_ values: [Element]) -> [UInt8] {
    unsafe values.withUnsafeBytes { unsafe [UInt8]($0) }
}
