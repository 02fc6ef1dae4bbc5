import Blister
import Correction
import Testing

@Suite struct LightDeinterleaverTests {
    /// Rows whose brightness is a ramp along travel, dimmer under every further light.
    private func chunk(rows: Range<Int>, lights: Int) -> Chunk<Corrected> {
        let chunk = Chunk<Corrected>(format: ChunkFormat(width: 4, channels: 1, rowsMax: 64))
        for (index, row) in rows.enumerated() {
            let value = UInt8(row + 10 * (row % lights))
            for x in 0..<4 { chunk.bytes[index * 4 + x] = value }
        }
        chunk.header.firstRow = rows.lowerBound
        chunk.header.validRows = rows.count
        return chunk
    }

    @Test(arguments: [2, 3, 4])
    func `every light comes out on one grid, however rows are cut into chunks`(lights: Int) {
        for light in 0..<lights {
            let format = ChunkFormat(width: 4, channels: 1, rowsMax: 64)
            var separator = LightDeinterleaver(lights: lights, format: format, use: .light(light))
            let output = Chunk<Corrected>(format: separator.outputFormat)
            var expectedRow = 0
            for rows in [0..<7, 7..<8, 8..<30, 30..<33, 33..<60] {
                separator.separate(chunk(rows: rows, lights: lights), into: output)
                #expect(output.header.firstRow == expectedRow)
                for row in 0..<output.header.validRows where expectedRow + row > 0 {
                    let ramp = (expectedRow + row) * lights + 10 * light
                    #expect(Int(output.bytes[row * 4]) == ramp)
                }
                expectedRow += output.header.validRows
            }
            #expect(expectedRow == 60 / lights)
        }
    }

    @Test
    func `a group of rows that lost one is not given out`() {
        let format = ChunkFormat(width: 4, channels: 1, rowsMax: 64)
        var separator = LightDeinterleaver(lights: 4, format: format, use: .mean)
        let output = Chunk<Corrected>(format: separator.outputFormat)
        separator.separate(chunk(rows: 0..<10, lights: 4), into: output)
        #expect(output.header.validRows == 2)
        separator.separate(chunk(rows: 11..<20, lights: 4), into: output)
        #expect(output.header.firstRow == 3)
        #expect(output.header.validRows == 2)
    }
}
