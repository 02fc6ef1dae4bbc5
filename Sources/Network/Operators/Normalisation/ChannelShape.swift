import Graphs
import Tensors

/// A tensor of batch, channels and places, the places of all further axes in a row.
struct ChannelShape {
    /// Images in the batch.
    let batch: Int
    /// Channels of an image.
    let channels: Int
    /// Places of a channel.
    let places: Int

    /// Takes a shape of at least two axes.
    init(_ shape: [Int]) {
        batch = shape[0]
        channels = shape[1]
        places = shape[2...].reduce(1, *)
    }

    /// The channel of element `index` in row-major order.
    func channel(_ index: Int) -> Int { index / places % channels }
}

/// Mean and spread of some elements.
struct Moments {
    /// The mean, 0 of nothing.
    let mean: Double
    /// Mean square distance from the mean, 0 of nothing.
    let variance: Double

    /// Measures `values`.
    init(_ values: ArraySlice<Double>) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }
}
