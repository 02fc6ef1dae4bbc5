import ArgumentParser
import Foundation
import Linux
import Signatures

/// `blisterctl model key`: makes a pair of keys for signatures.
struct ModelKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes a pair of Ed25519 keys to sign models with.",
        discussion: """
            Writes the private key to OUT, readable by you alone, and the public key to OUT.pub, for \
            model_keys of station configurations. Both are PEM, as OpenSSL reads and writes them.
            """
    )

    @Argument(help: "File of the private key to write; it must not be there.") var out: String

    func run() throws {
        for path in [out, out + ".pub"] where FileManager.default.fileExists(atPath: path) {
            throw InputError("\(path): is there already; name another file")
        }
        let key = SigningKey()
        do {
            try AtomicFile.replace(out, with: Array(key.pem.utf8), mode: 0o600)
            try AtomicFile.replace(out + ".pub", with: Array(key.verifyingKey.pem.utf8))
        } catch {
            throw InputError("\(out): cannot be written: \(error); check the folder")
        }
        print("\(out): private key, keep it off the line")
        print("\(out).pub: public key \(key.verifyingKey), for model_keys")
    }
}
