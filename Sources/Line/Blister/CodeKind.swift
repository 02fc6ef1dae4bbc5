/// A kind of machine-readable code, by its name in recipes and results.
public enum CodeKind: String, Sendable, CaseIterable {
    case dataMatrix = "data_matrix"
    case qrCode = "qr_code"
    case ean8 = "ean_8"
    case ean13 = "ean_13"
    case code128 = "code_128"
}
