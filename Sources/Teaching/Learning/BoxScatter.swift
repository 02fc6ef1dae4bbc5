internal import Imaging

/// Evens variances out over neighbouring places, so that few samples do not make deep holes.
enum BoxScatter {
    static func evened(_ variance: [Float], width: Int) -> [Float] {
        let around = BoxMeans.means(of: variance, width: width, radius: 1)
        return zip(variance, around).map { max($0, $1) }
    }
}
