internal import Graphs
internal import Tensors

/// A tensor seen through other strides: what transposition, slices and repetition have in common.
struct StridedView: ElementVisitor {
    /// Extents of the view; its number of elements has been checked.
    let shape: [Int]
    /// Steps through the source, 0 to repeat, negative to go back.
    let strides: [Int]
    /// Where the first element lies in the source.
    var offset = 0

    func visit<Element: TensorElement>(_ values: [Element]) -> Elements {
        guard !shape.contains(0) else { return Element.elements([]) }
        var result: [Element] = []
        result.reserveCapacity(shape.reduce(1, *))
        let length = shape.last ?? 1
        let step = strides.last ?? 1
        var walk = StridedWalk(
            shape: shape.dropLast(),
            strides: [strides.dropLast()],
            offsets: [offset]
        )
        repeat {
            let start = walk.offsets[0]
            if step == 1 {
                result.append(contentsOf: values[start..<start + length])
            } else {
                for place in 0..<length { result.append(values[start + place * step]) }
            }
        } while walk.advance()
        return Element.elements(result)
    }
}

extension Tensor {
    /// The elements that `view` shows, in its shape.
    func seen(through view: StridedView) throws(ModelError) -> Tensor {
        Tensor(try elements.accept(view), shape: view.shape, as: elementType)
    }

    /// The axes in the order `permutation`, which has been checked.
    func transposed(_ permutation: [Int]) throws(ModelError) -> Tensor {
        let own = Extents.strides(of: shape)
        return try seen(
            through: StridedView(
                shape: permutation.map { shape[$0] },
                strides: permutation.map { own[$0] }
            )
        )
    }
}
