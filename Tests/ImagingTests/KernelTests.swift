import Imaging
import Testing

/// Kernels on planes against the slow, obvious way; the seed is the size.
@Suite struct KernelTests {
    private func image(_ width: Int, _ height: Int, channels: Int) -> Image {
        var random = KernelNoise(seed: UInt64(width))
        var image = Image(width: width, height: height, channels: channels, filledWith: 0)
        for place in image.pixels.indices { image.pixels[place] = UInt8(random.next(256)) }
        return image
    }

    @Test(arguments: [1, 3], [1, 2, 3])
    func `block sums are sums over blocks`(channels: Int, factor: Int) {
        for (width, height) in [(6, 7), (35, 12), (64, 9)] {
            let image = image(width, height, channels: channels)
            let sums = BlockSums(image, factor: factor)
            for y in 0..<sums.height {
                for x in 0..<sums.width {
                    var (values, luminance, squares) = ([Int32](repeating: 0, count: 3), 0, 0)
                    for inner in 0..<factor * factor {
                        let (column, row) = (
                            x * factor + inner % factor, y * factor + inner / factor
                        )
                        let samples = (0..<channels).map { image[column, row, $0] }
                        for channel in 0..<channels { values[channel] += Int32(samples[channel]) }
                        let value =
                            channels == 1
                            ? Int(samples[0])
                            : (Int(samples[0]) + 2 * Int(samples[1]) + Int(samples[2]) + 2) / 4
                        luminance += value
                        squares += value * value
                    }
                    let place = y * sums.width + x
                    for channel in 0..<channels {
                        #expect(sums.channels[channel][place] == values[channel])
                    }
                    #expect(sums.luminance[place] == luminance && sums.squares[place] == squares)
                }
            }
        }
    }

