internal import Blister
internal import Imaging
internal import Inspection

/// A look at the machine-readable code of blisters.
///
/// Any thread.
struct CodeLook {
    /// Room around the region for a code that lies off, millimetres.
    static let marginMillimetres = 2.0

    /// What is looked for.
    let kind: CodeKind
    private let window: RegionWindow

    init(_ place: PackTexts.Place<CodeRule>, millimetresPerPixel: Double) {
        window = RegionWindow(
            place.region,
            millimetresPerPixel: millimetresPerPixel,
            margin: Self.marginMillimetres,
            turnDegrees: 0
        )
        kind = place.rule.kind
    }

    /// The code of `image`, a registered blister, against `expected`: one code that says it, and no other
    /// of its kind, passes.
    func finding(_ image: Image, expected: CodeText) -> CodeFinding {
        let cut = window.cut(from: image)
        let found = CodeReader.codes(in: cut.image, kinds: [kind])
        let wrong = found.filter { !expected.isSaid(by: $0) }
        let place = wrong.first.map { cut.place($0.middle.x, $0.middle.y) }
        return CodeFinding(
            kind: kind,
            text: (wrong.first ?? found.first)?.text,
            expected: expected.written,
            faultCount: found.isEmpty ? 1 : wrong.count,
            faultPlace: place ?? (found.isEmpty ? window.middle : nil)
        )
    }
}
