/// What became of one user in the file of users.
public struct PanelAccountChange: Sendable, Equatable {
    /// Name of the user.
    public let name: String
    /// Role before; nil: the user is new.
    public let before: PanelRole?
    /// Role now; nil: the user is gone.
    public let after: PanelRole?

    /// The changes between two contents of the file, by name; one with equal roles is another password.
    static func all(
        from old: [PanelUsers.User],
        to new: [PanelUsers.User]
    ) -> [PanelAccountChange] {
        Set((old + new).map(\.name)).sorted().compactMap { name in
            let before = old.first { $0.name == name }
            let after = new.first { $0.name == name }
            guard before != after else { return nil }
            return PanelAccountChange(name: name, before: before?.role, after: after?.role)
        }
    }
}
