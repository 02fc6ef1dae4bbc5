import KernelShapes
import Kernels
import Testing

@Suite struct ByteRowTests {
    static let seed: UInt64 = 91

    /// Runs `body` in 1, 2 and 3 parts on every level; all must give `wanted`.
    private func expect<Element: Equatable>(
        _ wanted: [Element],
        filler: Element,
        _ name: String,
        _ body: (Kernels, Part, UnsafeMutablePointer<Element>) -> Void
    ) {
        for level in ProcessorLevel.available {
            for parts in [1, 2, 3] {
                // Whole vectors may be written.
                let room = (wanted.count + 63) / 64 * 64
                var output = [Element](repeating: filler, count: room)
                unsafe output.withUnsafeMutableBufferPointer {
                    for part in 0..<parts {
                        unsafe body(
                            Kernels(level: level),
                            Part(part, of: parts),
                            $0.baseAddress!
                        )
                    }
                }
                let isSame = Array(output[..<wanted.count]) == wanted
                #expect(isSame, "\(name), \(level), \(parts) parts, seed \(Self.seed)")
            }
        }
    }

    private func quantised(_ value: Float, _ grid: ByteGrid) -> UInt8 {
        if value.isNaN { return UInt8(grid.zeroPoint) }
        let rounded = (value / grid.scale).rounded(.toNearestOrEven) + Float(grid.zeroPoint)
        return UInt8(min(max(rounded, 0), 255))
    }

    private func real(_ value: UInt8, _ grid: ByteGrid) -> Float {
        Float(Int(value) - grid.zeroPoint) * grid.scale
    }

