/// How the twin prints a batch text.
public enum PrintStyle: String, Sendable, CaseIterable {
    /// Lines, as thermal transfer draws them.
    case strokes
    /// Drops of an ink jet on 5 by 7 places.
    case dots
}
