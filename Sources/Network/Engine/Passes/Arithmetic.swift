internal import Graphs
internal import Tensors

/// Reads what exporters write out as arithmetic: who makes a value, and which product it is.
struct Arithmetic {
    /// A product of constants and values.
    struct Product: Equatable {
        /// All constants together.
        var factor: Double
        /// Names of the values, sorted; one for every time it is a factor.
        var values: [String]

        /// Whether the constants are `factor` to within what floats in a file hold.
        func hasFactor(_ factor: Double) -> Bool {
            (self.factor / factor - 1).magnitude < 1e-4
        }
    }

    /// Factors that are looked into, one within the other.
    private static let depthMax = 4

    private let rewriting: Rewriting
    private let makers: [String: Int]

    init(_ rewriting: Rewriting) {
        self.rewriting = rewriting
        makers = rewriting.makers()
    }

    /// The node that makes `name`, where it is an `operation` of floats of known shape.
    func node(_ name: String, _ operation: String) -> Node? {
        guard let maker = makers[name] else { return nil }
        let found = rewriting.operations[maker].node
        guard found.operation == operation, found.opset >= 7, found.outputs.first == name,
            isFloat(name)
        else { return nil }
        return found
    }

    /// Whether `name` holds floats, and its shape is known and not empty.
    func isFloat(_ name: String) -> Bool {
        guard let fact = rewriting.facts[name], fact.elementType == .float32 else { return false }
        return fact.extents?.contains(0) == false
    }

    /// The constant and the other value of `node`, which has two inputs in any order.
    func scalar(_ node: Node) -> (value: Double, other: String)? {
        guard node.inputs.count == 2 else { return nil }
        for place in 0..<2 {
            if let value = rewriting.scalar(node.inputs[1 - place]) {
                return (Double(value), node.inputs[place])
            }
        }
        return nil
    }

    /// `name` as a product, not looking into `atoms`.
    func product(_ name: String, atoms: Set<String>, depth: Int = 0) -> Product {
        let itself = Product(factor: 1, values: [name])
        if atoms.contains(name) || depth > Self.depthMax { return itself }
        if let value = rewriting.scalar(name) { return Product(factor: Double(value), values: []) }
        func inner(_ name: String) -> Product {
            product(name, atoms: atoms, depth: depth + 1)
        }
        if let node = node(name, "Mul"), node.inputs.count == 2 {
            let (left, right) = (inner(node.inputs[0]), inner(node.inputs[1]))
            return Product(
                factor: left.factor * right.factor,
                values: (left.values + right.values).sorted()
            )
        }
        if let node = node(name, "Div"), node.inputs.count == 2,
            let divisor = rewriting.scalar(node.inputs[1]), divisor != 0
        {
            var product = inner(node.inputs[0])
            product.factor /= Double(divisor)
            return product
        }
        if let node = node(name, "Pow"), node.inputs.count == 2,
            let power = rewriting.scalar(node.inputs[1]), power == 2 || power == 3
        {
            let base = inner(node.inputs[0])
            var product = base
            for _ in 1..<Int(power) {
                product.factor *= base.factor
                product.values += base.values
            }
            product.values.sort()
            return product
        }
        return itself
    }
}
