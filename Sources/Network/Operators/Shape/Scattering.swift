internal import Graphs
internal import Tensors

/// What becomes of an element that an update is written to.
enum ScatterReduction: String {
    case none
    case add
    case mul
    case min
    case max

    /// The node's attribute; throws for another word.
    init(_ node: Node) throws(ModelError) {
        let word = try node.string("reduction") ?? "none"
        guard let reduction = ScatterReduction(rawValue: word) else {
            throw node.error(.attribute("reduction \(word)"))
        }
        self = reduction
    }

    /// What an element becomes.
    func combine<Number: TensorNumber>(_ old: Number, _ new: Number) -> Number {
        switch self {
        case .none: new
        case .add: .sum(old, new)
        case .mul: .product(old, new)
        case .min: .least(old, new)
        case .max: .greatest(old, new)
        }
    }
}

/// Updates written over a tensor in their order, in runs of neighbours.
struct Scattering {
    /// Where each run is written.
    let starts: [Int]
    /// Elements of every run.
    let length: Int
    let updates: Elements
    let node: Node

    /// The elements of `input` with the updates; `starts` have been checked.
    func apply(to input: Tensor) throws(ModelError) -> Tensor {
        let reduction = try ScatterReduction(node)
        let written =
            if reduction == .none {
                try input.elements.accept(Replacing(plan: self))
            } else {
                try input.elements.acceptNumbers(
                    Combining(plan: self, reduction: reduction),
                    node
                )
            }
        return Tensor(rounding: written, shape: input.shape, to: input.elementType)
    }

    private struct Replacing: ElementVisitor {
        let plan: Scattering

        func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> Elements {
            Element.elements(try plan.write(to: values) { $1 })
        }
    }

    private struct Combining: NumberVisitor {
        let plan: Scattering
        let reduction: ScatterReduction

        func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> Elements {
            Number.elements(try plan.write(to: values) { reduction.combine($0, $1) })
        }
    }

    private func write<Element: TensorElement>(
        to values: [Element],
        _ combine: (Element, Element) -> Element
    ) throws(ModelError) -> [Element] {
        let news = try updates.values(as: Element.self, node)
        var result = values
        var next = 0
        for start in starts {
            for place in start..<start + length {
                result[place] = combine(result[place], news[next])
                next += 1
            }
        }
        return result
    }
}

extension Scattering {
    /// What the scattering operators promise: as many elements as their first input.
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        _ = try inputs.required(1, { $0 == .int32 || $0 == .int64 })
        _ = try inputs.required(2, { $0 == input.elementType })
        _ = try ScatterReduction(node)
        return [ValueFact(input.elementType, input.shape)]
    }
}
