import SelfTests

/// What became of a model's self-test, for people.
enum SelfTestResult: CustomStringConvertible {
    case unsealed
    /// Not run on another batch than the file's.
    case skipped
    case passed(ModelSelfTest.Proof)
    case failed(SelfTestFault)

    var description: String {
        switch self {
        case .unsealed: "none; write one with blisterctl model seal"
        case .skipped: "not run; leave --batch out"
        case .passed(.bits): "holds, bit for bit"
        case .passed(.numbers): "holds within rounding; sealed on other kinds of processors"
        case .failed(let fault): "fails: \(fault)"
        }
    }

    /// One word, for programs.
    var word: String {
        switch self {
        case .unsealed: "none"
        case .skipped: "skipped"
        case .passed(.bits): "bits"
        case .passed(.numbers): "numbers"
        case .failed: "fails"
        }
    }
}
