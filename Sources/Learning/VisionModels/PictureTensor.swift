public import Imaging
public import Tensors

extension ModelCard {
    /// The network's input for `pictures`: [count, channels, rows, columns], scaled to the card's size,
    /// mono repeated into colour or colour made luma where the card asks for the other.
    public func tensor(of pictures: [Image]) -> Tensor {
        let plane = width * height
        var values = [Float](repeating: 0, count: pictures.count * channels * plane)
        for (index, picture) in pictures.enumerated() {
            let fitted = picture.converted(toChannels: channels).scaled(
                width: width,
                height: height
            )
            for channel in 0..<channels {
                let start = (index * channels + channel) * plane
                let scale = 1 / (255 * deviation[channel])
                let shift = mean[channel] / deviation[channel]
                for place in 0..<plane {
                    let sample = Float(fitted.pixels[place * channels + channel])
                    values[start + place] = sample * scale - shift
                }
            }
        }
        return Tensor(values, shape: [pictures.count, channels, height, width])
    }
}
