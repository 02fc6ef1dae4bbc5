internal import Layers

/// Strings as they are printed on packs: batches, dates, times, prices, words before them, and
/// signs in no order, so that no sign is read for its neighbours' sake.
enum CodeText {
    static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        "MAI", "OKT", "DEZ", "ENE", "ABR", "AGO", "DIC", "FEV", "AVR", "AOU", "GEN", "MAG", "LUG",
        "SET", "OTT",
    ]
    static let lotWords = [
        "LOT", "LOT:", "LOT.", "LOT NO.", "L", "L:", "BN", "BN:", "B.NO.", "B. NO.", "BATCH",
        "BATCH NO.", "BATCH:", "CH.-B.", "CHB.", "CH.B.:", "LOTE", "LOTE:", "LOTTO", "LOTTO:",
        "SERIE", "SERIA", "SARZA", "PARTIJ", "CHARGE", "SN", "SN:", "NR", "B.N.", "PN", "LOT N",
    ]
    static let dateWords = [
        "EXP", "EXP:", "EXP.", "EXP. DATE", "EXPIRY", "EXP.DATE:", "E", "E:", "USE BY",
        "BEST BEFORE",
        "BB", "BBE", "BEST BY", "MFG", "MFG.", "MFG:", "MFD", "MFD.", "MFG. DATE", "MAN.", "PROD",
        "P:", "CAD", "CAD.", "VAL", "VAL.", "VAL:", "VENC", "VTO.", "PER", "PER.", "SCAD", "SCAD.",
        "VERW. BIS", "VERWENDBAR BIS", "HALTBAR BIS", "MHD", "FAB", "FAB:", "PEREMP", "A CONSOMMER",
        "TERMIN", "DATA", "UTG.DAT", "PKD", "PACKED", "KEEP", "DATE", "MRP RS.", "RS.", "PRICE",
    ]

    /// One string, of one line; 1 to 40 signs.
    static func draw(_ random: inout SplitMix) -> String {
        var text =
            switch random.nextIndex(20) {
            case 0...2: lot(&random)
            case 3...5: random.pick(lotWords) + gap(&random) + lot(&random)
            case 6...8: date(&random)
            case 9...11: random.pick(dateWords) + gap(&random) + date(&random)
            case 12: lot(&random) + " " + date(&random)
            case 13:
                random.pick(lotWords) + gap(&random) + lot(&random) + " "
                    + random.pick(dateWords) + gap(&random) + date(&random)
            case 14: time(&random) + (random.happens(0.5) ? " " + lot(&random) : "")
            case 15: random.pick(random.happens(0.5) ? lotWords : dateWords)
            case 16:
                random.pick(dateWords) + gap(&random) + digits(random.count(1, 4), &random) + "."
                    + digits(2, &random)
            default: disorder(&random)
            }
        while text.contains("  ") { text.replace("  ", with: " ") }
        return text
    }

    /// Signs in no order; a blank stands neither first nor last nor beside another.
    static func disorder(_ random: inout SplitMix) -> String {
        let count = random.count(1, 14)
        var text = ""
        for place in 0..<count {
            let pool = random.nextIndex(12)
            let sign: Character =
                switch pool {
                case 0...4: random.pick(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                case 5...8: random.pick(Array("0123456789"))
                case 9: random.pick(Array("O0D8B5S2Z1I7G6QCUV4A"))
                default: random.pick(Array("/.-: "))
                }
            let isBad = sign == " " && (place == 0 || place == count - 1 || text.last == " ")
            text.append(isBad ? "8" : sign)
        }
        return text
    }

    private static func gap(_ random: inout SplitMix) -> String {
        random.happens(0.8) ? " " : ""
    }

    static func digits(_ count: Int, _ random: inout SplitMix) -> String {
        String((0..<count).map { _ in random.pick(Array("0123456789")) })
    }

    static func lot(_ random: inout SplitMix) -> String {
        func letters(_ count: Int, _ random: inout SplitMix) -> String {
            String((0..<count).map { _ in random.pick(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) })
        }
        switch random.nextIndex(8) {
        case 0, 1: return letters(random.count(1, 3), &random) + digits(random.count(3, 7), &random)
        case 2: return digits(random.count(4, 9), &random)
        case 3:
            return letters(random.count(1, 2), &random) + digits(random.count(2, 4), &random)
                + letters(random.count(1, 2), &random)
        case 4:
            return digits(random.count(2, 5), &random) + letters(random.count(1, 2), &random)
                + digits(random.count(0, 3), &random)
        case 5:
            return letters(random.count(1, 4), &random) + random.pick(["-", "/", " ", "."])
                + digits(random.count(2, 6), &random)
        case 6:
            return digits(random.count(2, 4), &random) + random.pick(["-", "/", " "])
                + digits(random.count(2, 5), &random)
        default:
            return String(
                (0..<random.count(4, 9)).map { _ in
                    random.pick(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
                }
            )
        }
    }

    static func date(_ random: inout SplitMix) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = two(random.count(1, 31))
        let month = two(random.count(1, 12))
        let name = random.pick(months)
        let year = "\(random.count(1998, 2039))"
        let short = String(year.suffix(2))
        let mark = random.pick([".", "/", "-", " ", "/"])
        switch random.nextIndex(14) {
        case 0, 1: return month + mark + year
        case 2: return month + mark + short
        case 3: return day + mark + month + mark + year
        case 4: return day + mark + month + mark + short
        case 5: return year + mark + month + mark + day
        case 6: return year + mark + month
        case 7: return day + " " + name
        case 8: return name + random.pick([" ", ".", "-", "/", ""]) + year
        case 9:
            return day + random.pick([" ", "", "-", "."]) + name + random.pick([" ", ""]) + year
        case 10: return day + random.pick([" ", ""]) + name + random.pick([" ", ""]) + short
        case 11: return year + month + day
        case 12: return day + month + short
        default: return name + " " + short
        }
    }

    static func time(_ random: inout SplitMix) -> String {
        let (hour, minute) = (random.count(0, 23), random.count(0, 59))
        let text = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        return random.happens(0.25) ? text + ":" + digits(2, &random) : text
    }
}
