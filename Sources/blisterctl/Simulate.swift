import ArgumentParser
import Blister
import Documents
import Foundation
import Imaging
import PocketPictures
import Simulation
import TextPictures

/// `blisterctl simulate`: the line twin as a replay set.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Renders a blister line as a camera sees it: frames, triggers, ground truth.",
        discussion: """
            Writes a replay set into a new folder: chunk pictures, replay.yaml, layout.yaml and \
            truth.jsonl. Equal options give equal bytes, whatever the number of threads. With --crops \
            it writes crops of single pockets with products, lamps, foils, cameras and defects of \
            every kind instead, one folder per class, as blisterctl train and evaluate read them; with \
            --lines, lines of print with labels.csv.
            """
    )

    @Option(help: "Seed of every random draw.")
    var seed: UInt64 = 1
    @Option(help: "Blisters in the run, over all lanes; a whole number of cycles is made.")
    var blisters = 40
    @Option(help: "Folder to make; it must not hold files.")
    var out: String?
    @Option(help: "Blisters a minute, over all lanes.")
    var speed: Double?
    @Option(help: "YAML file of scheduled faults.")
    var faults: String?
    @Option(help: "Product; see --list-products.")
    var product = "round-flat-white"
    @Flag(help: "Three channels instead of one.")
    var colour = false
    @Option(help: "Blisters side by side, 1 to 8.")
    var lanes = 1
    @Option(help: "Share of blisters with a seeded defect, 0 to 1.")
    var defectRate = 0.05
    @Option(help: "Comma-separated defects to seed; all but print by default.")
    var defects: String?
    @Option(help: "Pockets of a blister, 1 to 60, instead of the product's usual layout.")
    var pockets: Int?
    @Option(help: "Light: dome, bar or coaxial.")
    var light: String = LightKind.dome.rawValue
    @Option(help: "Threads; the processor's count by default.")
    var threads: Int?
    @Option(help: "Chunk pictures: pnm, png or jpg.")
    var picture: String = ReplaySetWriter.ChunkPicture.pnm.rawValue
    @Flag(help: "Also writes dark and flat reference frames.")
    var references = false
    @Option(help: "Labelled crops of single pockets to write, instead of a replay set.")
    var crops: Int?
    @Option(help: "Labelled lines of print to write, instead of a replay set.")
    var lines: Int?
    @Option(help: "With --lines: dots, transfer, ink, laser or emboss; all by default.")
    var kind: String?
    @Option(help: "With --lines: how bad they may get, 0 to 1; at 1 some cannot be read.")
    var hardness = 0.5
    @Flag(help: "With --crops, --lines: of kinds and fonts that no model of ours learnt from.")
    var heldOut = false
    @Flag(help: "Names the products and ends.")
    var listProducts = false
    @Option(
        help:
            "Writes a picture of one blister of each defect, or with --product all of each product."
    )
    var contactSheet: String?

    @Flag(help: "An embossed carton instead: pictures under each light, lights.yaml, truth.json.")
    var carton = false
    @OptionGroup var embossing: CartonOptions
    @OptionGroup var printing: PrintingOptions

    func run() throws {
        if carton {
            guard let out else {
                throw UsageFault(line: "simulate: --out is missing; name the folder to make")
            }
            print(try embossing.folder(seed: seed).write(to: out))
            return
        }
        if listProducts {
            for preset in TwinProduct.presets { print("\(preset.name)  \(preset.summary)") }
            return
        }
        if let lines { return try writeLines(lines) }
        guard let crops else { return try render() }
        guard out != nil || contactSheet != nil else {
            throw UsageFault(line: "simulate: --out is missing; name the folder to make")
        }
        guard (1...10_000_000).contains(crops) else {
            throw UsageFault(line: "simulate: --crops \(crops) is impossible; use 1 to 10000000")
        }
        let writer = PocketCropWriter(seed: seed, count: crops, heldOut: heldOut)
        if let contactSheet { try writer.sheet().write(path: contactSheet) }
        if let out { print(try writer.write(to: out)) }
    }

    private func writeLines(_ count: Int) throws {
        guard let out else {
            throw UsageFault(line: "simulate: --out is missing; name the folder to make")
        }
        guard (1...10_000_000).contains(count) else {
            throw UsageFault(line: "simulate: --lines \(count) is impossible; use 1 to 10000000")
        }
        let known = PrintKind.allCases.map(\.rawValue).joined(separator: ", ")
        if let kind, PrintKind(rawValue: kind) == nil {
            throw UsageFault(line: "simulate: --kind \(kind) is unknown; use one of \(known)")
        }
        let writer = PrintLineWriter(
            seed: seed,
            count: count,
            isHeldOut: heldOut,
            hardness: Float(min(1, max(0, hardness))),
            kind: kind.flatMap { PrintKind(rawValue: $0) }
        )
        print(try writer.write(to: out))
    }

    private struct UsageFault: Error, CustomStringConvertible {
        let line: String
        var description: String { line }
    }

    private func render() throws {
        guard out != nil || contactSheet != nil else {
            throw UsageFault(line: "simulate: --out is missing; name the folder to make")
        }
        let threadCount = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        guard (1...256).contains(threadCount) else {
            throw UsageFault(line: "simulate: --threads \(threadCount) is impossible; use 1 to 256")
        }
        if let contactSheet, product == "all" {
            let sheet = try ContactSheet(
                products: try scenario(of: TwinProduct.presets[0]),
                lights: [try lightKind()]
            )
            try sheet.write(to: contactSheet)
            return
        }
        let web = try TwinWeb(try scenario(of: try preset()))
        if let contactSheet {
            try ContactSheet(defectsOf: web).write(to: contactSheet)
        }
        if let out {
            let writer = ReplaySetWriter(
                web: web,
                threads: threadCount,
                writesReferences: references,
                picture: try chunkPicture()
            )
            try writer.write(to: out)
            print(summary(web, chunkCount: writer.chunkCount, folder: out))
        }
    }

    private func summary(_ web: TwinWeb, chunkCount: Int, folder: String) -> String {
        let scenario = web.scenario
        var rejects = 0
        for cycle in 0..<scenario.cycles {
            for lane in 0..<scenario.layout.lanes
            where web.truth(cycle: cycle, lane: lane).verdict != .accept {
                rejects += 1
            }
        }
        let count = scenario.cycles * scenario.layout.lanes
        return "\(folder): \(count) blisters, \(rejects) to reject, \(web.rowCount) rows of "
            + "\(scenario.width) columns in \(chunkCount) chunks"
    }

    private func preset() throws -> TwinProduct {
        guard let preset = TwinProduct.named(product) else {
            let names = TwinProduct.presets.map(\.name).joined(separator: ", ")
            throw UsageFault(line: "simulate: unknown product '\(product)'; use one of: \(names)")
        }
        return preset
    }

    private func chunkPicture() throws -> ReplaySetWriter.ChunkPicture {
        guard let chosen = ReplaySetWriter.ChunkPicture(rawValue: picture) else {
            throw UsageFault(
                line: "simulate: unknown picture '\(picture)'; use pnm, png or jpg"
            )
        }
        return chosen
    }

    private func lightKind() throws -> LightKind {
        guard let kind = LightKind(rawValue: light) else {
            throw UsageFault(line: "simulate: unknown light '\(light)'; use dome, bar or coaxial")
        }
        return kind
    }

    private func scenario(of preset: TwinProduct) throws -> TwinScenario {
        for (name, value, allowed) in [
            ("--blisters", blisters, 1...10_000_000), ("--lanes", lanes, 1...8),
            ("--pockets", pockets ?? 1, 1...60),
        ] where !allowed.contains(value) {
            let range = "\(allowed.lowerBound) to \(allowed.upperBound)"
            throw UsageFault(line: "simulate: \(name) \(value) is impossible; use \(range)")
        }
        var scenario = TwinScenario(
            seed: seed,
            product: preset,
            lanes: lanes,
            cycles: (blisters + lanes - 1) / lanes,
            pockets: pockets
        )
        scenario.channels = colour ? 3 : 1
        scenario.light = try lightKind()
        scenario.defectRate = defectRate
        if let speed { scenario.cyclesPerMinute = speed / Double(lanes) }
        if let defects { scenario.defectKinds = try kinds(defects) }
        try printing.set(&scenario)
        if let faults {
            scenario.faults = try FaultSchedule.read(path: faults, layout: scenario.layout)
        }
        return scenario
    }

    private func kinds(_ list: String) throws -> [RejectReason] {
        try list.split(separator: ",").map { name in
            guard let reason = RejectReason(rawValue: String(name)),
                TwinScenario.allKinds.contains(reason)
            else {
                let names = TwinScenario.allKinds.map(\.rawValue).joined(separator: ", ")
                throw UsageFault(line: "simulate: unknown defect '\(name)'; use some of: \(names)")
            }
            return reason
        }
    }
}
