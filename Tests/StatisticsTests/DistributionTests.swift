import Statistics
import Testing

/// Values of published tables, and to more digits those of SciPy 1.17 (`scipy.stats`).
struct DistributionTests {
    static func isNear(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-10) -> Bool {
        abs(value - expected) <= tolerance * max(1, abs(expected))
    }

    @Test(arguments: [
        (1e-10, -6.361340902404056), (0.001, -3.090232306167813), (0.025, -1.9599639845400545),
        (0.95, 1.6448536269514722), (0.99865, 2.9999769927034015), (0.5, 0),
    ])
    func `normal quantiles are those of the tables`(share: Double, expected: Double) {
        #expect(Self.isNear(NormalDistribution.quantile(share), expected))
    }

    @Test(arguments: [
        (
            1.0,
            [3.9270422220515944e-05, 9.820691171752555e-4, 0.454936423119572, 5.023886187314888]
        ),
        (2.5, [0.03211343311105102, 0.11862294210006345, 1.8738477677808791, 8.392295266912964]),
        (4.0, [0.206989093496182, 0.4844185570879299, 3.3566939800333224, 11.143286781877796]),
        (19.0, [6.843971445482955, 8.906516481987971, 18.337652896756474, 32.85232686172969]),
        (1999.0, [1839.8888250633665, 1876.9770330918507, 1998.3333728737077, 2124.81130603695]),
    ])
    func `chi-square quantiles are those of the tables`(degrees: Double, expected: [Double]) {
        let chiSquare = ChiSquareDistribution(degrees: degrees)
        for (share, value) in zip([0.005, 0.025, 0.5, 0.975], expected) {
            #expect(abs(chiSquare.quantile(share) / value - 1) < 1e-9)
        }
    }

    @Test(arguments: [
        (1.0, [3.0776835371752544, 12.706204736174694, 63.656741162871526]),
        (5.0, [1.4758840488244815, 2.5705818356363146, 4.032142983555228]),
        (10.0, [1.372183641110336, 2.228138851986274, 3.16927267261695]),
        (30.0, [1.3104150253913955, 2.0422724563012378, 2.7499956535672254]),
    ])
    func `Student's quantiles are those of the tables`(degrees: Double, expected: [Double]) {
        let student = StudentDistribution(degrees: degrees)
        for (share, value) in zip([0.9, 0.975, 0.995], expected) {
            #expect(Self.isNear(student.quantile(share), value, 1e-9))
            #expect(Self.isNear(student.quantile(1 - share), -value, 1e-9))
        }
    }

    @Test(arguments: [
        (0.5, 0.5, [0.001541333133436012, 0.5, 0.9984586668665639]),
        (2, 3, [0.06758598648854294, 0.3857275681323895, 0.8058795503167565]),
        (8, 27, [0.10746181577500809, 0.2233592163450933, 0.3789777485396833]),
        (3, 4998, [1.2375152046931285e-4, 5.34776014766243e-4, 1.4441827958669e-3]),
    ])
    func `beta quantiles are those of the tables`(a: Double, b: Double, expected: [Double]) {
        let beta = BetaDistribution(alpha: a, beta: b)
        for (share, value) in zip([0.025, 0.5, 0.975], expected) {
            #expect(abs(beta.quantile(share) / value - 1) < 1e-9)
        }
    }

    @Test func `every quantile undoes its share`() {
        for index in 1..<100 {
            let share = Double(index) / 100
            let places = [
                NormalDistribution.cumulative(NormalDistribution.quantile(share)),
                ChiSquareDistribution(degrees: 3.7).cumulative(
                    ChiSquareDistribution(degrees: 3.7).quantile(share)
                ),
                StudentDistribution(degrees: 6).cumulative(
                    StudentDistribution(degrees: 6).quantile(share)
                ),
                BetaDistribution(alpha: 0.3, beta: 12).cumulative(
                    BetaDistribution(alpha: 0.3, beta: 12).quantile(share)
                ),
            ]
            for place in places { #expect(abs(place - share) < 1e-12) }
        }
    }

    /// R. G. Newcombe, Statistics in Medicine 17 (1998), p. 857, table I: methods 3 and 5.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662, 0.2527, 0.3676), (15, 148, 0.0624, 0.1605, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1611, 0.0000, 0.1684), (1, 29, 0.0061, 0.1718, 0.0009, 0.1776),
    ])
    func `intervals of proportions are Newcombe's`(
        count: Int,
        total: Int,
        wilsonLower: Double,
        wilsonUpper: Double,
        exactLower: Double,
        exactUpper: Double
    ) {
        let wilson = BinomialInterval.wilson(count: count, total: total)
        let exact = BinomialInterval.clopperPearson(count: count, total: total)
        #expect(abs(wilson.lower - wilsonLower) < 5e-5 && abs(wilson.upper - wilsonUpper) < 5e-5)
        #expect(abs(exact.lower - exactLower) < 5e-5 && abs(exact.upper - exactUpper) < 5e-5)
    }

    /// Table values: 0 of 10 gives 0…0.3085, 1 of 20 gives 0.00127…0.2487.
    @Test func `Clopper–Pearson intervals are those of the tables`() {
        let none = BinomialInterval.clopperPearson(count: 0, total: 10)
        #expect(none.lower == 0 && abs(none.upper - 0.3085) < 5e-5)
        let one = BinomialInterval.clopperPearson(count: 1, total: 20)
        #expect(abs(one.lower - 0.00127) < 5e-6 && abs(one.upper - 0.2487) < 5e-5)
        #expect(one.text == "0.127..24.873 %")
    }
}
