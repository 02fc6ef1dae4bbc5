internal import Linux
internal import Mosquitto

/// Whether the broker takes this machine in: one connection under a name of its own, without a will,
/// so that a station that reports is not disturbed.
///
/// Blocks the calling thread.
public enum BrokerTrial {
    /// How long an answer is waited for, milliseconds.
    public static let timeoutMilliseconds = 3_000

    /// Connects as `settings` say, and leaves.
    ///
    /// - Throws: ``FleetError`` for settings and files, `BrokerRefusal` for what network and broker say;
    ///   each is one line with the cure.
    public static func run(_ settings: FleetSettings) throws {
        let client = try BrokerClient(
            identifier: "\(settings.group)-\(settings.node)-trial-\(UInt32.random(in: 0 ... .max))",
            address: settings.addressWithLogin(),
            will: nil
        )
        let deadline =
            MonotonicClock.nowNanoseconds + Int64(timeoutMilliseconds) * 1_000_000
        while MonotonicClock.nowNanoseconds < deadline {
            for event in client.step(timeoutMilliseconds: 100) {
                switch event {
                case .connected:
                    client.close()
                    return
                case .ended(let refusal): throw refusal
                case .acknowledged, .message: break
                }
            }
        }
        throw BrokerRefusal.unreachable(
            broker: "\(settings.broker)",
            reason: "no answer within \(timeoutMilliseconds / 1_000) seconds"
        )
    }
}

extension FleetSettings {
    /// The broker, with user and password where a file has them.
    func addressWithLogin() throws(FleetError) -> BrokerAddress {
        guard let loginPath else { return broker }
        let login = try FleetLogin(path: loginPath)
        var address = broker
        address.user = login.user
        address.password = login.password
        return address
    }
}
