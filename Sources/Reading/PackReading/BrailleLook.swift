internal import Blister
internal import Braille
internal import Imaging
internal import Inspection
internal import Louis

/// A look at the Braille of blisters, under one light: dots are told by their bright and dark halves.
///
/// Heights are not measured by one light. Any thread.
struct BrailleLook {
    /// Room around the region, millimetres: half a cell.
    static let marginMillimetres = 3.0

    private let window: RegionWindow
    private let table: BrailleTable

    init(_ place: PackTexts.Place<BrailleRule>, table: BrailleTable, millimetresPerPixel: Double) {
        window = RegionWindow(
            place.region,
            millimetresPerPixel: millimetresPerPixel,
            margin: Self.marginMillimetres,
            turnDegrees: 0
        )
        self.table = table
    }

    /// The Braille of `image`, a registered blister, against `expected`, whose cells are `cells`.
    func finding(_ image: Image, expected: String, cells: [UInt8]) -> BrailleFinding {
        let cut = window.cut(from: image)
        let plane = Plane(
            width: cut.image.width,
            height: cut.image.height,
            values: cut.image.pixels.map(Float.init)
        )
        let reading = BrailleReader().read([plane]).first { $0.side == .recto }
        guard let reading, !reading.cells.isEmpty else {
            return BrailleFinding(
                text: nil,
                expected: expected,
                faultCount: max(1, cells.reduce(0) { $0 + $1.nonzeroBitCount }),
                faultPlace: window.middle
            )
        }
        let verification = BrailleVerification(reading, expected: cells)
        return BrailleFinding(
            text: reading.text(table),
            expected: expected,
            heightsMillimetres: reading.cells.flatMap { $0.dots.compactMap(\.heightMillimetres) },
            cells: reading.cells.map { cell in
                BrailleFinding.Cell(
                    line: cell.line,
                    column: cell.column,
                    dots: cell.numbers,
                    place: cut.pixel(cell.x, cell.y)
                )
            },
            faultCount: verification.faults.count,
            faultPlace: verification.passes ? nil : window.middle
        )
    }
}
