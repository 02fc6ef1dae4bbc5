/// How the channels of a picture become one brightness.
///
/// `red`, `green`, `blue` weigh the three channels of colour; mono uses their sum.
public struct ChannelMix: Sendable, Equatable {
    /// Weight of the first channel.
    public var red: Float
    /// Weight of the second channel.
    public var green: Float
    /// Weight of the third channel.
    public var blue: Float

    /// Makes a mix.
    public init(red: Float, green: Float, blue: Float) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The luma weights of ITU-R BT.601.
    public static let luma = ChannelMix(red: 0.299, green: 0.587, blue: 0.114)
}
