/// Machine modes of PackML.
///
/// Source: ISA-TR88.00.02-2015 (OMAC PackTags `Status.UnitModeCurrent`).
public enum PackMLMode: Int32, Sendable, CaseIterable {
    case production = 1
    case maintenance = 2
    case manual = 3
}