    private func bytes(_ count: Int, _ draw: inout Draw) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &draw) }
    }

    @Test(arguments: [0, 1, 128, 255])
    func `quantising rounds ties to even and cuts`(zeroPoint: Int) {
        let grid = ByteGrid(scale: 0.5, zeroPoint: zeroPoint)
        var draw = Draw(seed: Self.seed)
        var values: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, 0, -0.0, 4e6, -4e6]
        values += (-300..<300).map { Float($0) * 0.25 }
        values += (0..<100).map { _ in Float.random(in: -90...90, using: &draw) }
        unsafe expect(values.map { quantised($0, grid) }, filler: 77, "quantise") {
            kernels,
            part,
            to in
            unsafe kernels.quantise(
                values,
                output: to,
                count: values.count,
                grid: grid,
                part: part
            )
        }
    }

    @Test(arguments: [1, 2, 3, 4], [5, 16, 83])
    func `planes become pixels of four`(channels: Int, pixels: Int) {
        let grid = ByteGrid(scale: 0.02, zeroPoint: 100)
        var draw = Draw(seed: Self.seed)
        let values = draw.floats(2 * channels * pixels)
        var wanted: [UInt8] = []
        for image in 0..<2 {
            for pixel in 0..<pixels {
                for channel in 0..<4 {
                    let place = (image * channels + channel) * pixels + pixel
                    wanted.append(channel < channels ? quantised(values[place], grid) : 0)
                }
            }
        }
        // What stands in for missing channels does not count.
        for level in ProcessorLevel.available {
            for parts in [1, 2, 3] {
                var output = [UInt8](repeating: 7, count: wanted.count)
                for part in 0..<parts {
                    unsafe Kernels(level: level).quantisePlanes(
                        values,
                        output: &output,
                        batch: 2,
                        channels: channels,
                        pixels: pixels,
                        grid: grid,
                        part: Part(part, of: parts)
                    )
                }
                for place in output.indices where place % 4 >= channels { output[place] = 0 }
                #expect(output == wanted, "\(level), \(parts) parts, seed \(Self.seed)")
            }
        }
    }

    @Test func `bytes become floats`() {
        let grid = ByteGrid(scale: 0.037, zeroPoint: 131)
        let values = (0...255).map { UInt8($0) } + [3, 4, 5]
        unsafe expect(values.map { real($0, grid).bitPattern }, filler: 0, "dequantise") {
            kernels,
            part,
            to in
            unsafe to.withMemoryRebound(to: Float.self, capacity: 320) { floats in
                unsafe kernels.dequantise(
                    values,
                    output: floats,
                    count: values.count,
                    grid: grid,
                    part: part
                )
            }
        }
    }

    @Test(arguments: [false, true], [Activation.none, .relu, .clip(low: -1, high: 2)])
    func `pairs`(multiplies: Bool, activation: Activation) {
        var draw = Draw(seed: Self.seed)
        let (left, right) = (bytes(4096, &draw), bytes(4096, &draw))
        let plan = BytePairPlan(
            left: ByteGrid(scale: 0.03, zeroPoint: 7),
            right: ByteGrid(scale: 0.05, zeroPoint: 190),
            result: ByteGrid(scale: 0.04, zeroPoint: 90),
            multiplies: multiplies,
            activation: activation
        )
        let wanted = zip(left, right).map { pair in
            let factor = Float(0.03) / 0.04
            let first = Float(Int(pair.0) - 7) * factor
            let second = Float(Int(pair.1) - 190) * (multiplies ? 0.05 : Float(0.05) / 0.04)
            let value = multiplies ? first * second : first + second
            let bounded = min(max(value, activation.low / 0.04), activation.high / 0.04)
            return UInt8(min(max(bounded.rounded(.toNearestOrEven) + 90, 0), 255))
        }
        unsafe expect(wanted, filler: 0, "pair") { kernels, part, to in
            unsafe kernels.pair(plan, left, right, output: to, count: 4096, part: part)
        }
    }

    @Test func `tables`() {
        var draw = Draw(seed: Self.seed)
        let (table, input) = (bytes(256, &draw), bytes(1003, &draw))
        unsafe expect(input.map { table[Int($0)] }, filler: 0, "table") { kernels, part, to in
            unsafe kernels.look(up: input, in: table, output: to, count: 1003, part: part)
        }
    }

    @Test(arguments: [(2, 2, 0), (3, 2, 1), (3, 1, 1), (5, 3, 2)])
    func `largest of windows`(kernel: Int, stride: Int, pad: Int) {
        var draw = Draw(seed: Self.seed)
        let shape = PoolShape(
            channels: 32,
            inputHeight: 11,
            inputWidth: 13,
            kernelHeight: kernel,
            kernelWidth: kernel,
            stride: stride,
            pad: pad
        )
        let input = bytes(2 * 2 * 11 * 13 * 16, &draw)
        var wanted: [UInt8] = []
        for block in 0..<4 {
            for y in 0..<shape.outputHeight {
                for x in 0..<shape.outputWidth {
                    for channel in 0..<16 {
                        var best: UInt8 = 0
                        for row in 0..<kernel {
                            for column in 0..<kernel {
                                let fromY = y * stride + row - pad
                                let fromX = x * stride + column - pad
                                guard (0..<11).contains(fromY), (0..<13).contains(fromX) else {
                                    continue
                                }
                                let place = ((block * 11 + fromY) * 13 + fromX) * 16 + channel
                                best = max(best, input[place])
                            }
                        }
                        wanted.append(best)
                    }
                }
            }
        }
        unsafe expect(wanted, filler: 0, "pool") { kernels, part, to in
            unsafe kernels.poolBytes(shape, batch: 2, input: input, output: to, part: part)
        }
    }

    @Test func `means of channels`() {
        var draw = Draw(seed: Self.seed)
        let input = bytes(3 * 49 * 16, &draw)
        let from = ByteGrid(scale: 0.05, zeroPoint: 20)
        let to = ByteGrid(scale: 0.01, zeroPoint: 3)
        let factor = from.scale / (to.scale * 49)
        let wanted = (0..<48).map { channel in
            let sum = (0..<49).reduce(0) {
                $0 + Int(input[(channel / 16 * 49 + $1) * 16 + channel % 16]) - 20
            }
            let value = (Float(sum) * factor).rounded(.toNearestOrEven) + 3
            return UInt8(min(max(value, 0), 255))
        }
        unsafe expect(wanted, filler: 0, "average") { kernels, part, output in
            unsafe kernels.averageBytes(
                blocks: 3,
                pixels: 49,
                input: input,
                inputGrid: from,
                output: output,
                outputGrid: to,
                part: part
            )
        }
    }

    @Test(arguments: [4, 16], [3, 16, 37])
    func `planes become pixels and planes again`(lane: Int, channels: Int) {
        var draw = Draw(seed: Self.seed)
        let input = bytes(2 * channels * 21, &draw)
        let blocks = (channels + lane - 1) / lane
        var wanted = [UInt8](repeating: 0, count: 2 * blocks * lane * 21)
        for place in input.indices {
            let (image, channel) = (place / (channels * 21), place / 21 % channels)
            let block = image * blocks + channel / lane
            wanted[(block * 21 + place % 21) * lane + channel % lane] = input[place]
        }
        unsafe expect(wanted, filler: 9, "to pixels") { kernels, part, to in
            unsafe kernels.blockBytes(
                input,
                output: to,
                batch: 2,
                channels: channels,
                pixels: 21,
                lane: lane,
                part: part
            )
        }
        unsafe expect(input, filler: 9, "to planes") { kernels, part, to in
            unsafe kernels.unblockBytes(
                wanted,
                output: to,
                batch: 2,
                channels: channels,
                pixels: 21,
                lane: lane,
                part: part
            )
        }
    }
}
