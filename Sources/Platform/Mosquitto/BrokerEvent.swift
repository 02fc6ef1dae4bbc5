/// What came from a broker.
public enum BrokerEvent: Sendable, Equatable {
    /// The broker took us in.
    case connected
    /// The broker has taken over the message of that number.
    case acknowledged(Int32)
    /// A message of a topic that was subscribed.
    case message(topic: String, payload: [UInt8], isRetained: Bool)
    /// The connection is over; no further event comes.
    case ended(BrokerRefusal)
}
