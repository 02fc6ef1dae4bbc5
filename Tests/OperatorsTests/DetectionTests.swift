import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct DetectionTests {
    private static let boxes = Tensor.shaped(
        [1, 3, 4],
        [0, 0, 1, 1, 0, 0.1, 1, 1.1, 1, 5, 0, 4]
    )

    private func chosen(_ scores: [Float], most: Int64, least: Float? = nil) throws -> [Int64] {
        let run = OperatorRun(
            NonMaxSuppression.self,
            [
                Self.boxes, .shaped([1, 1, 3], scores), Tensor([most], shape: [1]),
                Tensor(scalar: Float(0.5)), least.map { Tensor(scalar: $0) },
            ]
        )
        return try run.values(Int64.self)
    }

    @Test func `a box that overlaps a better one is left out`() throws {
        #expect(try chosen([0.8, 0.9, 0.3], most: 9) == [0, 0, 1, 0, 0, 2])
    }

    @Test func `as many boxes as allowed are chosen, and none of low score`() throws {
        #expect(try chosen([0.8, 0.9, 0.3], most: 1) == [0, 0, 1])
        #expect(try chosen([0.8, 0.9, 0.3], most: 9, least: 0.3) == [0, 0, 1])
        #expect(try chosen([0.8, 0.9, 0.3], most: .min) == [])
    }

    @Test func `of equal scores the first box counts`() throws {
        #expect(try chosen([0.5, 0.5, .nan], most: 9) == [0, 0, 0])
    }

    @Test func `a region is pooled into cells`() throws {
        let run = OperatorRun(
            RoiAlign.self,
            [
                .counting([1, 1, 2, 2]), .shaped([1, 4], [0, 0, 2, 2]),
                Tensor([Int64(0)], shape: [1]),
            ],
            ["output_height": .int(2), "output_width": .int(2), "sampling_ratio": .int(1)]
        )
        #expect(try run.values() == [1, 2, 3, 4])
    }

    @Test(arguments: [
        [Float.nan, 0, 1, 1], [0, 0, Float.infinity, 1], [-Float.infinity, 0, 1, 1],
        [0, 0, 1e30, 1e30],
    ])
    func `a region without end is refused`(corners: [Float]) {
        let run = OperatorRun(
            RoiAlign.self,
            [.counting([1, 1, 2, 2]), .shaped([1, 4], corners), Tensor([Int64(0)], shape: [1])]
        )
        #expect(run.isRefused())
    }

    @Test(arguments: [Int64(-1), 1, .max])
    func `a region of no image is refused`(index: Int64) {
        let run = OperatorRun(
            RoiAlign.self,
            [
                .counting([1, 1, 2, 2]), .shaped([1, 4], [0, 0, 1, 1]), Tensor([index], shape: [1]),
            ]
        )
        #expect(run.isRefused())
    }
}
