/// Machine states of PackML.
///
/// Source: ISA-TR88.00.02-2015, table of state numbers (OMAC PackTags `Status.StateCurrent`).
public enum PackMLState: Int32, Sendable, CaseIterable {
    case undefined = 0
    case clearing = 1
    case stopped = 2
    case starting = 3
    case idle = 4
    case suspended = 5
    case execute = 6
    case stopping = 7
    case aborting = 8
    case aborted = 9
    case holding = 10
    case held = 11
    case unholding = 12
    case suspending = 13
    case unsuspending = 14
    case resetting = 15
    case completing = 16
    case complete = 17
}
