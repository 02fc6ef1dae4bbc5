internal import Glibc
public import Imaging

/// Height over the surface's slow form, integrated from normals.
///
/// Gradients are averaged over blocks first, which loses nothing that a block can hold. Poisson's
/// equation with free edges is solved exactly by cosine transforms (Simchony, Chellappa, Shao, PAMI
/// 12(5), 1990), computed as products with the transform's matrix.
public struct Relief: Sendable {
    /// Height in pixels of the pictures, one value per block.
    public let heights: Plane
    /// Pixels of the pictures along a block's side.
    public let blockSide: Int

    /// Integrates `normals` over blocks of `blockSide` pixels.
    ///
    /// `flatteningRadius` is in blocks: what is wider than twice that is taken for the form of the
    /// board, a bent carton for example, and removed; 0 keeps everything. Sides of the field must
    /// be at least two blocks; traps otherwise.
    public init(_ normals: NormalField, blockSide: Int, flatteningRadius: Int) {
        precondition(blockSide > 0 && normals.width >= 2 * blockSide)
        precondition(normals.height >= 2 * blockSide)
        self.init(
            SlopeField(normals).reduced(by: blockSide),
            flatteningRadius: flatteningRadius
        )
    }

    /// Integrates `slopes`, block by block; see the other initialiser.
    public init(_ slopes: SlopeField, flatteningRadius: Int) {
        blockSide = slopes.blockSide
        var integrated = Self.integrated(slopes.across, slopes.along)
        for i in integrated.values.indices { integrated.values[i] *= Float(blockSide) }
        if flatteningRadius > 0 {
            let form = integrated.boxMean(radius: flatteningRadius)
                .boxMean(radius: flatteningRadius)
            integrated.add(form, times: -1)
        }
        heights = integrated
    }

    /// The surface whose differences between neighbours are nearest to the slopes' means.
    static func integrated(_ across: Plane, _ along: Plane) -> Plane {
        let (width, height) = (across.width, across.height)
        var divergence = Plane(width: width, height: height, filledWith: 0)
        for y in 0..<height {
            for x in 0..<width {
                if x + 1 < width {
                    let step = (across[x, y] + across[x + 1, y]) / 2
                    divergence[x, y] += step
                    divergence[x + 1, y] -= step
                }
                if y + 1 < height {
                    let step = (along[x, y] + along[x, y + 1]) / 2
                    divergence[x, y] += step
                    divergence[x, y + 1] -= step
                }
            }
        }
        let rows = CosineTransform(width)
        let columns = CosineTransform(height)
        var spectrum = columns.forward(rows.forward(divergence).transposed()).transposed()
        let eigenAcross = Self.eigenvalues(width)
        let eigenAlong = Self.eigenvalues(height)
        for v in 0..<height {
            for u in 0..<width {
                let eigen = Float(eigenAlong[v] + eigenAcross[u])
                spectrum[u, v] = u + v == 0 ? 0 : -spectrum[u, v] / eigen
            }
        }
        return columns.backward(rows.backward(spectrum).transposed()).transposed()
    }
}

extension Relief {
    /// What the difference of differences makes of each wave over `length` places.
    private static func eigenvalues(_ length: Int) -> [Double] {
        (0..<length).map { 2 - 2 * cos(Double.pi * Double($0) / Double(length)) }
    }
}

/// The cosine transform DCT-II of rows, orthonormal, as a matrix.
struct CosineTransform {
    let length: Int
    /// `matrix[k * length + n]`: wave k at place n.
    private let matrix: [Float]
    private let transposedMatrix: [Float]

    init(_ length: Int) {
        self.length = length
        var matrix = [Float](repeating: 0, count: length * length)
        var transposedMatrix = matrix
        // Every entry is one of these, by how far its wave has turned.
        let turns = (0..<(4 * length)).map { cos(Double.pi * Double($0) / Double(2 * length)) }
        for k in 0..<length {
            let scale = ((k == 0 ? 1.0 : 2.0) / Double(length)).squareRoot()
            for n in 0..<length {
                let value = Float(scale * turns[k * (2 * n + 1) % (4 * length)])
                matrix[k * length + n] = value
                transposedMatrix[n * length + k] = value
            }
        }
        self.matrix = matrix
        self.transposedMatrix = transposedMatrix
    }

    func forward(_ plane: Plane) -> Plane { multiplied(plane, transposedMatrix) }

    func backward(_ plane: Plane) -> Plane { multiplied(plane, matrix) }

    /// Every row of `plane` times `matrix`, row-major.
    private func multiplied(_ plane: Plane, _ matrix: [Float]) -> Plane {
        plane.multiplied(byColumns: matrix)
    }
}
