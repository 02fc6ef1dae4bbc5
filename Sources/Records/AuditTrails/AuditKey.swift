internal import Foundation
internal import Linux
public import Signatures

/// The station's key: the private one signs checkpoints, the public one lies beside it as `.pub`.
public enum AuditKey {
    /// The key at `path`, which is made, readable by its owner alone, where there is none.
    ///
    /// A public key that is not that of the private one is kept under the name
    /// `.pub.old-FINGERPRINT`, so that earlier checkpoints can still be checked.
    ///
    /// - Parameter path: PEM file of the private key.
    /// - Returns: The key, and the public key that it replaces.
    /// - Throws: ``AuditError`` for a file that is no key, and for a disk that refuses.
    static func open(_ path: String) throws(AuditError) -> (key: SigningKey, lost: VerifyingKey?) {
        do {
            if FileManager.default.fileExists(atPath: path) {
                let text = String(decoding: try ReadFile.bytes(of: path), as: UTF8.self)
                guard let key = SigningKey(pem: text) else { throw AuditError.key(path: path) }
                return (key, try publish(key, path))
            }
            try TrailFolder(path: (path as NSString).deletingLastPathComponent).make()
            let key = SigningKey()
            try AtomicFile.replace(path, with: Array(key.pem.utf8), mode: 0o600)
            return (key, try publish(key, path))
        } catch let error as SystemError {
            throw .disk(path, error)
        } catch let error as AuditError {
            throw error
        } catch {
            throw .disk(path: path, reason: "\(error)")
        }
    }

    /// The public key of the station whose private key is at `path`.
    public static func publicKey(beside path: String) throws(AuditError) -> VerifyingKey {
        try publicKey(path + ".pub")
    }

    /// The public keys that lie beside it as those it had before: whoever can write that folder could
    /// have put them there.
    public static func formerKeys(beside path: String) throws(AuditError) -> [VerifyingKey] {
        let name = (path as NSString).lastPathComponent + ".pub.old-"
        let folder = (path as NSString).deletingLastPathComponent
        var keys: [VerifyingKey] = []
        for old in FolderFiles.names(in: folder.isEmpty ? "." : folder) where old.hasPrefix(name) {
            keys.append(try publicKey("\(folder.isEmpty ? "." : folder)/\(old)"))
        }
        return keys
    }

    /// The public key in the PEM file at `path`.
    public static func publicKey(_ path: String) throws(AuditError) -> VerifyingKey {
        guard let bytes = try? ReadFile.bytes(of: path),
            let key = VerifyingKey(pem: String(decoding: bytes, as: UTF8.self))
        else { throw .publicKey(path: path) }
        return key
    }

    /// Puts the public key beside the private one; another's that was there is kept and returned.
    private static func publish(_ key: SigningKey, _ path: String) throws -> VerifyingKey? {
        let old = try? publicKey(path + ".pub")
        guard old != key.verifyingKey else { return nil }
        if let old { try FolderFiles.move(path + ".pub", to: path + ".pub.old-\(old)") }
        try AtomicFile.replace(path + ".pub", with: Array(key.verifyingKey.pem.utf8))
        return old
    }
}
