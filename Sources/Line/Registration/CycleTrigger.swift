/// What says where a cycle's blisters begin.
public enum CycleTrigger: Sendable {
    /// Every trigger row is known beforehand, ascending: a replay set's `cycle_rows`.
    case rows([Int])
    /// Trigger rows are told as they happen, through ``BlisterCutter/pulse(row:cycle:)``.
    case pulses
    /// Cycles are found by looking for blisters like this template; there is no trigger row.
    case image(AlignmentTemplate)
}
