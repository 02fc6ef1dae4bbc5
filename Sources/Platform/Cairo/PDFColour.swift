/// A colour in sRGB.
public struct PDFColour: Sendable, Equatable {
    /// 0...255.
    public let red: UInt8
    /// 0...255.
    public let green: UInt8
    /// 0...255.
    public let blue: UInt8

    /// Makes a colour.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}
