/// Who reports: what never changes while a station runs.
public struct FleetStation: Sendable, Equatable {
    /// Name of the station; with the number of a record, the key by which a host knows it again.
    public var name: String
    /// Name and version of the program.
    public var software: String
    /// Every reject reason that is counted.
    public var reasons: [String]

    /// Makes a station.
    public init(name: String, software: String, reasons: [String]) {
        self.name = name
        self.software = software
        self.reasons = reasons
    }
}
