public import Linux

/// Where one pin of the station is wired.
public struct PinPlacement: Sendable, Equatable {
    /// Contract name, for messages.
    public let name: String
    /// Device path, kernel name or label of the chip.
    public let chip: String
    /// Line of the chip.
    public let offset: Int
    /// A low voltage means active.
    public let isActiveLow: Bool
    /// What the chip pulls the line to.
    public let bias: LineBias

    let output: OutputPin?
    let input: InputPin?

    /// Places the pin of that contract name; nil when there is no such pin.
    public init?(name: String, chip: String, offset: Int, isActiveLow: Bool, bias: LineBias) {
        output = OutputPin(name: name)
        input = InputPin(rawValue: name)
        guard output != nil || input != nil else { return nil }
        self.name = name
        self.chip = chip
        self.offset = offset
        self.isActiveLow = isActiveLow
        self.bias = bias
    }
}
