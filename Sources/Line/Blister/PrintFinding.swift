/// What is printed on a blister, held against what must be.
///
/// Thread-safe as a value.
public struct PrintFinding: Sendable, Equatable {
    /// One sign that is wrong.
    public struct Fault: Sendable, Equatable {
        /// Place among the expected signs without blanks, from 0; beyond them what is printed in excess.
        public var index: Int
        /// The expected sign; of `extra`, what is printed.
        public var sign: String
        /// `missing`, `wrong`, `smudged` or `extra`.
        public var kind: String
        /// What is read in its place; nil where nothing is.
        public var read: String?
        /// How surely it is the expected sign, 0...1.
        public var confidence: Double
        /// Its middle on the blister; nil where nothing is read at all.
        public var place: Point?

        /// Makes a fault.
        public init(
            index: Int,
            sign: String,
            kind: String,
            read: String?,
            confidence: Double,
            place: Point?
        ) {
            self.index = index
            self.sign = sign
            self.kind = kind
            self.read = read
            self.confidence = confidence
            self.place = place
        }
    }

    /// What is read, rows parted by line ends; nil where nothing is.
    public var text: String?
    /// What must be there; nil where no batch says so.
    public var expected: String?
    /// How surely the least sure expected sign is there, 0...1; 0 where nothing is expected.
    public var confidence: Double
    /// The signs that are wrong; nil where nobody could tell.
    public var faults: [Fault]?

    /// Makes a finding.
    public init(text: String?, expected: String?, confidence: Double, faults: [Fault]?) {
        self.text = text
        self.expected = expected
        self.confidence = confidence
        self.faults = faults
    }

    /// Of a print that nobody verified.
    public static func unverified(expected: String?) -> PrintFinding {
        PrintFinding(text: nil, expected: expected, confidence: 0, faults: nil)
    }

    /// Whether it says what it must, and nothing else; never where nothing is expected.
    public var passes: Bool { expected != nil && faults?.isEmpty ?? false }

    /// Its check: how many signs are wrong, at most none; not a number where nobody could tell.
    public var check: Check {
        Check(
            name: "print",
            value: expected == nil ? .nan : faults.map { Double($0.count) } ?? .nan,
            lowerLimit: nil,
            upperLimit: 0,
            unit: "signs",
            reason: .print,
            place: faults?.lazy.compactMap(\.place).first
        )
    }

    func write(to json: inout JSONText) {
        json.object("print") { json in
            json.value(text, "text")
            json.value(expected, "expected")
            json.value(passes, "pass")
            json.value(confidence, "confidence")
            json.array("faults") { json in
                for fault in faults ?? [] { fault.write(to: &json) }
            }
        }
    }
}

extension PrintFinding.Fault {
    func write(to json: inout JSONText) {
        json.object { json in
            json.value(index, "index")
            json.value(sign, "char")
            json.value(kind, "fault")
            json.value(read, "read")
            json.value(confidence, "confidence")
            json.value(place?.x, "x_mm")
            json.value(place?.y, "y_mm")
        }
    }
}
