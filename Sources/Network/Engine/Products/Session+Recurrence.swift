internal import KernelShapes
internal import Kernels

extension Session {
    /// Each part takes whole sequences, so that no moment waits for another part.
    func recur(_ step: RecurrentStep, _ part: Part) {
        let units = part.range(of: step.directions.count * step.batch)
        var unit = units.lowerBound
        while unit < units.upperBound {
            let direction = unit / step.batch
            let first = unit - direction * step.batch
            let count = min(
                step.batch - first,
                units.upperBound - unit,
                RecurrentStep.sequencesPerProduct
            )
            let run = unsafe RecurrentRun(
                self,
                step,
                direction: direction,
                first..<first + count,
                scratch: partScratch(part)
            )
            run.run()
            unit += count
        }
    }
}

/// Some sequences on their way in one direction.
@safe
private struct RecurrentRun {
    let session: Session
    let step: RecurrentStep
    let direction: RecurrentStep.Direction
    let index: Int
    let items: Range<Int>
    /// Scratch of the products.
    let products: UnsafeMutableRawPointer
    /// States, a row for each sequence.
    let state: UnsafeMutablePointer<Float>
    /// Second states of an LSTM, or a GRU's states after its reset gate.
    let second: UnsafeMutablePointer<Float>
    /// A curve over the second state.
    let curved: UnsafeMutablePointer<Float>
    /// Products of the states, a row for each sequence.
    let gates: UnsafeMutablePointer<Float>
    let gateStride: Int
    let stride: Int

    init(
        _ session: Session,
        _ step: RecurrentStep,
        direction index: Int,
        _ items: Range<Int>,
        scratch: UnsafeMutableRawPointer
    ) {
        self.session = session
        self.step = step
        self.index = index
        self.items = items
        direction = step.directions[index]
        unsafe products = scratch
        let room = RecurrentStep.sequencesPerProduct
        let count = room * step.stateCount
        let layers = step.directions[index].layers
        let offset = RecurrentStep.productScratch(
            layers.map(\.plan.scratchByteCount).max() ?? 0
        )
        let floats = unsafe (scratch + offset).assumingMemoryBound(to: Float.self)
        unsafe state = floats
        unsafe second = floats + count
        unsafe curved = floats + 2 * count
        unsafe gates = floats + 3 * count
        stride = step.stateCount
        gateStride = step.gateCount
    }

    func run() {
        begin()
        for moment in 0..<step.time {
            let time = direction.isReversed ? step.time - 1 - moment : moment
            unsafe multiply(layer: 0, state, to: 0)
            for row in 0..<items.count {
                switch step.cell {
                case .plain: movePlain(row, time)
                case .gru(let resetsLast): openGates(row, time, resetsLast)
                case .lstm: moveMemory(row, time)
                }
            }
            if case .gru(let resetsLast) = step.cell {
                if !resetsLast { unsafe multiply(layer: 1, second, to: candidates) }
                for row in 0..<items.count { moveGated(row, time, resetsLast) }
            }
            store(time)
        }
        end()
    }

    private func begin() {
        for index in 0..<2 {
            let target = unsafe index == 0 ? state : second
            unsafe target.update(repeating: 0, count: items.count * stride)
            guard index < step.initial.count, let place = step.initial[index] else { continue }
            let given = unsafe session.pointer(place)
            for (row, item) in items.enumerated() {
                unsafe (target + row * stride)
                    .update(from: given + stateStart(item), count: step.hidden)
            }
        }
    }

    private func end() {
        for (index, view) in step.finals.enumerated() {
            let source = unsafe index == 0 ? state : second
            let to = unsafe session.pointer(view)
            for (row, item) in items.enumerated() {
                unsafe (to + stateStart(item))
                    .update(from: source + row * stride, count: step.hidden)
            }
        }
    }

    private func stateStart(_ item: Int) -> Int {
        let row =
            step.isBatchFirst
            ? item * step.directions.count + index : index * step.batch + item
        return row * step.hidden
    }

    private func store(_ time: Int) {
        let to = unsafe session.pointer(step.sequence)
        let directions = step.directions.count
        for (row, item) in items.enumerated() {
            let place =
                step.isBatchFirst
                ? (item * step.time + time) * directions + index
                : (time * directions + index) * step.batch + item
            unsafe (to + place * step.hidden)
                .update(from: state + row * stride, count: step.hidden)
        }
    }

