/// A colour to draw with; mono pictures take its brightness.
public struct Ink: Sendable, Equatable {
    /// Red, 0...255.
    public var red: UInt8
    /// Green, 0...255.
    public var green: UInt8
    /// Blue, 0...255.
    public var blue: UInt8

    /// Makes a colour.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// For what is wrong.
    public static let red = Ink(red: 230, green: 20, blue: 30)
    /// For what is right.
    public static let green = Ink(red: 20, green: 170, blue: 60)
    /// For text on dark ground.
    public static let white = Ink(red: 255, green: 255, blue: 255)
    /// For ground below text.
    public static let black = Ink(red: 0, green: 0, blue: 0)

    /// Brightness after Rec601 luma, 0...255.
    var brightness: UInt8 {
        let sum: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
        return UInt8((sum + 500) / 1000)
    }
}
