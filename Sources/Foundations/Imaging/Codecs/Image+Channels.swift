extension Image {
    /// The picture with 1 or 3 channels; itself when it has them already.
    ///
    /// Mono is repeated into R, G and B. Colour becomes luma of the encoded samples, ITU-R BT.601:
    /// (19595 R + 38470 G + 7471 B + 32768) / 65536, which is what libjpeg's grey output is.
    public func converted(toChannels wanted: Int) -> Image {
        precondition(wanted == 1 || wanted == 3)
        guard wanted != channels else { return self }
        let pixelCount = width * height
        let samples = unsafe [UInt8](unsafeUninitializedCapacity: pixelCount * wanted) {
            target,
            filled in
            unsafe pixels.withUnsafeBufferPointer { source in
                for index in 0..<pixelCount {
                    if wanted == 1 {
                        let red = unsafe UInt32(source[index * 3])
                        let green = unsafe UInt32(source[index * 3 + 1])
                        let blue = unsafe UInt32(source[index * 3 + 2])
                        let luma = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16
                        unsafe target[index] = UInt8(truncatingIfNeeded: luma)
                    } else {
                        let grey = unsafe source[index]
                        unsafe target[index * 3] = grey
                        unsafe target[index * 3 + 1] = grey
                        unsafe target[index * 3 + 2] = grey
                    }
                }
            }
            filled = pixelCount * wanted
        }
        return Image(width: width, height: height, channels: wanted, pixels: samples)
    }
}
