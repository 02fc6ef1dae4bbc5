internal import Foundation
internal import Linux
public import Panel

/// The charts as they were at the end of each batch: `charts/BATCH.json` beside the store.
public enum KeptCharts {
    private static func path(_ records: String, _ batch: Int) -> String {
        "\(records)/charts/\(batch).json"
    }

    /// The charts of a batch.
    ///
    /// - Parameters:
    ///   - records: Folder of the store.
    ///   - batch: Its number.
    /// - Returns: What was kept; empty where nothing was.
    public static func read(records: String, batch: Int) -> [PanelTrend] {
        guard let bytes = FileManager.default.contents(atPath: path(records, batch)) else {
            return []
        }
        return (try? JSONDecoder().decode([PanelTrend].self, from: bytes)) ?? []
    }

    /// Keeps the charts of a batch.
    static func write(_ charts: [PanelTrend], records: String, batch: Int) throws {
        try FileManager.default.createDirectory(
            atPath: "\(records)/charts",
            withIntermediateDirectories: true
        )
        let bytes = try JSONEncoder().encode(charts)
        try AtomicFile.replace(path(records, batch), with: Array(bytes))
    }
}
