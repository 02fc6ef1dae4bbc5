public import Imaging

/// How steep a surface is along its rows and columns, block by block.
public struct SlopeField: Sendable {
    /// Steeper than 63° is no slope of a carton.
    private static let steepest: Float = 2
    /// Normals that lie lower than this count as this, 0...1.
    private static let towardsMin: Float = 0.1

    /// Rise of the height per pixel to the right, one value per block.
    public let across: Plane
    /// Rise of the height per pixel downwards; equal in size.
    public let along: Plane
    /// Pixels of the pictures along a block's side.
    public let blockSide: Int

    init(across: Plane, along: Plane, blockSide: Int) {
        self.across = across
        self.along = along
        self.blockSide = blockSide
    }

    /// The slopes of `normals`, pixel by pixel.
    public init(_ normals: NormalField) {
        func slopes(_ component: Plane, sign: Float) -> Plane {
            component.quotients(
                over: normals.z,
                sign: sign,
                least: Self.towardsMin,
                limit: Self.steepest
            )
        }
        across = slopes(normals.x, sign: -1)
        // Rows grow downwards.
        along = slopes(normals.y, sign: 1)
        blockSide = 1
    }

    /// The means over blocks of `factor` by `factor` of these blocks; remainders are dropped.
    public func reduced(by factor: Int) -> SlopeField {
        guard factor > 1 else { return self }
        return SlopeField(
            across: across.reduced(by: factor),
            along: along.reduced(by: factor),
            blockSide: blockSide * factor
        )
    }
}
