/// Why there is no connection to a broker.
public enum BrokerRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// This build has no MQTT.
    case leftOut
    /// Nobody listens there, or no network leads there.
    case unreachable(broker: String, reason: String)
    /// The name has no address.
    case unknownHost(broker: String)
    /// A certificate or key that cannot be used, or a broker whose certificate is not trusted.
    case certificate(broker: String, reason: String)
    /// User name or password are wrong.
    case login(broker: String)
    /// The broker takes no more, or does not speak our MQTT.
    case refused(broker: String, reason: String)
    /// It was there, and is gone.
    case lost(broker: String, reason: String)
    /// We ended it.
    case closed

    /// One sentence: where, why, and the cure.
    public var description: String {
        switch self {
        case .leftOut:
            "this build has no MQTT; build with the package trait Fleet"
        case .unreachable(let broker, let reason):
            "broker \(broker) cannot be reached: \(reason); check host, port and network"
        case .unknownHost(let broker):
            "broker \(broker) has no address; check the host's name and the name server"
        case .certificate(let broker, let reason):
            "broker \(broker): \(reason); check the files of authority, certificate and key"
        case .login(let broker):
            "broker \(broker) refused the login; check user and password file"
        case .refused(let broker, let reason):
            "broker \(broker) refused the connection: \(reason); ask who runs it"
        case .lost(let broker, let reason):
            "the connection to broker \(broker) is lost: \(reason); it is tried again"
        case .closed:
            "the connection is closed"
        }
    }
}
