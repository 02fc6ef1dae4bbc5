internal import Foundation

/// A month, or a day, of the Gregorian calendar.
public struct CalendarDate: Sendable, Equatable {
    /// 1990...2099.
    public let year: Int
    /// 1...12.
    public let month: Int
    /// 1 to the month's last; nil for the whole month.
    public let day: Int?

    /// Takes a date that can be; nil otherwise.
    public init?(year: Int, month: Int, day: Int? = nil) {
        guard (1990...2099).contains(year), (1...12).contains(month) else { return nil }
        if let day, !(1...Self.days(year, month)).contains(day) { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads yyyy-MM or yyyy-MM-dd.
    ///
    /// - Throws: ``ExpectedText/Flaw/noDate(_:)`` for anything else, and for days that no month has.
    public init(_ text: String) throws(ExpectedText.Flaw) {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false)
            .compactMap { Int($0) }
        guard (2...3).contains(numbers.count), text.utf8.count <= 10,
            let date = CalendarDate(
                year: numbers[0],
                month: numbers[1],
                day: numbers.count > 2 ? numbers[2] : nil
            )
        else { throw .noDate(text) }
        self = date
    }

    /// This day, by the clock and time zone of this machine.
    public static var today: CalendarDate? {
        let now = Calendar(identifier: .gregorian)
            .dateComponents([.year, .month, .day], from: Date())
        return CalendarDate(year: now.year ?? 0, month: now.month ?? 0, day: now.day)
    }

    /// Days of a month.
    public static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Its last day: a month without a day runs to its end.
    public var lastDay: Int { day ?? Self.days(year, month) }

    /// Whether its last day lies before that of `other`.
    public func ends(before other: CalendarDate) -> Bool {
        (year, month, lastDay) < (other.year, other.month, other.lastDay)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// As ``init(_:)`` reads it.
    public var description: String {
        let parts = [month, day].compactMap { $0 }.map { $0 < 10 ? "-0\($0)" : "-\($0)" }
        return "\(year)" + parts.joined()
    }
}
