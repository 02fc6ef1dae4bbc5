import Foundation

/// Programs that read a PDF, from poppler-utils.
enum Outside {
    static let hasPoppler = ["pdftotext", "pdfinfo", "pdftoppm"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
    }

    /// What `program` prints about the PDF `bytes`; `-` stands for standard output.
    static func run(_ program: String, _ options: [String], on bytes: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID()).pdf")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(program)")
        process.arguments = options + [file.path()] + (program == "pdftotext" ? ["-"] : [])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : ""
    }

    /// The text of a PDF, without what lines and columns do to it.
    static func text(_ bytes: [UInt8]) throws -> String {
        try run("pdftotext", ["-layout"], on: bytes)
    }

    /// How many pages it has; 0 where it does not open.
    static func pageCount(_ bytes: [UInt8]) throws -> Int {
        let line = try run("pdfinfo", [], on: bytes).split(separator: "\n")
            .first { $0.hasPrefix("Pages:") }
        return line.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    }
}
