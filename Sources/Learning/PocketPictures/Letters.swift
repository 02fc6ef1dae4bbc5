/// Letters and digits as products carry them, of straight strokes within -1...1.
enum Letters {
    typealias Stroke = (from: Vector, to: Vector)

    /// Each as runs over places of three columns and five rows, named row by row from `a` to `o`.
    private static let runs = [
        "mdbfo gi", "mabfhg hlnm", "cbdjno", "mabflnm", "camo gh", "cam gh", "cbdjnlih", "am co gi",
        "bn", "clnj", "am cgo", "amo", "maeco", "maoc", "bdjnlfb", "mabfhg", "mabfhg ho", "cbdhlnm",
        "ac bn", "ajnlc", "anc", "amkoc", "ao cm", "ahc hn", "acmo", "dbn", "dbfmo", "acfhlnm",
        "cjl co", "caghlnm", "cdjnlhg", "acn", "bdhlnjhfb", "fhdbfln",
    ]

    /// The strokes of every sign.
    static let all: [[Stroke]] = runs.map { sign in
        sign.split(separator: " ").flatMap { run in
            let places = run.utf8.map { place(Int($0) - 97) }
            return zip(places, places.dropFirst()).map { (from: $0, to: $1) }
        }
    }

    private static func place(_ index: Int) -> Vector {
        Vector(Float(index % 3) - 1, Float(index / 3) / 2 - 1)
    }
}
