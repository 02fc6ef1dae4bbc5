import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct ResamplingTests {
    private func resize(
        _ image: Tensor,
        scales: [Float]? = nil,
        sizes: [Int64]? = nil,
        region: [Float]? = nil,
        _ attributes: [String: Attribute] = [:]
    ) -> OperatorRun {
        OperatorRun(
            Resize.self,
            [
                image, region.map { Tensor($0, shape: [$0.count]) },
                scales.map { Tensor($0, shape: [$0.count]) },
                sizes.map { Tensor($0, shape: [$0.count]) },
            ],
            attributes,
            opset: 19
        )
    }

    @Test func `centres of places lie on centres of places`() throws {
        let run = resize(.counting([2]), scales: [2], ["mode": .string("linear")])
        #expect(try run.values() == [1, 1.25, 1.75, 2])
    }

    @Test(arguments: [
        ("round_prefer_floor", [Float(1), 1, 2, 2]), ("ceil", [1, 2, 2, 2]),
        ("floor", [1, 1, 1, 2]),
    ])
    func `the nearest place is rounded as stated`(rounding: String, values: [Float]) throws {
        let run = resize(.counting([2]), scales: [2], ["nearest_mode": .string(rounding)])
        #expect(try run.values() == values)
    }

    @Test func `text is resized to its nearest`() throws {
        let run = resize(Tensor(["a", "b"], shape: [2]), sizes: [4])
        #expect(try run.values(String.self) == ["a", "a", "b", "b"])
    }

    @Test func `what lies beside a cropped image is extrapolated`() throws {
        let run = resize(
            .counting([3]),
            sizes: [3],
            region: [0, 2],
            [
                "mode": .string("linear"), "extrapolation_value": .float(9),
                "coordinate_transformation_mode": .string("tf_crop_and_resize"),
            ]
        )
        #expect(try run.values() == [1, 3, 9])
    }

    @Test func `a named batch passes a scale of 1`() throws {
        let node = resize(.counting([1]), scales: [1]).node
        let scales = Tensor([Float(1), 2, 0.7], shape: [3])
        let image = ValueFact(.float32, [.named("N"), .unknown, .known(10)])
        let facts = try Resize.infer(node, [image, nil, ValueFact(scales)])
        #expect(facts[0].shape == [.named("N"), .unknown, .known(7)])
        let late = try Resize.infer(node, [image, nil, ValueFact(.float32, [.known(3)])])
        #expect(late[0].shape == [.unknown, .unknown, .unknown])
    }

    @Test func `proportions are kept within the sizes`() throws {
        let run = resize(
            .counting([2, 4]),
            sizes: [6, 8],
            ["keep_aspect_ratio_policy": .string("not_larger")]
        )
        #expect(try run.tensors().first?.shape == [4, 8])
    }

    @Test(arguments: [[0], [-1], [Float.nan], [Float.infinity], [1e30], [2, 2], []])
    func `scales that make no sense are refused`(scales: [Float]) {
        #expect(resize(.counting([2]), scales: scales).isRefused())
    }

    @Test(arguments: [[-1], [Int64.max], [Int64.min], [1, 1], []])
    func `sizes that make no sense are refused`(sizes: [Int64]) {
        #expect(resize(.counting([2]), sizes: sizes).isRefused())
    }

    @Test func `an empty image cannot grow`() {
        #expect(resize(.shaped([0], []), sizes: [4]).isRefused())
    }

    @Test(arguments: [7, 9])
    func `scales of an upsampling are an attribute before opset 9`(opset: Int) throws {
        let scales = Tensor([Float(2)], shape: [1])
        let run = OperatorRun(
            Upsample.self,
            opset == 7 ? [.counting([2])] : [.counting([2]), scales],
            opset == 7 ? ["scales": .floats([2])] : [:],
            opset: opset
        )
        #expect(try run.values() == [1, 1, 2, 2])
    }

    @Test(arguments: [("zeros", Float(0)), ("border", 2), ("reflection", 1)])
    func `a grid looks at the image and beside it`(padding: String, beside: Float) throws {
        let grid = Tensor.shaped([1, 1, 3, 2], [-1, 0, 0, 0, 3, 0])
        let run = OperatorRun(
            GridSample.self,
            [.counting([1, 1, 1, 2]), grid],
            ["padding_mode": .string(padding), "align_corners": .int(1)],
            opset: 20
        )
        #expect(try run.values() == [1, 1.5, beside])
    }

    @Test func `a grid without numbers does not trap`() throws {
        let grid = Tensor.shaped([1, 1, 2, 2], [.nan, .infinity, 1e30, -1e30])
        for mode in ["nearest", "linear", "cubic"] {
            for padding in ["zeros", "border", "reflection"] {
                let run = OperatorRun(
                    GridSample.self,
                    [.counting([1, 1, 2, 2]), grid],
                    ["mode": .string(mode), "padding_mode": .string(padding)],
                    opset: 20
                )
                #expect(try run.values().count == 2)
            }
        }
    }
}
