internal import KernelShapes

/// Changes between rows of planes and blocks of 16 channels.
enum Relayout {
    /// Planes to blocks; missing channels become 0.
    static func toBlocks(
        _ from: UnsafePointer<Float>,
        _ to: UnsafeMutablePointer<Float>,
        _ extents: ValueExtents,
        _ part: Part
    ) {
        let pixels = extents.pixels
        for block in part.range(of: extents.batch * extents.blocks) {
            let (image, first) = (block / extents.blocks, block % extents.blocks * 16)
            let count = min(16, extents.channels - first)
            let source = unsafe from + image * extents.planarCount + first * pixels
            let target = unsafe to + block * 16 * pixels
            for pixel in 0..<pixels {
                for channel in 0..<count {
                    unsafe target[pixel &* 16 &+ channel] = source[channel &* pixels &+ pixel]
                }
                for channel in count..<16 { unsafe target[pixel &* 16 &+ channel] = 0 }
            }
        }
    }

    /// Blocks to planes.
    static func toPlanes(
        _ from: UnsafePointer<Float>,
        _ to: UnsafeMutablePointer<Float>,
        _ extents: ValueExtents,
        _ part: Part
    ) {
        let pixels = extents.pixels
        for plane in part.range(of: extents.batch * extents.channels) {
            let (image, channel) = (plane / extents.channels, plane % extents.channels)
            let block = image * extents.blocks + channel / 16
            let source = unsafe from + block * 16 * pixels + channel % 16
            let target = unsafe to + plane * pixels
            for pixel in 0..<pixels { unsafe target[pixel] = source[pixel &* 16] }
        }
    }
}
