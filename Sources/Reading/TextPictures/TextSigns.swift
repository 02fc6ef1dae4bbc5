/// The signs that codes consist of, and their numbers as the reader counts them.
public enum TextSigns {
    /// In the order of the reader's output, after the blank.
    public static let all: [Character] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-: ")

    private static let numbers = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1, $0 + 1) }
    )

    /// The numbers of `text`, from 1; lower case counts as upper case, other signs are left out.
    public static func numbers(of text: String) -> [Int] {
        text.uppercased().compactMap { numbers[$0] }
    }

    /// The text of `numbers`; what is no sign's number is left out.
    public static func text(of numbers: [Int]) -> String {
        String(numbers.filter { (1...all.count).contains($0) }.map { all[$0 - 1] })
    }
}
