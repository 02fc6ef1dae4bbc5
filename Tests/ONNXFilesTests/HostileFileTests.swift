import DamagedModels
import Graphs
import ONNXFiles
import Testing

struct HostileFileTests {
    static let seed: UInt64 = 20_260_101

    @Test func `damaged files are read or refused, and nothing else happens`() throws {
        let run = try MutationRun(count: 3000, seed: Self.seed)
        print(
            "seed \(Self.seed): \(run.soundCount) damaged files were sound,",
            "\(run.refusedCount) refused"
        )
        #expect(run.unstable.isEmpty)
        #expect(run.soundCount > 500)
        #expect(run.refusedCount > 500)
    }

    @Test(arguments: [[0x0a, 0], [0x2a, 0], [0x5a, 0], [0x12, 0]] as [[UInt8]])
    func `millions of empty messages are refused before they are decoded`(message: [UInt8]) {
        // Nodes, tensors and inputs; the graph's name over and over.
        let graph = (0..<10_000).flatMap { _ in message }
        let file = [8, 8, 0x3a] + varint(graph.count) + graph
        let limits = ImportLimits(messageBytesMax: 1 << 20)
        let error = #expect(throws: ModelError.self) { try ModelFile.model(file, limits: limits) }
        #expect(error?.reason.isExcess == true)
    }

    @Test func `packed numbers count with what they grow to`() {
        let tensor: [UInt8] = [0x3a] + varint(100_000) + [UInt8](repeating: 1, count: 100_000)
        let limits = ImportLimits(messageBytesMax: 1_000_000)
        let error = #expect(throws: ModelError.self) {
            try TensorFile(bytes: tensor, limits: limits)
        }
        #expect(error?.reason.isExcess == true)
    }

    @Test func `a file that is too long is refused`() throws {
        let file = try SampleModels.files()[0]
        let limits = ImportLimits(fileBytesMax: file.count - 1)
        let error = #expect(throws: ModelError.self) { try ModelFile.model(file, limits: limits) }
        #expect(error?.reason.isExcess == true)
    }

    @Test(
        arguments: [
            [0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            [0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
            [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
            [0x0b, 0x0c], [0x00, 0x01], [0x0d, 0x01], [0x09, 0x01],
        ] as [[UInt8]]
    )
    func `lengths, groups and numbers that cannot be are refused`(file: [UInt8]) {
        #expect(reason(file)?.isDamage == true)
    }
}
