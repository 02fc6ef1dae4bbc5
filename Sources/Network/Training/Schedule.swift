internal import Foundation

/// Learning rates from step to step: a line up, then half a cosine down.
///
/// Loshchilov and Hutter, <https://arxiv.org/abs/1608.03983>, without restarts.
public struct Schedule: Sendable, Hashable {
    /// The highest rate.
    public var peak: Float
    /// Steps of the line up.
    public var warmUpSteps: Int
    /// The last rate as a share of the highest.
    public var finalShare: Float

    /// Makes a schedule.
    public init(peak: Float, warmUpSteps: Int, finalShare: Float = 0.01) {
        precondition(peak > 0 && warmUpSteps >= 0 && (0...1).contains(finalShare))
        self.peak = peak
        self.warmUpSteps = warmUpSteps
        self.finalShare = finalShare
    }

    /// The rate of `step`, from 0, of `steps`.
    public func rate(step: Int, of steps: Int) -> Float {
        if step < warmUpSteps { return peak * Float(step + 1) / Float(warmUpSteps) }
        let left = max(1, steps - warmUpSteps - 1)
        let progress = min(1, Double(step - warmUpSteps) / Double(left))
        let share = (1 + cos(progress * .pi)) / 2
        return peak * (finalShare + (1 - finalShare) * Float(share))
    }
}
