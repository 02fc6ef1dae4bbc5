internal import Graphs
internal import Tensors

/// Runs of neighbours, put one after another: what gathering operators have in common.
struct Runs: ElementVisitor {
    /// Where each run starts in the source.
    let starts: [Int]
    /// Elements of every run.
    let length: Int

    func visit<Element: TensorElement>(_ values: [Element]) -> Elements {
        guard length != 1 else { return Element.elements(starts.map { values[$0] }) }
        var result: [Element] = []
        result.reserveCapacity(starts.count * length)
        for start in starts { result.append(contentsOf: values[start..<start + length]) }
        return Element.elements(result)
    }
}

/// Indices into an axis, counted from the end where negative.
enum Indices {
    /// The whole numbers of input 1; throws when they are not of 32 or 64 bits.
    static func read(_ inputs: NodeInputs<Tensor>, _ node: Node) throws(ModelError) -> [Int] {
        let tensor = try inputs.required(1, { $0 == .int32 || $0 == .int64 })
        return tensor.integers ?? []
    }

    /// `index` counted from the front; throws when it is out of range.
    static func normalised(_ index: Int, of extent: Int, _ node: Node) throws(ModelError) -> Int {
        guard index >= -extent, index < extent else {
            throw node.error(.inputs("index \(index) into an extent of \(extent)"))
        }
        return index < 0 ? index + extent : index
    }
}
