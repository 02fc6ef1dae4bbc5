import DamagedModels
import Graphs
import ONNXFiles
import ONNXMessages
import Testing

struct GraphOrderTests {
    @Test func `nodes that are in running order stay as they are`() throws {
        let graph = try read(
            SampleModels.model { graph in
                graph.input = [SampleModels.port("x", .float, [1])]
                graph.output = [SampleModels.port("d", .float, [1])]
                graph.node = [
                    SampleModels.node("Relu", ["x"], ["b"]),
                    SampleModels.node("Neg", ["x"], ["a"]),
                    SampleModels.node("Add", ["a", "b"], ["c"]),
                    SampleModels.node("Add", ["b", "c"], ["d"]),
                ]
            }
        ).graph
        #expect(graph.nodes.map(\.name) == ["b", "a", "c", "d"])
    }

    @Test func `nodes are put after those they take from`() throws {
        let graph = try read(SampleModels.shuffled()).graph
        #expect(graph.nodes.map(\.name) == (1...10).map { "v\($0)" })
    }

    @Test func `nodes that wait for each other are refused`() {
        let message = chain { $0.node[0].input = ["v10"] }
        #expect(error(message)?.reason == .cyclic)
        let alone = chain { $0.node[4].input = $0.node[4].output }
        #expect(error(alone)?.reason == .cyclic)
        #expect(error(alone)?.node == "Relu v6")
    }

    @Test func `a value that nothing makes is named with who wants it`() {
        let taken = chain { $0.node[3].input = ["ghost"] }
        #expect(error(taken) == ModelError(node: "Relu v7", reason: .missingValue("ghost")))
        let output = chain { $0.output[0].name = "ghost" }
        #expect(error(output) == ModelError(node: "output ghost", reason: .missingValue("ghost")))
    }

    @Test func `a value is made once`() {
        #expect(error(chain { $0.node[2].output = ["v3"] })?.reason == .doubledValue("v3"))
        #expect(error(chain { $0.node[2].output = ["v0"] })?.reason == .doubledValue("v0"))
        #expect(error(chain { $0.input += $0.input })?.reason == .doubledValue("v0"))
        #expect(error(chain { $0.output += $0.output })?.reason == .doubledValue("v10"))
        let constant = SampleModels.tensor("v3", [1], .int8, raw: [1])
        #expect(error(chain { $0.initializer = [constant] })?.reason == .doubledValue("v3"))
        #expect(
            error(chain { $0.initializer = [constant, constant] })?.reason == .doubledValue("v3")
        )
    }

    @Test func `inputs and outputs without a name, type or tensor are refused`() {
        #expect(error(chain { $0.input[0].name = "" })?.reason.isDamage == true)
        #expect(error(chain { $0.output[0].clearType() })?.reason.isDamage == true)
        #expect(
            error(chain { $0.input[0].type.sequenceType = .init() })?.reason.isUnsupported == true
        )
        #expect(
            error(chain { $0.input[0].type.tensorType.elemType = 17 })?.reason.isUnsupported
                == true
        )
    }

    @Test func `extents of inputs are checked`() {
        func extents(_ extents: [Int64]) -> ModelError.Reason? {
            error(chain { $0.input = [SampleModels.port("v0", .float, extents)] })?.reason
        }
        #expect(extents([1, 3, 224, 224]) == nil)
        // Old exporters write -1 where an extent is open.
        #expect(extents([-1, 3]) == nil)
        #expect(extents([-2, 3])?.isDamage == true)
        #expect(extents([1 << 31, 1 << 31, 1 << 31])?.isExcess == true)
        #expect(extents([Int64](repeating: 1, count: 17))?.isExcess == true)
    }

    @Test func `nodes without operator or output, and odd attributes, are refused`() {
        #expect(error(chain { $0.node[0].opType = "" })?.reason.isDamage == true)
        #expect(error(chain { $0.node[0].output = [""] })?.reason.isDamage == true)
        for fill: (inout Onnx_AttributeProto) -> Void in [
            { $0.type = .undefined }, { $0.type = .UNRECOGNIZED(40) }, { $0.refAttrName = "p" },
        ] {
            let attribute = SampleModels.attribute("a", .int, fill)
            guard case .attribute = error(chain { $0.node[0].attribute = [attribute] })?.reason
            else {
                Issue.record("\(attribute) was taken")
                return
            }
        }
        let twice = SampleModels.attribute("a", .int) { $0.i = 1 }
        #expect(
            error(chain { $0.node[0].attribute = [twice, twice] })?.reason
                == .attribute("a is there twice")
        )
    }

    @Test func `twenty thousand nodes are sorted, and refused where the limit is lower`() throws {
        let message = SampleModels.model { graph in
            graph.input = [SampleModels.port("v0", .float, [1])]
            graph.output = [SampleModels.port("v20000", .float, [1])]
            graph.node = (0..<20_000).reversed().map { index in
                SampleModels.node("Relu", ["v\(index)"], ["v\(index + 1)"])
            }
        }
        #expect(try read(message).graph.nodes.first?.name == "v1")
        let limits = ImportLimits(nodeCountMax: 19_999)
        #expect(error(message, limits: limits)?.reason.isExcess == true)
    }

    private func chain(_ change: (inout Onnx_GraphProto) -> Void) -> Onnx_ModelProto {
        var message = SampleModels.shuffled()
        change(&message.graph)
        return message
    }
}
