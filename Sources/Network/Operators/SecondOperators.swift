/// Operators on windows, matrices, sequences and boxes.
enum SecondOperators {
    /// One line each.
    static let all: [any Operator.Type] = [
        AveragePool.self,
        BatchNormalization.self,
        Conv.self,
        ConvInteger.self,
        ConvTranspose.self,
        GlobalAveragePool.self,
        GlobalLpPool.self,
        GlobalMaxPool.self,
        GroupNormalization.self,
        Hardmax.self,
        InstanceNormalization.self,
        LayerNormalization.self,
        LogSoftmax.self,
        LpNormalization.self,
        LpPool.self,
        LRN.self,
        MaxPool.self,
        MeanVarianceNormalization.self,
        QLinearConv.self,
        Softmax.self,
    ]
}
