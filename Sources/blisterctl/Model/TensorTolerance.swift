import Foundation
import Tensors

/// How far a tensor may be from what was stored.
struct TensorTolerance {
    /// Share of the stored value.
    var relative: Double
    /// Added to it.
    var absolute: Double
    /// Share of the largest stored value that is added, too.
    var ofLargest = 0.0

    /// For a network of several layers, whose sums are rounded in another order by every engine:
    /// values near 0 are held to 1e-5 of the largest instead of to themselves.
    var forNetworks: TensorTolerance {
        var tolerance = self
        tolerance.ofLargest = 1e-5
        return tolerance
    }

    /// What differs first, or nil.
    func difference(_ tensor: Tensor, _ stored: Tensor) -> String? {
        guard tensor.elementType == stored.elementType else {
            return "\(tensor.elementType.rawValue) in place of \(stored.elementType.rawValue)"
        }
        guard tensor.shape == stored.shape else {
            return "shape \(tensor.shape) in place of \(stored.shape)"
        }
        switch (tensor.elements, stored.elements) {
        case (.float32(let values), .float32(let wanted)):
            return first(values.map(Double.init), wanted.map(Double.init))
        case (.float64(let values), .float64(let wanted)): return first(values, wanted)
        case (let values, let wanted):
            return values == wanted ? nil : "other values"
        }
    }

    private func first(_ values: [Double], _ wanted: [Double]) -> String? {
        let largest = wanted.lazy.filter(\.isFinite).map(abs).max() ?? 0
        let floor = max(absolute, ofLargest * largest)
        for (place, (value, want)) in zip(values, wanted).enumerated() {
            if value == want || value.isNaN && want.isNaN { continue }
            if abs(value - want) <= floor + relative * abs(want) { continue }
            return "element \(place) is \(value) in place of \(want)"
        }
        return nil
    }
}
