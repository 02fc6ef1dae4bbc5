import Graphs

/// The attributes that say how windows lie: kernel, strides, dilations and padding.
struct WindowForm {
    /// Largest extent, step or padding that a model may state.
    static let attributeMax = 1 << 24

    private enum AutoPad: String {
        case none = "NOTSET"
        case upper = "SAME_UPPER"
        case lower = "SAME_LOWER"
        case valid = "VALID"
    }

    /// Extents of a window; nil where they are not known.
    let kernel: [Int?]
    private let node: Node
    private let strides: [Int]
    private let dilations: [Int]
    private let pads: [Int]
    private let autoPad: AutoPad
    private let isRoundedUp: Bool

    /// Reads the attributes of a node with windows of `rank` axes, whose extents are `weights`
    /// where these are known.
    init(_ node: Node, rank: Int, weights: [Int?]? = nil) throws(ModelError) {
        self.node = node
        kernel = try Self.kernel(node, rank: rank, weights: weights)
        strides = try Self.list(node, "strides", count: rank, 1, or: 1)
        dilations = try Self.list(node, "dilations", count: rank, 1, or: 1)
        pads = try Self.list(node, "pads", count: 2 * rank, 0, or: 0)
        let autoPad = try node.string("auto_pad") ?? ""
        guard let autoPad = AutoPad(rawValue: autoPad.isEmpty ? "NOTSET" : autoPad) else {
            throw node.error(.attribute("auto_pad is \(autoPad)"))
        }
        self.autoPad = autoPad
        isRoundedUp = try node.int("ceil_mode") ?? 0 != 0
    }

    /// The whole numbers `name`, `standard` where they are not stated; throws unless they are
    /// `count` numbers from `least`.
    static func list(
        _ node: Node,
        _ name: String,
        count: Int,
        _ least: Int,
        or standard: Int
    ) throws(ModelError) -> [Int] {
        guard let values = try node.ints(name), !values.isEmpty else {
            return Array(repeating: standard, count: count)
        }
        guard values.count == count, values.allSatisfy({ (least...attributeMax).contains($0) })
        else {
            throw node.error(.attribute("\(name) is \(values)"))
        }
        return values
    }

    private static func kernel(
        _ node: Node,
        rank: Int,
        weights: [Int?]?
    ) throws(ModelError) -> [Int?] {
        let stated = try list(node, "kernel_shape", count: rank, 1, or: 0)
        var kernel: [Int?] = stated.map { $0 == 0 ? nil : $0 }
        for (axis, weight) in (weights ?? []).enumerated() {
            guard let weight else { continue }
            guard weight >= 1, kernel[axis] ?? weight == weight else {
                throw node.error(.inputs("weights of extent \(weight) for a kernel of \(stated)"))
            }
            kernel[axis] = weight
        }
        guard weights != nil || !kernel.contains(nil) else {
            throw node.error(.attribute("kernel_shape is missing"))
        }
        return kernel
    }

    /// The windows of `axis` over an input of extent `input`; nil where the kernel is not known.
    func windows(_ axis: Int, input: Int) throws(ModelError) -> WindowAxis? {
        guard let kernel = kernel[axis] else { return nil }
        let (stride, dilation) = (strides[axis], dilations[axis])
        let reach = dilation * (kernel - 1) + 1
        var (before, after) = (pads[axis], pads[axis + pads.count / 2])
        var output = 0
        switch autoPad {
        case .upper, .lower:
            output = (input + stride - 1) / stride
            let padding = max(0, (output - 1) * stride + reach - input)
            before = autoPad == .upper ? padding / 2 : padding - padding / 2
            after = padding - before
        case .valid, .none:
            if autoPad == .valid { (before, after) = (0, 0) }
            output = count(room: input + before + after - reach, stride, edge: input + before)
        }
        guard output >= 1, input >= 1 else {
            throw node.error(.inputs("windows of \(reach) places do not fit \(input)"))
        }
        return WindowAxis(
            kernel: kernel,
            stride: stride,
            dilation: dilation,
            padBefore: before,
            padAfter: after,
            input: input,
            output: output
        )
    }

    /// Number of windows where the last may start at `room` at most, and before `edge`.
    private func count(room: Int, _ stride: Int, edge: Int) -> Int {
        guard room >= 0 else { return isRoundedUp && room > -stride && edge > 0 ? 1 : 0 }
        guard isRoundedUp else { return room / stride + 1 }
        let count = (room + stride - 1) / stride + 1
        return (count - 1) * stride >= edge ? count - 1 : count
    }

    /// Extents of the output over `input`, unknown where the input's are.
    func outputs(_ input: ArraySlice<Dimension>) throws(ModelError) -> [Dimension] {
        var outputs: [Dimension] = []
        for (axis, dimension) in input.enumerated() {
            guard let extent = dimension.extent,
                let windows = try windows(axis, input: extent)
            else {
                outputs.append(.unknown)
                continue
            }
            outputs.append(.known(windows.output))
        }
        return outputs
    }

    /// The windows over an input of known extents.
    func walk(_ input: ArraySlice<Int>) throws(ModelError) -> WindowWalk {
        var axes: [WindowAxis] = []
        var taps = 1
        for (axis, extent) in input.enumerated() {
            guard let windows = try windows(axis, input: extent) else {
                throw node.error(.attribute("kernel_shape is missing"))
            }
            axes.append(windows)
            let (product, isTooLarge) = taps.multipliedReportingOverflow(by: windows.kernel)
            guard !isTooLarge, product <= Extents.elementLimit else {
                throw node.error(.tooLarge("a window of \(kernel)"))
            }
            taps = product
        }
        return WindowWalk(axes)
    }
}
