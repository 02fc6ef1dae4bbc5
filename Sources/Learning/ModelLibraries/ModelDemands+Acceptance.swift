internal import AcceptanceSets

extension ModelDemands {
    /// Digest of the acceptance set's seal; nil without a set, and for one that cannot be read.
    var acceptanceDigest: String? {
        guard let acceptanceFolder else { return nil }
        return try? AcceptanceSet(folder: acceptanceFolder).digest
    }
}
