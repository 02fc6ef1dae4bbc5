import AcceptanceSets
import ArgumentParser
import Foundation
import PocketTraining
import Station

/// `blisterctl labels export`: labelled evidence as crops of pockets to train on.
struct LabelsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes labelled evidence as crops of pockets that train learns from.",
        discussion: """
            Every labelled blister whose cut was kept is registered again, and its pockets are cut out \
            as the line cuts them for a classifier, into one folder per class. A blister labelled good \
            gives good pockets, all of them. A defect concerns the pockets that were rejected: those \
            that were called the same, else all where they were called alike; otherwise nothing is \
            learnt from it. The last label of a blister counts. Blisters of an acceptance set, or \
            nearly so, are left out. Whatever is left out is told with its reason. crops.jsonl says \
            where each crop is from, who labelled it and when. The folder is written whole or not at \
            all; train --task pocket --data FOLDER --drawn learns from it.
            """
    )

    @Option(help: "Station configuration: names recipe, records and acceptance set.")
    var config: String?
    @Option(help: "The records folder, where it is not the configuration's.") var records: String?
    @Option(
        help: "Recipe whose blisters are wanted, beside the station's; repeatable, for former ones."
    )
    var recipe: [String] = []
    @Option(help: "Folder to write; it must be empty or not there.") var out: String
    @Flag(help: "Takes pockets that passed beside a confirmed defect as good, too.")
    var neighbours = false
    @Option(help: "Acceptance set whose blisters must not be learnt from; repeatable.")
    var acceptance: [String] = []
    @Flag(help: "One JSON object.") var json = false

    func validate() throws {
        guard config != nil || (records != nil && !recipe.isEmpty) else {
            throw ValidationError("give --config, or both --records and --recipe")
        }
    }

    func run() throws {
        let folder = try LabelCropFolder(out)
        let station = try config.map { try StationConfiguration(path: $0) }
        let evidence = try LabelledEvidence(
            records: URL(filePath: records ?? station?.records.folder ?? ""),
            recipePaths: [station?.recipePath].compactMap { $0 } + recipe,
            side: PocketNet.side,
            takesPassed: neighbours
        )
        let judges = try AcceptanceFolders(named: acceptance, config: config).folders
            .map { try AcceptanceGuard(folder: $0) }
        var report = LabelReport(evidence.journal)
        defer { folder.discard() }
        for label in evidence.journal.inOrder {
            let outcome = try evidence.crops(of: label)
            for crop in outcome.crops { try folder.add(crop, of: label) }
            report.omissions += outcome.omissions
        }
        var judging: Set<String> = []
        for judge in judges {
            for copy in try judge.copies(among: folder.paths) {
                judging.insert(folder.blister(ofPath: copy.path))
            }
        }
        for blister in judging.sorted() {
            try folder.remove(blister)
            report.omissions.append(.init(blisterID: blister, reason: .acceptance))
        }
        guard !folder.entries.isEmpty else { throw InputError(report.nothingSentence) }
        try folder.commit()
        report.count(folder.entries)
        print(json ? report.json(out) : report.text(out))
    }
}
