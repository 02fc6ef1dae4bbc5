extension Image {
    /// The part of the picture from column `left` and row `top` on, as it is; traps where it is not all inside.
    public func cropped(left: Int, top: Int, width: Int, height: Int) -> Image {
        precondition(left >= 0 && top >= 0 && left + width <= self.width)
        precondition(top + height <= self.height)
        let rowBytes = width * channels
        var part: [UInt8] = []
        part.reserveCapacity(rowBytes * height)
        for row in top..<top + height {
            let start = (row * self.width + left) * channels
            part += pixels[start..<start + rowBytes]
        }
        return Image(width: width, height: height, channels: channels, pixels: part)
    }

    /// Dark where it is light, and light where it is dark.
    public var inverted: Image {
        Image(width: width, height: height, channels: channels, pixels: pixels.map { 255 - $0 })
    }
}
