internal import Blister

/// Renders rows of a ``TwinWeb``; keeps the two machine cycles it painted last.
///
/// Not thread-safe: one per thread. What it renders does not depend on what it rendered before.
public final class TwinRenderer {
    private static let slots = 2
    private let web: TwinWeb
    private let groups: Int
    /// The lens across and along, by the deviation of its blur.
    private let lenses: [Double: (across: LensTable, along: LensTable)]
    private var canvas: Canvas
    private var heldCycles: [Int?]
    /// Blurred across; by slot, channel, row and group of eight columns.
    private var blurred: [SIMD8<Float>]
    private var blurredRow: [Float]

    /// Allocates the buffers of one thread.
    public init(_ web: TwinWeb) {
        self.web = web
        let scenario = web.scenario
        groups = scenario.width / 8
        let camera = scenario.camera
        var lenses: [Double: (across: LensTable, along: LensTable)] = [:]
        for blur in [camera.blurMillimetres] + web.lens.blurMillimetres {
            lenses[blur] = (
                LensTable(sigma: blur / scenario.millimetresPerColumn, motion: 1),
                LensTable(
                    sigma: blur / scenario.millimetresPerRow,
                    motion: camera.motionBlurMillimetres / scenario.millimetresPerRow
                )
            )
        }
        self.lenses = lenses
        canvas = Canvas(grid: web.scene.grid, channels: scenario.channels)
        heldCycles = Array(repeating: nil, count: Self.slots)
        blurred = Array(
            repeating: .zero,
            count: Self.slots * scenario.channels * canvas.height * groups
        )
        blurredRow = Array(repeating: 0, count: scenario.width)
    }

    /// Renders `rows` into a new array, row-major, channels interleaved.
    public func render(rows: Range<Int>) -> [UInt8] {
        let rowByteCount = web.format.rowByteCount
        var bytes = [UInt8](repeating: 0, count: rows.count * rowByteCount)
        render(rows: rows, into: &bytes, at: 0)
        return bytes
    }

    /// Renders `rows` into `bytes` from byte `offset` on; traps when they do not fit.
    public func render(rows: Range<Int>, into bytes: inout [UInt8], at offset: Int) {
        let rowByteCount = web.format.rowByteCount
        precondition(offset >= 0 && offset + rows.count * rowByteCount <= bytes.count)
        for (index, row) in rows.enumerated() {
            renderRow(row, into: &bytes, at: offset + index * rowByteCount)
        }
    }

    private func renderRow(_ row: Int, into bytes: inout [UInt8], at offset: Int) {
        let place = web.motion.webRow(row)
        let lean = web.motion.shear
        let middle = Double(groups) / 2
        let reach = abs(lean) * Double(groups) * 4 + 4
        paint(rowsFrom: Int((place - reach).rounded(.down)), to: Int((place + reach).rounded(.up)))
        let gain = web.motion.lampGain(row)
        let passing = web.lens.passing(row)
        let lensAlong = lens(web.lens.blur(row: row)).along.weights
        var draw = Draw(seed: web.scenario.seed, .camera, row, -1)
        for channel in 0..<web.scenario.channels {
            let key = draw.key()
            for group in 0..<groups {
                let (whole, weights) = LensTable.split(
                    place + lean * (Double(group) + 0.5 - middle) * 8
                )
                var light = SIMD8<Float>.zero
                for tap in 0..<LensTable.taps {
                    let slot = blurredIndex(whole + tap - 2, channel)
                    light += blurred[slot + group] * lensAlong[weights + tap]
                }
                if let passing { light *= passing[group] }
                expose(light * gain, group, channel, key, into: &bytes, at: offset)
            }
        }
    }

    /// The lens with a blur of this deviation; nil: the usual one.
    private func lens(_ blur: Double?) -> (across: LensTable, along: LensTable) {
        guard let lens = lenses[blur ?? web.scenario.camera.blurMillimetres] else {
            preconditionFailure("every blur of the run has its table")
        }
        return lens
    }

