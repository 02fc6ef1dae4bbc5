/// Why blisters cannot be found; shown to people as it is, programs end with status 2.
public enum RegistrationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Too few of the given blisters look alike.
    case fewAlignable(alignable: Int, given: Int, needed: Int)
    /// The layout is wider than the picture at this scale.
    case layoutTooWide(layoutMillimetres: Double, pictureMillimetres: Double)
    /// The layout is longer than the picture at this scale.
    case layoutTooLong(layoutMillimetres: Double, pictureMillimetres: Double)
    /// The place of the given layout is not convincing.
    case layoutNotFound(separation: Double, needed: Double)
    /// Rows do not repeat.
    case pitchNotFound(correlation: Double, needed: Double)
    /// Nothing that looks like equal pockets was found.
    case pocketsNotFound(found: Int, consistency: Double, needed: Double)
    /// There are fewer rows than periods needed to tell what repeats.
    case tooFewPeriods(found: Double, needed: Int)

    /// One line: what is wrong; cure.
    public var description: String {
        func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
        return switch self {
        case .fewAlignable(let alignable, let given, let needed):
            "only \(alignable) of \(given) blisters look alike, \(needed) are needed; "
                + "check the layout and the pictures"
        case .layoutTooWide(let layout, let picture):
            "the layout is \(short(layout)) mm wide, the picture only \(short(picture)) mm; "
                + "correct millimetres per column or the layout"
        case .layoutTooLong(let layout, let picture):
            "the layout is \(short(layout)) mm long, the picture only \(short(picture)) mm; "
                + "correct millimetres per row or the layout"
        case .layoutNotFound(let separation, let needed):
            "the layout's pockets are not found: separation \(short(separation)), "
                + "needed \(short(needed)); check the layout's places and sizes"
        case .pitchNotFound(let correlation, let needed):
            "the rows do not repeat: correlation \(short(correlation)), needed \(short(needed)); "
                + "give cycle_rows or a layout with pitch_mm"
        case .pocketsNotFound(let found, let consistency, let needed):
            "no set of equal pockets is found: \(found) candidates, consistency "
                + "\(short(consistency)), needed \(short(needed)); give a layout"
        case .tooFewPeriods(let found, let needed):
            "the rows show only \(short(found)) periods, \(needed) are needed; give more rows"
        }
    }
}
