import Graphs
import Tensors

/// Runs a recurrent cell over the time of whole inputs, direction by direction.
struct Recurrence {
    /// What a cell needs at one moment of one sequence.
    struct Moment {
        /// Products of the input with the weights and the bias of the input, gate by gate.
        let input: [Double]
        /// Which direction runs.
        let direction: Int
    }

    /// Extent of the states.
    let hidden: Int
    private let form: RecurrentForm
    private let gates: Int
    private let time: Int
    private let batch: Int
    private let width: Int
    private let image: [Double]
    private let weights: [Double]
    private let recurrent: [Double]
    private let bias: [Double]?
    private let lengths: [Int]?
    private let initial: [[Double]?]
    private let shapes: [[Int]]
    private let elementType: ElementType

    /// Takes inputs that `form` has checked, and the outputs inferred from them.
    init(
        _ given: InputFacts,
        _ form: RecurrentForm,
        gates: Int,
        states: Int
    ) throws(ModelError) {
        self.form = form
        self.gates = gates
        let input = try given.tensor(0)
        elementType = input.elementType
        time = input.shape[form.isBatchFirst ? 1 : 0]
        batch = input.shape[form.isBatchFirst ? 0 : 1]
        width = input.shape[2]
        image = Reals.of(input)
        weights = Reals.of(try given.tensor(1))
        let recurrent = try given.tensor(2)
        self.recurrent = Reals.of(recurrent)
        hidden = recurrent.shape[2]
        bias = try given.optionalTensor(3).map(Reals.of)
        lengths = try given.optionalTensor(4)?.integers
        var initial: [[Double]?] = []
        for state in 0..<states {
            initial.append(try given.optionalTensor(5 + state).map(Reals.of))
        }
        self.initial = initial
        var shapes: [[Int]] = []
        for output in try form.infer(given, states: states) {
            shapes.append(try given.extents(output))
        }
        self.shapes = shapes
    }

    /// The outputs of a cell that `step` moves on by one moment, from states to states; the first
    /// state is what comes out.
    func run(_ step: (Moment, [[Double]]) -> [[Double]]) -> [Tensor] {
        let directions = form.isReversed.count
        var sequence = [Double](repeating: 0, count: time * directions * batch * hidden)
        var finals = initial.map { _ in
            [Double](repeating: 0, count: directions * batch * hidden)
        }
        for direction in 0..<directions {
            for item in 0..<batch {
                let origin = stateStart(direction, item)
                var states = initial.map { state in
                    state.map { Array($0[origin..<origin + hidden]) }
                        ?? Array(repeating: 0, count: hidden)
                }
                let length = min(max(lengths?[item] ?? time, 0), time)
                for index in 0..<length {
                    let moment = form.isReversed[direction] ? length - 1 - index : index
                    states = step(
                        Moment(input: projected(direction, item, moment), direction: direction),
                        states
                    )
                    let start = sequenceStart(moment, direction, item)
                    sequence.replaceSubrange(start..<start + hidden, with: states[0])
                }
                for state in finals.indices {
                    finals[state].replaceSubrange(origin..<origin + hidden, with: states[state])
                }
            }
        }
        return zip([sequence] + finals, shapes).map {
            Reals.tensor($0, shape: $1, as: elementType)
        }
    }

    /// The product of the recurrent weights of some gates with `state`, and their bias.
    func recurred(_ direction: Int, gates range: Range<Int>, _ state: [Double]) -> [Double] {
        let first = direction * gates * hidden
        return (range.lowerBound * hidden..<range.upperBound * hidden).map { row in
            let start = (first + row) * hidden
            var sum = bias?[2 * first + gates * hidden + row] ?? 0
            for column in 0..<hidden { sum += recurrent[start + column] * state[column] }
            return sum
        }
    }

    /// `x` within the limit of the node.
    func clipped(_ x: Double) -> Double { min(max(x, -form.clip), form.clip) }

    private func projected(_ direction: Int, _ item: Int, _ moment: Int) -> [Double] {
        let source = (form.isBatchFirst ? item * time + moment : moment * batch + item) * width
        let first = direction * gates * hidden
        return (0..<gates * hidden).map { row in
            var sum = bias?[2 * first + row] ?? 0
            let start = (first + row) * width
            for column in 0..<width { sum += weights[start + column] * image[source + column] }
            return sum
        }
    }

    private func stateStart(_ direction: Int, _ item: Int) -> Int {
        let row =
            form.isBatchFirst
            ? item * form.isReversed.count + direction : direction * batch + item
        return row * hidden
    }

    private func sequenceStart(_ moment: Int, _ direction: Int, _ item: Int) -> Int {
        let directions = form.isReversed.count
        let row =
            form.isBatchFirst
            ? (item * time + moment) * directions + direction
            : (moment * directions + direction) * batch + item
        return row * hidden
    }
}