    /// Turns light into codes with the sensor's gains and noise.
    @inline(__always)
    private func expose(
        _ light: SIMD8<Float>,
        _ group: Int,
        _ channel: Int,
        _ key: UInt32,
        into bytes: inout [UInt8],
        at offset: Int
    ) {
        let sensor = web.sensor
        let signal = light * sensor.gains[group] + sensor.darks[group]
        let positive = signal.replacing(with: 0, where: signal .< 0)
        let columns =
            SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
            &+ UInt32(truncatingIfNeeded: group &* 8)
        let spread = (positive * sensor.shotVariance + sensor.readVariance).squareRoot()
        let noisy = positive + SensorCharacter.noise(columns, key) * spread
        var steps = noisy * 4095 + 0.5
        steps.replace(with: 0, where: steps .< 0)
        steps.replace(with: 4095, where: steps .> 4095)
        let channels = web.scenario.channels
        var place = offset &+ group &* 8 &* channels &+ channel
        for lane in 0..<8 {
            bytes[place] = sensor.codes[Int(Int32(steps[lane]))]
            place &+= channels
        }
    }

    /// Index of group 0 of the blurred row for canvas row `row`, counted from cycle 0.
    @inline(__always)
    private func blurredIndex(_ row: Int, _ channel: Int) -> Int {
        let height = canvas.height
        let cycle = row >= 0 ? row / height : (row &- height &+ 1) / height
        let slot = cycle & 1
        let line = row &- cycle &* height
        return ((slot &* web.scenario.channels &+ channel) &* height &+ line) &* groups
    }

    private func paint(rowsFrom first: Int, to last: Int) {
        let height = canvas.height
        func cycle(_ row: Int) -> Int { row >= 0 ? row / height : (row - height + 1) / height }
        for wanted in cycle(first)...cycle(last) where heldCycles[wanted & 1] != wanted {
            CyclePainter(scene: web.scene, cycle: wanted).paint(into: &canvas)
            blur(wanted)
            heldCycles[wanted & 1] = wanted
        }
    }

    /// Moves and blurs the painted cycle across, into its slot.
    private func blur(_ cycle: Int) {
        let lensAcross = lens(web.lens.blur(cycle: cycle)).across
        for row in 0..<canvas.height {
            let wander = web.motion.wanderColumns(cycle * canvas.height + row)
            let (whole, offset) = LensTable.split(wander + Double(Canvas.padding))
            let w = (0..<LensTable.taps).map { lensAcross.weights[offset + $0] }
            let (w0, w1, w2, w3, w4, w5) = (w[0], w[1], w[2], w[3], w[4], w[5])
            for channel in 0..<canvas.channels {
                let start = canvas.base(row) + channel * canvas.planeStride + whole - 2
                var s0 = canvas.samples[start]
                var s1 = canvas.samples[start + 1]
                var s2 = canvas.samples[start + 2]
                var s3 = canvas.samples[start + 3]
                var s4 = canvas.samples[start + 4]
                let target = blurredIndex(cycle * canvas.height + row, channel)
                var next = start + 5
                for group in 0..<groups {
                    var mixed = SIMD8<Float>.zero
                    for lane in 0..<8 {
                        let s5 = canvas.samples[next]
                        next &+= 1
                        mixed[lane] =
                            s0 * w0 + s1 * w1 + s2 * w2 + s3 * w3 + s4 * w4 + s5 * w5
                        s0 = s1
                        s1 = s2
                        s2 = s3
                        s3 = s4
                        s4 = s5
                    }
                    blurred[target + group] = mixed
                }
            }
        }
    }

    /// What the camera sees of an even sheet of radiance `light`.
    func sheet(light: Float, rows: Int) -> [UInt8] {
        let rowByteCount = web.format.rowByteCount
        var bytes = [UInt8](repeating: 0, count: rows * rowByteCount)
        for row in 0..<rows {
            var draw = Draw(seed: web.scenario.seed, .camera, row, light > 0 ? -2 : -3)
            for channel in 0..<web.scenario.channels {
                let key = draw.key()
                for group in 0..<groups {
                    expose(
                        SIMD8(repeating: light),
                        group,
                        channel,
                        key,
                        into: &bytes,
                        at: row * rowByteCount
                    )
                }
            }
        }
        return bytes
    }
}