    private func multiply(layer: Int, _ states: UnsafeMutablePointer<Float>, to offset: Int) {
        let (plan, weights) = direction.layers[layer]
        unsafe session.kernels.connect(
            plan,
            batch: items.count,
            input: UnsafePointer(states),
            inputRowStride: stride,
            weights: session.pointer(weights),
            output: gates + offset,
            outputRowStride: gateStride,
            scratch: products,
            part: .whole
        )
    }

    /// Where the products of a GRU's second layer begin in a row of gates: whole blocks.
    private var candidates: Int { (2 * step.hidden + 15) / 16 * 16 }

    /// Products of the input of sequence `row` at `time`.
    private func projected(_ row: Int, _ time: Int) -> UnsafePointer<Float> {
        let item = items.lowerBound + row
        let place = step.isBatchFirst ? item * step.time + time : time * step.batch + item
        let count = (step.cell.gates * step.hidden + 15) / 16 * 16
        return unsafe UnsafePointer(session.pointer(direction.projected)) + place * count
    }

    private func curve(_ curve: Curve, _ values: UnsafeMutablePointer<Float>, _ count: Int) {
        unsafe session.kernels.apply(
            curve,
            UnsafePointer(values),
            output: values,
            count: count,
            part: .whole
        )
    }

    private func movePlain(_ row: Int, _ time: Int) {
        let (gate, given) = unsafe (gates + row * gateStride, projected(row, time))
        let to = unsafe state + row * stride
        for unit in 0..<step.hidden { unsafe to[unit] = gate[unit] + given[unit] }
        unsafe curve(.tanh, to, step.hidden)
    }

    /// Input, output, forget and cell, as ONNX orders them.
    private func moveMemory(_ row: Int, _ time: Int) {
        let hidden = step.hidden
        let (gate, given) = unsafe (gates + row * gateStride, projected(row, time))
        for unit in 0..<4 * hidden { unsafe gate[unit] += given[unit] }
        unsafe curve(.sigmoid, gate, 3 * hidden)
        unsafe curve(.tanh, gate + 3 * hidden, hidden)
        let cell = unsafe second + row * stride
        let outer = unsafe curved + row * stride
        for unit in 0..<hidden {
            unsafe cell[unit] =
                gate[2 &* hidden &+ unit] * cell[unit] + gate[unit] * gate[3 &* hidden &+ unit]
            unsafe outer[unit] = cell[unit]
        }
        unsafe curve(.tanh, outer, hidden)
        let to = unsafe state + row * stride
        for unit in 0..<hidden { unsafe to[unit] = gate[hidden &+ unit] * outer[unit] }
    }

    /// The update and reset gates of a GRU, and the state after its reset.
    private func openGates(_ row: Int, _ time: Int, _ resetsLast: Bool) {
        let hidden = step.hidden
        let (gate, given) = unsafe (gates + row * gateStride, projected(row, time))
        for unit in 0..<2 * hidden { unsafe gate[unit] += given[unit] }
        unsafe curve(.sigmoid, gate, 2 * hidden)
        guard !resetsLast else { return }
        let (from, to) = unsafe (state + row * stride, second + row * stride)
        for unit in 0..<hidden { unsafe to[unit] = gate[hidden &+ unit] * from[unit] }
    }

    private func moveGated(_ row: Int, _ time: Int, _ resetsLast: Bool) {
        let hidden = step.hidden
        let (gate, given) = unsafe (gates + row * gateStride, projected(row, time))
        let inner = unsafe gate + (resetsLast ? 2 * hidden : candidates)
        let fresh = unsafe curved + row * stride
        for unit in 0..<hidden {
            let reset = unsafe resetsLast ? gate[hidden &+ unit] : 1
            unsafe fresh[unit] = given[2 &* hidden &+ unit] + reset * inner[unit]
        }
        unsafe curve(.tanh, fresh, hidden)
        let to = unsafe state + row * stride
        for unit in 0..<hidden {
            let update = unsafe gate[unit]
            unsafe to[unit] = (1 - update) * fresh[unit] + update * to[unit]
        }
    }
}
