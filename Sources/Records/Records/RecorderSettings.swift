public import Foundation

/// Where records go, and how much room they may take.
public struct RecorderSettings: Sendable, Equatable {
    /// Folder of the store; pictures lie in `evidence` below it.
    public var folder: URL
    /// The reject log.
    public var rejectLogPath: String
    /// Pictures may fill this many bytes.
    public var evidenceByteCountMax: Int
    /// Pictures are dropped below this much free space.
    public var freeByteCountMin: Int
    /// 1...100.
    public var jpegQuality: Int
    /// Full results of accepted blisters that are kept, newest first; rejects are all kept.
    public var acceptedDetailsMax: Int
    /// One in this many accepted blisters of a lane leaves its cut as evidence; 0: none does.
    public var acceptedCutInterval: Int

    /// Makes settings.
    public init(
        folder: URL,
        rejectLogPath: String,
        evidenceByteCountMax: Int,
        freeByteCountMin: Int,
        jpegQuality: Int = 88,
        acceptedDetailsMax: Int = 50_000,
        acceptedCutInterval: Int = 0
    ) {
        precondition((1...100).contains(jpegQuality) && acceptedDetailsMax >= 0)
        precondition(acceptedCutInterval >= 0)
        self.folder = folder
        self.rejectLogPath = rejectLogPath
        self.evidenceByteCountMax = evidenceByteCountMax
        self.freeByteCountMin = freeByteCountMin
        self.jpegQuality = jpegQuality
        self.acceptedDetailsMax = acceptedDetailsMax
        self.acceptedCutInterval = acceptedCutInterval
    }

    /// Folder of the pictures.
    public var evidenceFolder: URL { folder.appending(path: "evidence") }
}

/// How recording fares; inspection goes on whatever this says.
public struct RecorderHealth: Sendable, Equatable {
    /// Why the store cannot be written; nil while it can.
    public var storeFault: String?
    /// Why the reject log cannot be written; nil while it can.
    public var logFault: String?
    /// Why the last picture was not kept; nil when it was.
    public var evidenceFault: String?
    /// Name under which a damaged store was moved aside since start.
    public var damagedStore: String?
    /// Transactions that were stored since start.
    public var transactions = 0
    /// Rows of blisters that are in the store, by batch, for the latest batches: what is counted here
    /// outlasts a killed process and a power cut.
    public var storedBlisters: [Int: Int] = [:]

    /// Makes a healthy state.
    public init() {}
}

/// The open batch and its counts.
public struct BatchStatus: Sendable, Equatable {
    /// Batch number.
    public var number: Int
    /// Started by the daemon because nobody had.
    public var isAutomatic: Bool
    /// What was said at its start.
    public var label: BatchLabel
    /// ISO 8601.
    public var startedAt: String
    /// The counts so far.
    public var account: BatchAccount
    /// Blisters whose rows are in the store and outlast anything; those of challenges included.
    public var stored: Int
    /// nil in production, 0 while a challenge is due, else the number of the challenge that runs.
    public var challenge: Int?
}