    @Test(arguments: [0, 1, 3, 9])
    func `box sums are sums over windows, and roughness is made of them`(radius: Int) {
        for (width, height) in [(3, 2), (21, 13), (40, 8)] {
            let sums = BlockSums(image(2 * width, 2 * height, channels: 1), factor: 2)
            let first = BoxSums.sums(
                of: sums.luminance,
                width: width,
                height: height,
                radius: radius
            )
            for place in first.indices {
                let (x, y) = (place % width, place / width)
                var sum: Int32 = 0
                for row in max(0, y - radius)...min(height - 1, y + radius) {
                    for column in max(0, x - radius)...min(width - 1, x + radius) {
                        sum += sums.luminance[row * width + column]
                    }
                }
                #expect(first[place] == sum)
            }
            let gains = (0..<height).map { 0.9 + 0.01 * Float($0) }
            let slow = LightKernels.roughness(
                sums: first,
                squares: BoxSums.sums(
                    of: sums.squares,
                    width: width,
                    height: height,
                    radius: radius
                ),
                across: BoxSums.windowCounts(count: width, radius: radius).map { $0 * 4 },
                down: BoxSums.windowCounts(count: height, radius: radius),
                gains: gains
            )
            let fast = RoughnessKernel.roughness(of: sums, radius: radius, gains: gains)
            for place in slow.indices { #expect(abs(fast[place] - slow[place]) < 1e-4) }
        }
    }

    @Test(arguments: [1, 8, 61])
    func `deviations and sums are what plain loops find`(count: Int) {
        var random = KernelNoise(seed: UInt64(count))
        let values = random.floats(count, 0...255)
        let mean = random.floats(count, 0...255)
        let (lower, upper) = (mean.map { $0 - 5 }, mean.map { $0 + 9 })
        let deviation = random.floats(count, 1...9)
        let isClear = (0..<count).map { _ in Float(random.next(2)) }
        let field = random.floats(count, -1...1)
        for isBrightness in [false, true] {
            let kind: DeviationKernels.Kind = isBrightness ? .brightness(slack: 6) : .other
            func counted(_ difference: Float, _ place: Int) -> Float {
                guard isClear[place] == 0 else { return difference }
                guard isBrightness else { return 0 }
                return difference > 0 ? max(0, difference - 6) : min(0, difference + 6)
            }
            let found = DeviationKernels.fromEnvelope(
                values,
                envelope: (lower, upper),
                taught: mean,
                isClear: isClear,
                deviation: deviation,
                kind: kind
            )
            var squares = [Float](repeating: 1, count: count)
            DeviationKernels.addSquares(
                of: values,
                mean: mean,
                isClear: isClear,
                deviation: deviation,
                kind: kind,
                to: &squares
            )
            for place in 0..<count {
                let low = min(lower[place], mean[place])
                let high = isClear[place] == 0 ? mean[place] : upper[place]
                let difference =
                    values[place] > high ? values[place] - high : min(0, values[place] - low)
                #expect(found[place] == counted(difference, place) / deviation[place])
                let z = counted(values[place] - mean[place], place) / deviation[place]
                #expect(squares[place] == 1 + z * z)
            }
        }
        let inside = field.indices.filter { field[$0] < 0 }
        let sum = inside.reduce(Float(0)) { $0 + values[$1] }
        #expect(abs(MaskedSums.sum(of: values, where: field, below: 0) - sum) <= sum * 1e-5)
        let product = inside.reduce(Float(0)) { $0 + values[$1] * isClear[$1] }
        let found = MaskedSums.sum(of: values, times: isClear, where: field, below: 0)
        #expect(abs(found - product) <= product * 1e-5)
        #expect(MaskedSums.count(where: field, below: 0) == inside.count)
        let top = MaskedSums.highest(of: values, where: field)
        #expect(top.value == inside.map { values[$0] }.max() ?? 0)
        #expect(top.value == 0 || inside.first { values[$0] == top.value } == top.place)
    }

    @Test(arguments: [1, 7, 30])
    func `a table is read as a plain loop reads it`(width: Int) {
        var random = KernelNoise(seed: UInt64(width))
        let planes = (0..<3).map { _ in random.floats(width * 4, -20...300) }
        let axes = planes.map { TableLookup.Axis(plane: $0, low: 3, step: 17.3, bins: 9) }
        let table = random.floats(729, -4...4)
        let marks = (0..<729).map { _ in UInt8(random.next(2)) }
        var total = [Float](repeating: 0, count: width * 4)
        var marked = [UInt8](repeating: 0, count: width * 4)
        TableLookup.add(
            (table, marks),
            axes: (axes[0], axes[1], axes[2]),
            window: TableLookup.Window(width: width, left: 0, top: 0, columns: width, rows: 4),
            to: &total,
            marking: &marked
        )
        for place in total.indices {
            let bins = planes.map { Int(max(0, min(8, ($0[place] - 3) / 17.3))) }
            let cell = (bins[0] * 9 + bins[1]) * 9 + bins[2]
            #expect(total[place] == table[cell] && marked[place] == marks[cell])
        }
    }

    @Test func `a turned cut interpolates between four neighbours`() {
        let (width, height) = (31, 24)
        var random = KernelNoise(seed: 5)
        let plane = random.floats(width * height, 0...255)
        for radians in [0, 0.3, -1.2] {
            let frame = RigidFrame(
                x: 14.3,
                y: 11.8,
                radians: radians,
                halfWidth: 20,
                halfHeight: 6
            )
            // Angles small enough for the tests need no library of functions.
            let sine = Float(radians - radians * radians * radians / 6)
            let cosine = (1 - sine * sine).squareRoot()
            let cut = RigidSampling(
                width: width,
                height: height,
                cosine: cosine,
                sine: sine,
                frame: frame
            ).cut(plane)
            for place in cut.indices {
                let u = Float(place % frame.width - frame.halfWidth)
                let v = Float(place / frame.width - frame.halfHeight)
                let x = max(0, min(Float(width - 1), 14.3 + cosine * u - sine * v))
                let y = max(0, min(Float(height - 1), 11.8 + sine * u + cosine * v))
                let expected = Plane(width: width, height: height, values: plane)
                    .interpolated(x: Double(x) + 0.5, y: Double(y) + 0.5)
                #expect(abs(cut[place] - expected) < 0.02)
            }
        }
    }

    @Test func `shifted sums are sums over points`() {
        var random = KernelNoise(seed: 9)
        let plane = Plane(width: 30, height: 20, values: random.floats(600, -1...1))
        let offsets = (0..<40).map { _ in random.next(10) * 30 + random.next(19) }
        let weights = random.floats(40, -2...2)
        let sums = ShiftedSums(of: plane, at: offsets, weights: weights, columns: 11, rows: 10)
        for index in sums.products.indices {
            let start = index / 11 * 30 + index % 11
            var (product, power): (Float, Float) = (0, 0)
            for point in offsets.indices {
                let value = plane.values[start + offsets[point]]
                product += value * weights[point]
                power += value * value
            }
            #expect(sums.products[index] == product && sums.powers[index] == power)
        }
    }

    @Test(arguments: [3, 8, 50])
    func `cells add up the places that count`(width: Int) {
        var random = KernelNoise(seed: UInt64(width))
        let height = 19
        let plane = (0..<width * height).map { _ in Int32(random.next(1021)) }
        let places = plane.map { _ in UInt8(random.next(2)) }
        let sums = CellSums.sums(of: plane, where: places, width: width, side: 8)
        let counts = CellSums.counts(where: places, width: width, side: 8)
        let columns = (width + 7) / 8
        for cell in sums.indices {
            let inside = plane.indices.filter {
                $0 / width / 8 * columns + $0 % width / 8 == cell && places[$0] != 0
            }
            #expect(sums[cell] == inside.reduce(0) { $0 + plane[$1] })
            #expect(Int(counts[cell]) == inside.count)
        }
    }
}
