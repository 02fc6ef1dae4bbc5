import ArgumentParser
import Foundation
import Graphs
import Linux
import Signatures

/// `blisterctl model sign`: writes the signature beside a model.
struct ModelSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Writes FILE.sig, the Ed25519 signature over a model's file.",
        discussion: "64 bytes over the file as it is: sign last, and copy both files."
    )

    @Argument(help: "ONNX file.") var file: String
    @Option(help: "Private key, from blisterctl model key or OpenSSL.") var key: String

    func run() throws {
        guard let text = try? String(contentsOfFile: key, encoding: .utf8) else {
            throw InputError("\(key): cannot be read; make a key with blisterctl model key")
        }
        guard let signer = SigningKey(pem: text) else {
            throw InputError(
                "\(key): is no private Ed25519 key in PEM; make one with blisterctl model key"
            )
        }
        // A file that is no model is not worth a signature.
        _ = try Model.reading(file)
        guard let data = FileManager.default.contents(atPath: file) else {
            throw InputError("\(file): cannot be read; check its permissions")
        }
        let out = file + ".sig"
        do {
            try AtomicFile.replace(out, with: signer.signature(over: [UInt8](data)))
        } catch {
            throw InputError("\(out): cannot be written: \(error); check the folder")
        }
        print("\(out): signed by key \(signer.verifyingKey)")
    }
}
