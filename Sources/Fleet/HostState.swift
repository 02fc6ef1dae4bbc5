internal import Foundation

/// The word of the primary host application, retained under `spBv1.0/STATE/<host>`.
///
/// Source: Sparkplug 3.0, section 5.5 (JSON with `online` and `timestamp`).
struct HostState: Equatable, Decodable {
    let online: Bool
    let timestamp: Int64

    /// Nil where `payload` is no such word.
    init?(payload: [UInt8]) {
        guard let state = try? JSONDecoder().decode(Self.self, from: Data(payload)) else {
            return nil
        }
        self = state
    }
}
