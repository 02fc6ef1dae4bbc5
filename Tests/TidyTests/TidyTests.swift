import Foundation
import Testing

/// The house rules a machine can check; CONTRIBUTING.md says why each exists.
struct TidyTests {
    struct SourceFile {
        let path: String
        let text: String
        var isProduct: Bool { path.hasPrefix("Sources/") }
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let files: [SourceFile] = {
        var found: [SourceFile] = []
        for folder in ["Sources", "Tests", "Benchmarks"] {
            let base = root.appending(path: folder)
            guard let walk = FileManager.default.enumerator(atPath: base.path()) else { continue }
            for case let name as String in walk where name.hasSuffix(".swift") {
                let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8)
                found.append(SourceFile(path: "\(folder)/\(name)", text: text ?? ""))
            }
        }
        return found.sorted { $0.path < $1.path }
    }()

    @Test func `there are sources to check`() {
        #expect(Self.files.count > 50)
    }

    @Test func `no file is a junk drawer`() {
        let junk = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Manager", "Misc"]
        for file in Self.files {
            let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
            #expect(
                !junk.contains { name.hasSuffix($0) },
                "\(file.path): name the one thing it holds"
            )
        }
    }

    @Test func `no file holds two nouns`() {
        // Generated files are not written, nor read.
        for file in Self.files where !file.path.hasSuffix(".pb.swift") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 450, "\(file.path) has \(lines) lines: split it by concern")
        }
    }

    @Test func `nothing is left unfinished`() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "not " + "implemented"]
        for file in Self.files {
            for mark in marks {
                #expect(!file.text.contains(mark), "\(file.path) contains \(mark)")
            }
        }
    }

    @Test func `the product neither forces nor crashes on outside data`() {
        for file in Self.files where file.isProduct {
            for mark in ["try!", "as! ", "fatalError("] {
                #expect(!file.text.contains(mark), "\(file.path) contains \(mark)")
            }
        }
    }

    @Test func `every unchecked Sendable is argued where it is claimed`() {
        for file in Self.files where file.isProduct && !file.path.hasSuffix(".pb.swift") {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated()
            where line.contains("@unchecked Sendable") && !line.contains("//") {
                let above = lines[max(0, index - 30)..<index]
                    .reversed().prefix { $0.hasPrefix("///") || $0.contains("///") }
                #expect(
                    above.contains { $0.contains("thread") || $0.contains("Thread") },
                    "\(file.path):\(index + 1): say which thread may touch it, in the doc comment"
                )
            }
        }
    }

    @Test func `unsafe code stays in the platform and kernel layers`() {
        let allowed = [
            "Sources/Platform/", "Sources/Foundations/Imaging/", "Sources/Network/Kernel",
            // Copies between files and elements.
            "Sources/Network/Tensors/Elements+Bytes.swift",
            // Hands buffers and weights to the kernels.
            "Sources/Network/Engine/",
            // Likewise on the way back; losses, optimisers and the trainer lie above it.
            "Sources/Network/Gradients/",
        ]
        for file in Self.files where file.isProduct {
            guard !allowed.contains(where: { file.path.hasPrefix($0) }) else { continue }
            for line in file.text.split(separator: "\n") where !line.contains("//") {
                #expect(!line.contains("unsafe "), "\(file.path): \(line)")
            }
        }
    }
}
