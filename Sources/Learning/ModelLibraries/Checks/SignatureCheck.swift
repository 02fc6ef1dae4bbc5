internal import Signatures

/// Somebody whose key the station knows answers for the file.
enum SignatureCheck: ModelCheck {
    static let name = "signature"
    private static let limit = "an Ed25519 signature by a key of model_keys"
    private static let cure = "sign it with blisterctl model sign, and copy both files"

    static func examine(
        _ candidate: inout ModelCandidate,
        _ demands: ModelDemands
    ) -> ModelFinding {
        guard let signature = candidate.signature else {
            guard demands.requiresSignature else {
                return passed("none, and none is required", limit: limit)
            }
            return failed(
                "no \(candidate.name)\(LibraryFolder.signatureEnding) beside it",
                limit: limit,
                cure: cure
            )
        }
        if demands.keys.isEmpty, !demands.requiresSignature {
            return passed("not checked, since the station has no model_keys", limit: limit)
        }
        let signer = demands.keys.first { $0.verifies(signature, over: candidate.bytes) }
        guard let signer else {
            let value =
                signature.count == VerifyingKey.signatureByteCount
                ? "the signature is not that of this file by any of \(demands.keys.count) keys"
                : "the signature has \(signature.count) bytes in place of "
                    + "\(VerifyingKey.signatureByteCount)"
            return failed(value, limit: limit, cure: cure)
        }
        candidate.signedBy = signer.description
        return passed("by key \(signer)", limit: limit)
    }
}
