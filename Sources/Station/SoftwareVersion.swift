/// Which blisterd this is; the audit trail has the program's digest as well.
public enum SoftwareVersion {
    /// As CHANGELOG.md has it.
    public static let number = "0.6.0"
    /// As reports and the plant's broker name it.
    public static let title = "blisterd \(number)"
}
