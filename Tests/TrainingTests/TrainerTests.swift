import Engine
import Foundation
import Layers
import Synchronization
import Testing
import Training

struct TrainerTests {
    private func trainer(
        _ settings: TrainingSettings,
        net: Net = Stripes.net(dropout: 0.2),
        source: Stripes = Stripes(),
        parameters: [Float]? = nil,
        checkpoint: String? = nil,
        threads: Int = 2
    ) throws -> Trainer {
        try Trainer(
            net,
            objectives: [Objective("class", .crossEntropy(smoothing: 0.05))],
            settings: settings,
            source: source,
            parameters: parameters,
            checkpoint: checkpoint,
            pool: try ThreadPool(threadCount: threads)
        )
    }

    @Test func `a small net learns to tell stripes it has never seen`() throws {
        let trainer = try trainer(Stripes.settings(steps: 160))
        try trainer.run()
        let record = trainer.state.records.last
        #expect(record?.validationRight ?? 0 > 0.95)
        #expect(record?.loss ?? .infinity < trainer.state.records[0].loss)
        let metadata = trainer.metadata
        #expect(metadata["blisterd.training.steps"] == "160")
        #expect(metadata["blisterd.training.seed"] == "5")
        let best = metadata["blisterd.training.validation_loss"]
        #expect(best == "\(trainer.state.bestLoss)")
    }

    @Test func `the same bits for any number of threads`() throws {
        let settings = Stripes.settings(steps: 25)
        let wanted = try trainer(settings, threads: 1).run()
        for threads in 2...3 {
            let found = try trainer(settings, threads: threads).run()
            #expect(found == wanted)
        }
        var other = settings
        other.seed += 1
        let found = try trainer(other).run()
        #expect(found != wanted)
    }

    @Test func `it learns with momentum, shortened gradients and no average`() throws {
        var settings = Stripes.settings(steps: 120)
        settings.optimiser = .momentum(0.9, isNesterov: true, decay: 1e-4)
        settings.schedule = Schedule(peak: 0.05, warmUpSteps: 10)
        settings.gradientLengthMax = 1
        settings.averageDecay = nil
        let trainer = try trainer(settings)
        try trainer.run()
        #expect(trainer.state.records.last?.validationRight ?? 0 > 0.9)
    }

