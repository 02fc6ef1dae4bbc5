internal import Glibc
internal import Tensors

/// A number that tensors hold, with arithmetic that never traps: integers wrap around.
protocol TensorNumber: TensorElement, Comparable {
    static var zero: Self { get }
    static var one: Self { get }
    /// The smallest, minus infinity in floating point.
    static var lowest: Self { get }
    /// The greatest, infinity in floating point.
    static var highest: Self { get }

    static func sum(_ first: Self, _ second: Self) -> Self
    static func difference(_ first: Self, _ second: Self) -> Self
    static func product(_ first: Self, _ second: Self) -> Self
    /// Truncated for integers, and 0 where those are divided by 0.
    static func quotient(_ first: Self, _ second: Self) -> Self
    /// What truncated division leaves, with the sign of `first`; 0 for integers divided by 0.
    static func remainder(_ first: Self, _ second: Self) -> Self
    static func power(_ base: Self, _ exponent: Int) -> Self

    /// The nearest number towards 0, at most ``highest``; 0 for what is not a number.
    init(saturating value: Double)
    /// The nearest in double precision.
    var double: Double { get }
    /// The low 64 bits of a whole number; floating point is cut to their range.
    var lowBits: Int64 { get }
    /// False for what is not a number.
    var isNumber: Bool { get }
}

extension TensorNumber {
    /// The lesser; what is not a number wins.
    static func least(_ first: Self, _ second: Self) -> Self {
        first < second || !first.isNumber ? first : second
    }

    /// The greater; what is not a number wins.
    static func greatest(_ first: Self, _ second: Self) -> Self {
        first > second || !first.isNumber ? first : second
    }
}

extension TensorNumber where Self: FixedWidthInteger {
    static var one: Self { 1 }
    static var lowest: Self { min }
    static var highest: Self { max }

    static func sum(_ first: Self, _ second: Self) -> Self { first &+ second }
    static func difference(_ first: Self, _ second: Self) -> Self { first &- second }
    static func product(_ first: Self, _ second: Self) -> Self { first &* second }

    static func quotient(_ first: Self, _ second: Self) -> Self {
        second == 0 ? 0 : first.dividedReportingOverflow(by: second).partialValue
    }

    static func remainder(_ first: Self, _ second: Self) -> Self {
        second == 0 ? 0 : first.remainderReportingOverflow(dividingBy: second).partialValue
    }

    static func power(_ base: Self, _ exponent: Int) -> Self {
        guard exponent >= 0 else { return Self(saturating: pow(base.double, Double(exponent))) }
        var result: Self = 1
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result &* square }
            square = square &* square
            rest >>= 1
        }
        return result
    }

    init(saturating value: Double) {
        guard !value.isNaN else {
            self = 0
            return
        }
        let whole = value.rounded(.towardZero)
        // The greatest of 64 bits rounds up in double precision, past what fits.
        self = Self(exactly: whole) ?? (whole < 0 ? .min : .max)
    }

    var double: Double { Double(self) }
    var lowBits: Int64 { Int64(truncatingIfNeeded: self) }
    var isNumber: Bool { true }
}

extension TensorNumber where Self: BinaryFloatingPoint {
    static var one: Self { 1 }
    static var lowest: Self { -.infinity }
    static var highest: Self { .infinity }

    static func sum(_ first: Self, _ second: Self) -> Self { first + second }
    static func difference(_ first: Self, _ second: Self) -> Self { first - second }
    static func product(_ first: Self, _ second: Self) -> Self { first * second }
    static func quotient(_ first: Self, _ second: Self) -> Self { first / second }

    static func remainder(_ first: Self, _ second: Self) -> Self {
        first.truncatingRemainder(dividingBy: second)
    }

    static func power(_ base: Self, _ exponent: Int) -> Self {
        Self(pow(base.double, Double(exponent)))
    }

    init(saturating value: Double) { self = Self(value) }

    var double: Double { Double(self) }
    var lowBits: Int64 { Int64(saturating: double) }
    var isNumber: Bool { !isNaN }
}

extension Float: TensorNumber {}
extension Double: TensorNumber {}
extension Int8: TensorNumber {}
extension Int16: TensorNumber {}
extension Int32: TensorNumber {}
extension Int64: TensorNumber {}
extension UInt8: TensorNumber {}
extension UInt16: TensorNumber {}
extension UInt32: TensorNumber {}
extension UInt64: TensorNumber {}
