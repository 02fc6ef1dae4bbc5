/// What is embossed on a blister, held against what must be.
///
/// Thread-safe as a value.
public struct BrailleFinding: Sendable, Equatable {
    /// One cell with at least one dot.
    public struct Cell: Sendable, Equatable {
        /// Line, from 0 at the top.
        public var line: Int
        /// Cell of the line, from 0 at the left; empty cells count.
        public var column: Int
        /// Dot numbers, such as `125`.
        public var dots: String
        /// Its middle in the registered blister, pixels from its first corner.
        public var place: Point

        /// Makes a cell.
        public init(line: Int, column: Int, dots: String, place: Point) {
            self.line = line
            self.column = column
            self.dots = dots
            self.place = place
        }
    }

    /// What is read, lines parted by line ends; nil where nothing is.
    public var text: String?
    /// What must be there; nil where no batch says so.
    public var expected: String?
    /// Heights of the dots in millimetres, cell by cell; empty where one light cannot measure them.
    public var heightsMillimetres: [Double]
    /// The cells.
    public var cells: [Cell]
    /// Dots that are missing, too many, weak or displaced; nil where nobody could tell.
    public var faultCount: Int?
    /// Where the first of them is on the blister; nil where none is.
    public var faultPlace: Point?

    /// Makes a finding.
    public init(
        text: String?,
        expected: String?,
        heightsMillimetres: [Double] = [],
        cells: [Cell] = [],
        faultCount: Int?,
        faultPlace: Point? = nil
    ) {
        self.text = text
        self.expected = expected
        self.heightsMillimetres = heightsMillimetres
        self.cells = cells
        self.faultCount = faultCount
        self.faultPlace = faultPlace
    }

    /// Of Braille that nobody verified.
    public static func unverified(expected: String?) -> BrailleFinding {
        BrailleFinding(text: nil, expected: expected, faultCount: nil)
    }

    /// Whether it says what it must, and nothing else; never where nothing is expected.
    public var passes: Bool { expected != nil && faultCount == 0 }

    /// Its check: how many dots are wrong, at most none; not a number where nobody could tell.
    public var check: Check {
        Check(
            name: "braille",
            value: expected == nil ? .nan : faultCount.map(Double.init) ?? .nan,
            lowerLimit: nil,
            upperLimit: 0,
            unit: "dots",
            reason: .braille,
            place: faultPlace
        )
    }

    func write(to json: inout JSONText) {
        json.object("braille") { json in
            json.value(text, "text")
            json.value(expected, "expected")
            json.value(passes, "pass")
            json.array("heights_mm") { json in
                for height in heightsMillimetres { json.value(height) }
            }
            json.array("cells") { json in
                for cell in cells {
                    json.object { json in
                        json.value(cell.line, "line")
                        json.value(cell.column, "column")
                        json.value(cell.dots, "dots")
                        json.value(cell.place.x, "x_px")
                        json.value(cell.place.y, "y_px")
                    }
                }
            }
        }
    }
}
