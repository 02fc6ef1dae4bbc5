/// Which fields of a message the decoder keeps, by number, as `onnx.proto` declares them.
enum MessageLayout {
    case model, graph, node, attribute, tensor, sparseTensor, port, type, tensorType, shape
    case dimension, pair, operatorSet, function, segment, empty

    /// What one field costs in memory.
    enum Field {
        case message(MessageLayout)
        /// Text or bytes.
        case bytes
        /// Numbers of `size` bytes each in memory, one to a field or packed; `least` bytes each
        /// in the file.
        case numbers(size: Int, least: Int)
    }

    /// The field `number`; nil for one that is skipped over.
    func field(_ number: Int) -> Field? {
        switch self {
        case .model: Self.model(number)
        case .graph: Self.graph(number)
        case .node: Self.node(number)
        case .attribute: Self.attribute(number)
        case .tensor: Self.tensor(number)
        case .sparseTensor: number == 1 ? .message(.tensor) : nil
        case .port: Self.port(number)
        case .type: Self.type(number)
        case .tensorType: number == 2 ? .message(.shape) : nil
        case .shape: number == 1 ? .message(.dimension) : nil
        case .dimension: number == 2 ? .bytes : nil
        case .pair: number <= 2 ? .bytes : nil
        case .operatorSet: number == 1 ? .bytes : nil
        case .function: number == 1 || number == 10 ? .bytes : nil
        case .segment, .empty: nil
        }
    }

    private static func model(_ number: Int) -> Field? {
        switch number {
        case 2, 3: .bytes
        case 7: .message(.graph)
        case 8: .message(.operatorSet)
        case 14: .message(.pair)
        case 25: .message(.function)
        default: nil
        }
    }

    private static func graph(_ number: Int) -> Field? {
        switch number {
        case 1: .message(.node)
        case 2: .bytes
        case 5: .message(.tensor)
        case 11, 12: .message(.port)
        case 15: .message(.sparseTensor)
        default: nil
        }
    }

    private static func node(_ number: Int) -> Field? {
        switch number {
        case 1, 2, 3, 4, 7: .bytes
        case 5: .message(.attribute)
        default: nil
        }
    }

    private static func attribute(_ number: Int) -> Field? {
        switch number {
        case 1, 4, 6, 9, 21: .bytes
        case 5: .message(.tensor)
        case 7: .numbers(size: 4, least: 4)
        case 8: .numbers(size: 8, least: 1)
        default: nil
        }
    }

    private static func tensor(_ number: Int) -> Field? {
        switch number {
        case 1, 7, 11: .numbers(size: 8, least: 1)
        case 3: .message(.segment)
        case 4: .numbers(size: 4, least: 4)
        case 5: .numbers(size: 4, least: 1)
        case 6, 8, 9: .bytes
        case 10: .numbers(size: 8, least: 8)
        case 13: .message(.pair)
        default: nil
        }
    }

    private static func port(_ number: Int) -> Field? {
        switch number {
        case 1: .bytes
        case 2: .message(.type)
        default: nil
        }
    }

    private static func type(_ number: Int) -> Field? {
        switch number {
        case 1: .message(.tensorType)
        case 4, 5, 7, 8, 9: .message(.empty)
        default: nil
        }
    }
}
