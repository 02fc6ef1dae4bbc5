internal import KernelShapes

/// Places of one BatchNorm, with the nonlinearity that follows it.
struct NormalPlaces: Sendable {
    let channels: Int
    let blocks: Int
    let pixels: Int
    let epsilon: Float
    /// `Nonlinearity.code`, or 0.
    let bend: Int32
    /// Of a picture.
    let input: Int
    let output: Int
    /// Of a picture: [block][2][16] moments, then sums of the way back.
    let sums: Int
    /// Shared, see `NormalConstants`.
    let constants: Int
    /// Shared: the weights' own places in parameters and gradients.
    let scale: Int
    let shift: Int
    let mean: Int
    let variance: Int
    let gradients: Int

    func extents(_ images: Int) -> RunExtents {
        RunExtents(images: images, blocks: blocks, pixels: pixels)
    }

    func constants(_ memory: RunnerMemory) -> NormalConstants {
        unsafe NormalConstants(memory.place(constants), blocks: blocks)
    }

    /// Writes scale and shift of the way forward.
    func settle(_ memory: RunnerMemory, channel: Int, mean: Double, variance: Double) {
        let constants = unsafe constants(memory)
        let inverse = 1 / (variance + Double(epsilon)).squareRoot()
        let gamma = unsafe Double(memory.place(scale)[channel])
        let beta = unsafe Double(memory.place(shift)[channel])
        unsafe constants.scale[channel] = Float(gamma * inverse)
        unsafe constants.shift[channel] = Float(beta - mean * gamma * inverse)
        unsafe constants.mean[channel] = Float(mean)
        unsafe constants.inverse[channel] = Float(inverse)
    }
}

/// Means and deviations of each picture.
struct MomentsStep: BatchStep {
    let places: NormalPlaces
    var footprint: Int { places.blocks * places.pixels * 16 }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe memory.gradients.moments(
            places.extents(images.count),
            input: memory.run(places.input, images),
            result: memory.run(places.sums, images)
        )
    }
}

/// Means and variances of the batch: Chan, Golub and LeVeque, "Updating formulae and a pairwise
/// algorithm for computing sample variances", 1979.
///
/// Where a gradient would be, mean and unbiased variance are left for the running averages.
struct MomentsBarrier: BatchBarrier {
    let places: NormalPlaces

    func run(_ memory: RunnerMemory) {
        let pixels = Double(places.pixels)
        let count = Double(memory.batch) * pixels
        for channel in 0..<places.channels {
            let place = places.sums + channel / 16 * 32 + channel % 16
            var sum = 0.0
            for image in 0..<memory.batch { sum += unsafe Double(memory.picture(place, image)[0]) }
            let mean = sum / Double(memory.batch)
            var squares = 0.0
            for image in 0..<memory.batch {
                let far = unsafe Double(memory.picture(place, image)[0]) - mean
                squares += unsafe Double(memory.picture(place, image)[16]) + pixels * far * far
            }
            places.settle(memory, channel: channel, mean: mean, variance: squares / count)
            let gradients = unsafe memory.place(places.gradients)
            unsafe gradients[places.mean - places.scale + channel] = Float(mean)
            unsafe gradients[places.variance - places.scale + channel] = Float(
                squares / max(1, count - 1)
            )
        }
    }
}

/// Scale and shift from the running averages.
struct RunningMoments: BatchBarrier {
    let places: NormalPlaces

    func run(_ memory: RunnerMemory) {
        for channel in 0..<places.channels {
            unsafe places.settle(
                memory,
                channel: channel,
                mean: Double(memory.place(places.mean)[channel]),
                variance: Double(memory.place(places.variance)[channel])
            )
        }
    }
}

/// Scale, shift and nonlinearity.
struct NormaliseStep: BatchStep {
    let places: NormalPlaces
    var footprint: Int { 2 * places.blocks * places.pixels * 16 }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe memory.gradients.normalise(
            places.extents(images.count),
            input: memory.run(places.input, images),
            places.constants(memory),
            bend: places.bend,
            output: memory.run(places.output, images)
        )
    }
}

/// Gradient before the nonlinearity, in place, and its sums.
struct NormalSlopeStep: BatchStep {
    let places: NormalPlaces
    let gradient: Int
    var footprint: Int { 2 * places.blocks * places.pixels * 16 }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe memory.gradients.normalisedSlope(
            places.extents(images.count),
            input: memory.run(places.input, images),
            places.constants(memory),
            bend: places.bend,
            gradient: memory.run(gradient, images),
            result: memory.run(gradient, images),
            sums: memory.run(places.sums, images)
        )
    }
}

/// Gradients of scale and shift, and the factors for that of the input.
struct NormalSlopeBarrier: BatchBarrier {
    let places: NormalPlaces
    /// Whether mean and variance are constants: then they have no share in the gradient.
    let isFrozen: Bool

    func run(_ memory: RunnerMemory) {
        let constants = unsafe places.constants(memory)
        let count = Double(memory.batch * places.pixels)
        for channel in 0..<places.channels {
            let factors = unsafe constants.factors + channel / 16 * 48 + channel % 16
            let scale = unsafe Double(constants.scale[channel])
            if isFrozen {
                unsafe factors[0] = Float(scale)
                unsafe factors[16] = 0
                unsafe factors[32] = 0
                continue
            }
            let place = places.sums + channel / 16 * 32 + channel % 16
            var plain = 0.0
            var product = 0.0
            for image in 0..<memory.batch {
                plain += unsafe Double(memory.picture(place, image)[0])
                product += unsafe Double(memory.picture(place, image)[16])
            }
            let gradients = unsafe memory.place(places.gradients)
            unsafe gradients[channel] = Float(product)
            unsafe gradients[places.shift - places.scale + channel] = Float(plain)
            let mean = unsafe Double(constants.mean[channel])
            let slope = unsafe scale * Double(constants.inverse[channel]) * product / count
            unsafe factors[0] = Float(scale)
            unsafe factors[16] = Float(-slope)
            unsafe factors[32] = Float(mean * slope - scale * plain / count)
        }
    }
}

/// Gradient of the normalisation's input.
struct NormalBackStep: BatchStep {
    let places: NormalPlaces
    let gradient: Int
    let inputGradient: Int
    let isAdding: Bool
    var footprint: Int { 2 * places.blocks * places.pixels * 16 }

    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int) {
        unsafe memory.gradients.normalisedGradient(
            places.extents(images.count),
            input: memory.run(places.input, images),
            places.constants(memory),
            gradient: memory.run(gradient, images),
            isAdding: isAdding,
            result: memory.run(inputGradient, images)
        )
    }
}
