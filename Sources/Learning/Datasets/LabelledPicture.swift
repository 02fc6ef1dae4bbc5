/// One picture of a set, by its file.
public struct LabelledPicture: Sendable, Hashable {
    /// The class that means nothing is wrong.
    public static let goodLabel = "good"

    /// The file.
    public let path: String
    /// Name of the folder that it lies in: `good`, or the kind of defect.
    public let label: String
    /// What it shares with its relatives, such as the pockets of one blister: pictures of one group
    /// are never divided between training and validation.
    public let group: String

    /// Names the picture at `path`.
    public init(path: String, label: String, group: String) {
        self.path = path
        self.label = label
        self.group = group
    }

    /// Whether nothing is wrong with what it shows.
    public var isGood: Bool { label == Self.goodLabel }
}
