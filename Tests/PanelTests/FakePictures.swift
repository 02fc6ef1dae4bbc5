import Panel

/// Pictures without a library: PNG with stored (not compressed) deflate blocks.
enum FakePictures {
    static func picture(_ kind: PanelPicture.Kind) -> PanelPicture {
        let (width, height) = (320, 200)
        var pixels: [UInt8] = []
        for y in 0..<height {
            pixels.append(0)
            for x in 0..<width {
                let column = x % 64 - 32
                let row = y % 100 - 50
                let isTablet = column * column + row * row < 22 * 22
                let isMissing = x / 64 == 2 && y / 100 == 0
                switch kind {
                case .picture:
                    pixels.append(isTablet && !isMissing ? 225 : UInt8(110 + (x * 7 + y * 13) % 12))
                case .map: pixels.append(isMissing && isTablet ? 240 : UInt8(20 + (x + y) % 6))
                }
            }
        }
        return PanelPicture(bytes: png(pixels, width: width, height: height), type: "image/png")
    }

    private static func png(_ rows: [UInt8], width: Int, height: Int) -> [UInt8] {
        var data: [UInt8] = [0x78, 0x01]
        var rest = rows[...]
        while !rest.isEmpty {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let count = UInt16(block.count)
            data.append(rest.isEmpty ? 1 : 0)
            data += [
                UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8),
            ]
            data += block
        }
        var (a, b) = (UInt32(1), UInt32(0))
        for byte in rows {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        data += big(b << 16 | a)
        let head = big(UInt32(width)) + big(UInt32(height)) + [8, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + chunk("IHDR", head)
            + chunk("IDAT", data) + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        var crc: UInt32 = 0xffff_ffff
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        }
        return big(UInt32(data.count)) + body + big(~crc)
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(value >> $0 & 255) }
    }
}
