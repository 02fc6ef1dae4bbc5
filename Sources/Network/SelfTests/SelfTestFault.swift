public import Graphs

/// Why a model did not pass its self-test.
public enum SelfTestFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// It states nothing that it must compute.
    case unsealed
    /// What it states cannot be read.
    case damagedSeal
    /// Its constants are not those it was sealed with.
    case otherWeights
    /// It computes other bits than it did when it was sealed, on the same kind of processor.
    case otherBits(way: String)
    /// It computes other numbers in output `output`.
    case otherNumbers(output: String, way: String)
    /// It cannot be sealed: an input has no fixed shape or holds text.
    case openInput
    /// It cannot be sealed: what it computes for the input of the test is not finite, or text.
    case endlessOutput
    /// The ways of computing of this processor differ by more than rounding.
    case disagreement(output: String, way: String)
    /// It does not run.
    case failed(ModelError)

    /// One line, with the cure.
    public var description: String {
        switch self {
        case .unsealed: "it has no self-test; seal it with blisterctl model seal"
        case .damagedSeal: "its self-test cannot be read; seal it again from its source"
        case .otherWeights: "its weights are not those it was sealed with; copy it again"
        case .otherBits(let way):
            "it computes other bits than when it was sealed (\(way)); copy model and program again"
        case .otherNumbers(let output, let way):
            "output \(output) is not what was sealed (\(way)); copy model and program again"
        case .openInput: "an input has no fixed shape or holds text; export it with one"
        case .endlessOutput: "its outputs are not finite numbers; train or export it again"
        case .disagreement(let output, let way):
            "output \(output) differs on \(way); check the processor with blisterctl doctor"
        case .failed(let error): "\(error)"
        }
    }
}
