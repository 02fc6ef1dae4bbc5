public import Imaging
public import Tensors

extension ModelCard {
    /// The network's input for `pictures`: [count, channels, rows, columns], scaled to the card's size,
    /// mono repeated into colour or colour made luma where the card asks for the other.
    public func tensor(of pictures: [Image]) -> Tensor {
        let plane = width * height
        var values = [Float](repeating: 0, count: pictures.count * channels * plane)
        for (index, picture) in pictures.enumerated() {
            // Mono need not be repeated to be read again and again.
            let isRepeated = picture.channels == 1
            let fitted = (isRepeated ? picture : picture.converted(toChannels: channels))
                .scaled(width: width, height: height)
            for channel in 0..<channels {
                fitted.write(
                    channel: isRepeated ? 0 : channel,
                    scale: 1 / (255 * deviation[channel]),
                    shift: mean[channel] / deviation[channel],
                    to: &values,
                    at: (index * channels + channel) * plane
                )
            }
        }
        return Tensor(values, shape: [pictures.count, channels, height, width])
    }
}
