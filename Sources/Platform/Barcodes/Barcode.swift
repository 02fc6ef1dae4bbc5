#if Codes
internal import CZXing
#endif

/// A machine-readable symbol in a picture, by zxing-cpp.
///
/// Without the trait `Codes` none is ever found. Thread-safe as a value; reading is, too.
public struct Barcode: Sendable, Equatable {
    /// Kinds of symbols.
    public enum Kind: String, Sendable, CaseIterable {
        case dataMatrix = "data_matrix"
        case qrCode = "qr_code"
        case ean8 = "ean_8"
        case ean13 = "ean_13"
        case code128 = "code_128"
    }

    /// Its kind.
    public let kind: Kind
    /// Its text; what follows an element of variable length is parted from it by U+001D.
    public let text: String
    /// Whether the symbol says that its text is GS1 element strings.
    public let isGS1: Bool
    /// Corners as columns and rows: upper left, upper right, lower right, lower left as it stands.
    public let corners: [SIMD2<Double>]

    /// Whether this build reads symbols at all.
    public static var areBuiltIn: Bool {
        #if Codes
        true
        #else
        false
        #endif
    }

    /// Reads the symbols of a grey picture, turned by whatever angle.
    ///
    /// - Parameters:
    ///   - pixels: Rows without gaps, `width` x `height`; 0 is black.
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    ///   - kinds: What is looked for; fewer take less time.
    ///   - countMax: Most symbols that are looked for, 1 to 255.
    /// - Returns: those whose error correction or check digit holds; text that is no UTF-8 is read as
    ///   Latin-1.
    public static func read(
        _ pixels: [UInt8],
        width: Int,
        height: Int,
        kinds: Set<Kind> = Set(Kind.allCases),
        countMax: Int = 16
    ) -> [Barcode] {
        precondition((1...255).contains(countMax))
        precondition(width > 0 && height > 0 && pixels.count == width * height)
        #if Codes
        var found = [blisterd_barcode](repeating: blisterd_barcode(), count: countMax)
        let count = unsafe blisterd_barcodes(
            pixels,
            Int32(width),
            Int32(height),
            kinds.reduce(0) { $0 | $1.bit },
            &found,
            Int32(countMax)
        )
        return found.prefix(max(0, Int(count))).compactMap(Self.init)
        #else
        return []
        #endif
    }

    #if Codes
    private init?(_ found: blisterd_barcode) {
        guard let kind = Kind.allCases.first(where: { $0.bit == found.kind }) else { return nil }
        self.kind = kind
        isGS1 = found.is_gs1 == 1
        let bytes = unsafe withUnsafeBytes(of: found.text) { text in
            unsafe Array(text.prefix(found.count))
        }
        text =
            String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        let (x, y) = (found.x, found.y)
        corners = [
            SIMD2(Double(x.0), Double(y.0)), SIMD2(Double(x.1), Double(y.1)),
            SIMD2(Double(x.2), Double(y.2)), SIMD2(Double(x.3), Double(y.3)),
        ]
    }
    #endif
}

extension Barcode.Kind {
    #if Codes
    /// As the shim names it.
    var bit: Int32 {
        let kind =
            switch self {
            case .dataMatrix: BLISTERD_DATA_MATRIX
            case .qrCode: BLISTERD_QR_CODE
            case .ean8: BLISTERD_EAN_8
            case .ean13: BLISTERD_EAN_13
            case .code128: BLISTERD_CODE_128
            }
        return Int32(kind)
    }
    #endif
}
