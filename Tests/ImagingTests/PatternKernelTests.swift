import Imaging
import Testing

/// Taking a taught pattern out of a comparison.
struct PatternKernelTests {
    @Test func `a share of each offset goes, and of far ones only so much as is pattern`() {
        let values: [Float] = [10, 12, 8, 60, -40]
        let faded = PatternKernels.faded(values, middle: 10, bound: 4, share: 0.5)
        #expect(faded == [10, 11, 9, 58, -38])
        #expect(PatternKernels.faded(values, middle: 10, bound: 4, share: 0) == values)
    }

    @Test func `brighter foil scatters more, darker not less, dark foil by its bounded ratio`() {
        var deviation: [Float] = [2, 2, 2, 2]
        PatternKernels.scale(
            &deviation,
            seen: [60, 20, 400, 4],
            taught: [40, 40, 40, 1],
            share: 0.5,
            range: (darkest: 5, ratioMax: 2)
        )
        #expect(deviation == [2.5, 2, 3, 2])
    }

    @Test func `variances add up`() {
        var deviation: [Float] = [3, 0, 5]
        PatternKernels.addVariance(16, to: &deviation)
        #expect(deviation == [5, 4, Float(41).squareRoot()])
    }
}
