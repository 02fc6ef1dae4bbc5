public import Imaging
internal import Layers
internal import TextPictures
public import TextReading

/// How much a reader of print reads of lines whose text is known, and whether it accepts what is
/// right and catches one wrong, missing or additional sign.
public struct ReadingTrial: Sendable {
    /// Lines shown.
    public private(set) var count = 0
    /// Of them, read without a fault; blanks are not compared.
    public private(set) var exact = 0
    /// Signs on all lines, blanks left out.
    public private(set) var signs = 0
    /// Fewest changes that make what was read what is printed, at most a line's length for each.
    public private(set) var misread = 0
    /// Lines that were verified against what they say; the model knows all their signs.
    public private(set) var verified = 0
    /// Of them, those that were rejected.
    public private(set) var rejected = 0
    /// Lines that were verified against a text with one error in it.
    public private(set) var errors = 0
    /// Of them, those that were rejected.
    public private(set) var caught = 0
    /// The same for errors that put one of two signs that many fonts draw alike for the other.
    public private(set) var twins = 0
    /// Of them, those that were rejected.
    public private(set) var caughtTwins = 0
    /// What was read otherwise than it is printed.
    public private(set) var misreadings: [String] = []
    /// Errors that were accepted; twins left out.
    public private(set) var escapes: [String] = []
    /// What was rejected although it is right.
    public private(set) var refusals: [String] = []

    /// Nothing is shown yet.
    public init() {}

    /// Shows a line.
    ///
    /// - Parameters:
    ///   - image: The picture.
    ///   - text: What is printed there.
    ///   - place: Where.
    ///   - reader: Who reads; one caller at a time.
    /// - Throws: where a model does not run.
    public mutating func add(
        _ image: Image,
        _ text: String,
        at place: PrintReader.Place,
        _ reader: PrintReader
    ) throws {
        let lines = try reader.lines(in: image, at: place)
        let wanted = text.uppercased().filter { !$0.isWhitespace }
        let read = lines.map(\.text).joined().filter { !$0.isWhitespace }
        var random = SplitMix(seed: 1, number: UInt64(count))
        count += 1
        signs += wanted.count
        misread += min(wanted.count, Self.distance(Array(wanted), Array(read)))
        if read == wanted { exact += 1 } else { misreadings.append("\(wanted) as \(read)") }
        guard reader.canVerify(wanted) else { return }
        verified += 1
        if try !reader.verify(image, lines: lines, expected: wanted, at: place).passes {
            rejected += 1
            refusals.append(wanted)
        }
        let (other, isTwin) = Self.spoilt(wanted, &random)
        let isCaught = try !reader.verify(image, lines: lines, expected: other, at: place).passes
        if isTwin {
            twins += 1
            caughtTwins += isCaught ? 1 : 0
        } else {
            errors += 1
            caught += isCaught ? 1 : 0
            if !isCaught { escapes.append("\(other) where \(wanted) is printed") }
        }
    }

    /// `text` with one sign put in, taken out or replaced, and whether by one that many fonts draw
    /// alike.
    private static func spoilt(
        _ text: String,
        _ random: inout SplitMix
    ) -> (text: String, isTwin: Bool) {
        var signs = Array(text)
        let place = random.nextIndex(signs.count)
        let others = TextSigns.all.filter { $0 != signs[place] && $0 != " " }
        let other = others[random.nextIndex(others.count)]
        var isTwin = false
        switch random.nextIndex(4) {
        case 0 where signs.count > 1: signs.remove(at: place)
        case 1: signs.insert(other, at: place)
        default:
            isTwin = Verification.areTwins(signs[place], other)
            signs[place] = other
        }
        return (String(signs), isTwin)
    }

    /// Fewest changes from one to the other: Wagner and Fischer, 1974.
    private static func distance(_ one: [Character], _ two: [Character]) -> Int {
        var row = Array(0...two.count)
        for (index, sign) in one.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for place in two.indices {
                let cost = min(row[place], row[place + 1]) + 1
                let change = corner + (two[place] == sign ? 0 : 1)
                corner = row[place + 1]
                row[place + 1] = min(cost, change)
            }
        }
        return row[two.count]
    }
}
