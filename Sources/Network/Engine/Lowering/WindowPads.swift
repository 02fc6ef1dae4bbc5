internal import Graphs

/// The padding of convolutions and pools.
enum WindowPads {
    /// Top, left, bottom, right.
    static func of(
        _ node: Node,
        _ extents: ValueExtents,
        _ kernel: [Int],
        _ strides: [Int],
        _ dilations: [Int],
        isLine: Bool
    ) throws(ModelError) -> [Int]? {
        let automatic = try node.string("auto_pad") ?? "NOTSET"
        switch automatic {
        case "NOTSET", "":
            let given = try node.ints("pads") ?? Array(repeating: 0, count: isLine ? 2 : 4)
            guard given.count == (isLine ? 2 : 4) else { return nil }
            return isLine ? [0, given[0], 0, given[1]] : given
        case "VALID": return [0, 0, 0, 0]
        case "SAME_UPPER", "SAME_LOWER":
            var starts: [Int] = []
            var ends: [Int] = []
            for (place, extent) in [extents.height, extents.width].enumerated() {
                let outputs = (extent + strides[place] - 1) / strides[place]
                let span = (kernel[place] - 1) * dilations[place] + 1
                let total = max(0, (outputs - 1) * strides[place] + span - extent)
                let less = total / 2
                starts.append(automatic == "SAME_UPPER" ? less : total - less)
                ends.append(automatic == "SAME_UPPER" ? total - less : less)
            }
            return starts + ends
        default: return nil
        }
    }
}