    @Test func `training that was killed ends as if it had not been`() throws {
        struct Kill: Error {}
        let path = NSTemporaryDirectory() + "checkpoint-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = Stripes.settings(steps: 45)
        let whole = try trainer(settings)
        try whole.run()
        // Killed before the first checkpoint, between two, and right after one.
        for end in [3, 19, 28] {
            let trainer = try trainer(settings, checkpoint: path)
            #expect(throws: Kill.self) {
                try trainer.run { if $0.step == end { throw Kill() } }
            }
        }
        let last = try trainer(settings, checkpoint: path, threads: 3)
        #expect(last.state.step == 28)
        try last.run()
        #expect(last.state == whole.state)
        // What is finished stays finished.
        let again = try trainer(settings, checkpoint: path)
        #expect(again.isFinished)
        let weights = try again.run()
        #expect(weights == whole.state.result)
    }

    @Test func `a checkpoint of something else, or damaged, is refused`() throws {
        let path = NSTemporaryDirectory() + "checkpoint-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = Stripes.settings(steps: 7)
        try trainer(settings, checkpoint: path).run()
        var other = settings
        other.seed += 1
        #expect(throws: TrainingError.checkpoint(path: path, .otherTraining)) {
            try trainer(other, checkpoint: path)
        }
        let bytes = try Data(contentsOf: URL(filePath: path))
        for damage in [bytes.dropLast(), bytes.prefix(20), bytes.prefix(0)] {
            try Data(damage).write(to: URL(filePath: path))
            #expect(throws: TrainingError.checkpoint(path: path, .damaged)) {
                try trainer(settings, checkpoint: path)
            }
        }
        var turned = bytes
        turned[turned.count / 2] ^= 4
        try turned.write(to: URL(filePath: path))
        #expect(throws: TrainingError.checkpoint(path: path, .damaged)) {
            try trainer(settings, checkpoint: path)
        }
    }

    @Test func `it stops when nothing gets better, and keeps the best`() throws {
        var settings = Stripes.settings(steps: 400)
        settings.schedule = Schedule(peak: 1e-30, warmUpSteps: 0)
        settings.averageDecay = nil
        settings.validationInterval = 5
        settings.patience = 3
        let trainer = try trainer(settings)
        try trainer.run()
        // Only BatchNorm's running averages still move.
        #expect(trainer.state.step < 400)
        #expect(trainer.state.step.isMultiple(of: 5))
        #expect(trainer.state.staleCount == 3)
        let best = trainer.state.records.compactMap(\.validationLoss).min()
        #expect(trainer.state.bestLoss == best)
        let count = trainer.state.records.count
        #expect(trainer.state.records[count - 4].validationLoss == best)
    }

    @Test func `frozen layers stay as they are, and the head learns`() throws {
        let net = Stripes.net()
        var settings = Stripes.settings(steps: 30)
        settings.frozen = Set(net.layers.map(\.name)).subtracting(["head"])
        settings.averageDecay = nil
        let before = net.initialParameters(seed: settings.seed)
        let trainer = try trainer(settings, net: net, parameters: before)
        let after = try trainer.run()
        for entry in net.layout.entries {
            let isHead = net.layers[entry.layer].name == "head"
            #expect((Array(after[entry.range]) == Array(before[entry.range])) != isHead)
        }
        let records = trainer.state.records
        #expect(records.last?.loss ?? .infinity < records.first?.loss ?? 0)
    }

    @Test func `batches may differ in size`() throws {
        var source = Stripes()
        source.otherWidth = 24
        let trainer = try trainer(Stripes.settings(steps: 20), source: source)
        try trainer.run()
        #expect(trainer.state.step == 20)
    }

    @Test func `a loss that is no number ends it`() throws {
        var settings = Stripes.settings(steps: 50)
        settings.optimiser = .momentum(0.9)
        settings.schedule = Schedule(peak: 1e30, warmUpSteps: 0)
        let trainer = try trainer(settings)
        do {
            try trainer.run()
            Issue.record("it went on")
        } catch let error as TrainingError {
            guard case .diverged = error else { throw error }
        }
    }

    @Test func `an error of the source comes through`() throws {
        struct Missing: Error {}
        struct Broken: BatchSource {
            func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
                if step == 3 { throw Missing() }
                return Stripes().batch(step: step, seed: seed, size: size)
            }
            func validation(_ index: Int, size: Int) -> TrainingBatch? { nil }
        }
        let trainer = try Trainer(
            Stripes.net(),
            objectives: [Objective("class", .crossEntropy())],
            settings: Stripes.settings(steps: 9),
            source: Broken(),
            pool: try ThreadPool(threadCount: 1)
        )
        #expect(throws: Missing.self) { try trainer.run() }
        #expect(trainer.state.step == 3)
    }

    @Test func `groups stay together on either side of a split`() {
        var random = SplitMix(seed: 8)
        let groups = (0..<500).map { _ in "blister \(random.nextIndex(40))" }
        let split = GroupSplit(groups, share: 0.2, seed: 3)
        #expect((split.training + split.validation).sorted() == Array(groups.indices))
        let sides = [split.training, split.validation].map { Set($0.map { groups[$0] }) }
        #expect(sides[0].isDisjoint(with: sides[1]))
        #expect((80...100).contains(split.validation.count))
        #expect(split == GroupSplit(groups, share: 0.2, seed: 3))
        #expect(split != GroupSplit(groups, share: 0.2, seed: 4))
        // Both sides have something, whatever the share.
        for share in [0.0, 1] {
            let split = GroupSplit(["a", "b", "b"], share: share, seed: 1)
            #expect(!split.training.isEmpty && !split.validation.isEmpty)
        }
    }
}
