internal import Glibc
internal import Graphs

enum ReduceSum: Reduction {
    static let name = "ReduceSum"
    static let axesInputSince = 13

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.zero, Number.sum)
    }
}

enum ReduceMean: Reduction {
    static let name = "ReduceMean"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        let sum = row.reduce(.zero, Number.sum)
        return .quotient(sum, Number(saturating: Double(row.count)))
    }
}

/// The greatest; the lowest of the type where there is none.
enum ReduceMax: Reduction {
    static let name = "ReduceMax"
    static let takesTruthValues = true

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.lowest, Number.greatest)
    }
}

/// The least; the highest of the type where there is none.
enum ReduceMin: Reduction {
    static let name = "ReduceMin"
    static let takesTruthValues = true

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.highest, Number.least)
    }
}

enum ReduceProd: Reduction {
    static let name = "ReduceProd"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.one, Number.product)
    }
}

/// Sum of the magnitudes.
enum ReduceL1: Reduction {
    static let name = "ReduceL1"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.zero) { .sum($0, Abs.value($1)) }
    }
}

/// Root of the sum of squares.
enum ReduceL2: Reduction {
    static let name = "ReduceL2"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        Number(saturating: ReduceSumSquare.reduce(row).double.squareRoot())
    }
}

/// Sum of the squares.
enum ReduceSumSquare: Reduction {
    static let name = "ReduceSumSquare"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        row.reduce(.zero) { .sum($0, .product($1, $1)) }
    }
}

/// Logarithm of the sum.
enum ReduceLogSum: Reduction {
    static let name = "ReduceLogSum"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        Number(saturating: log(ReduceSum.reduce(row).double))
    }
}

/// Logarithm of the sum of powers of e, without overflow.
enum ReduceLogSumExp: Reduction {
    static let name = "ReduceLogSumExp"

    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number {
        let values = row.map(\.double)
        let highest = values.reduce(-.infinity, Double.greatest)
        guard highest.isFinite else { return Number(saturating: highest) }
        let sum = values.reduce(0) { $0 + exp($1 - highest) }
        return Number(saturating: highest + log(sum))
    }
}
