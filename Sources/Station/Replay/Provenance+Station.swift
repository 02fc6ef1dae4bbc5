internal import Digests
internal import Documents
internal import Foundation
public import Inspection
internal import Kernels
internal import KernelShapes
internal import Linux
public import Records

extension Provenance {
    /// By what a station judges, in digests.
    ///
    /// - Parameters:
    ///   - recipe: what runs there.
    ///   - configuration: names the files.
    /// - Throws: a file that is gone since it was read, with the cure.
    public init(_ recipe: Recipe, _ configuration: StationConfiguration) throws {
        try self.init(
            recipe,
            recipePath: configuration.recipePath,
            calibrationPath: configuration.calibrationPath,
            lights: configuration.lights
        )
    }

    /// By what `recipe` judges on this machine, in digests.
    ///
    /// - Parameters:
    ///   - recipe: as it was read.
    ///   - recipePath: its file.
    ///   - calibrationPath: file of the calibration; nil: without.
    ///   - lights: lights that take turns.
    /// - Throws: a file that is gone since it was read, with the cure.
    public init(
        _ recipe: Recipe,
        recipePath: String,
        calibrationPath: String?,
        lights: Int
    ) throws {
        self.init(
            recipe: try Self.digest(recipePath),
            model: recipe.modelDigest,
            network: recipe.networkDigest,
            calibration: try calibrationPath.map { try Self.digest($0) },
            lights: lights,
            processor: "\(ProcessorLevel.detected)",
            build: Self.build
        )
    }

    /// SHA-256 of the file at `path`, in hexadecimal digits.
    static func digest(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DocumentError(
                file: path,
                line: nil,
                key: nil,
                fault: .unreadable(reason: "it is gone")
            )
        }
        return SHA256Digest(of: Array(data)).description
    }

    /// Size and date of the running program: enough to tell builds apart.
    private static var build: String {
        guard let facts = try? FileFacts(path: "/proc/self/exe") else { return "unknown" }
        let written = Timestamp(milliseconds: facts.modifiedNanoseconds / 1_000_000)
        return "\(facts.byteCount) bytes of \(written.text(offsetSeconds: 0))"
    }
}

extension StationConfiguration {
    /// Lights that take turns; 1 for one.
    public var lights: Int {
        if case .camera(let camera) = source { camera.lights } else { 1 }
    }
}
