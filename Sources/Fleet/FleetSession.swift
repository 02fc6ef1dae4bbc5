internal import Foundation
internal import Linux
internal import Mosquitto
internal import Synchronization

/// One connection, from its beginning to its end: waits for the host, is born, sends, dies.
///
/// Thread-bound to the fleet's thread.
final class FleetSession {
    /// Messages under way that are not acknowledged yet.
    static let underWayCountMax = 16
    private static let changeNanoseconds: Int64 = 500_000_000
    private static let connectionNanoseconds: Int64 = 15_000_000_000

    /// A message that waits for its acknowledgement.
    private struct UnderWay {
        let message: Int32
        let lastNumber: Int64
        var isAcknowledged = false
    }

    private let exchange: FleetExchange
    private let topic: SparkplugTopic
    private let birthSequence: UInt8
    private let client: BrokerClient
    private let begunNanoseconds = MonotonicClock.nowNanoseconds
    private(set) var condition = FleetStatus.Condition.connecting
    private var sequence: UInt8 = 0
    private var sent: [LiveMetric] = []
    private var nextChangeNanoseconds: Int64 = 0
    private var underWay: [UnderWay] = []
    private var nextNumber: Int64 = 0
    private var historicalNumber: Int64 = 0
    private var hostTimestamp: Int64 = 0

    var isBorn: Bool { condition == .online }

    /// One sentence for people.
    var sentence: String {
        let broker = exchange.settings.broker
        return switch condition {
        case .waitingForHost:
            "connected to broker \(broker); host \(exchange.settings.primaryHost ?? "") is away, "
                + "results wait on disk"
        case .online: "connected to broker \(broker)"
        default: "connecting to broker \(broker)"
        }
    }

    /// Begins to connect.
    init(exchange: FleetExchange, birthSequence: UInt8) throws {
        self.exchange = exchange
        self.birthSequence = birthSequence
        let settings = exchange.settings
        topic = SparkplugTopic(group: settings.group, node: settings.node)
        client = try BrokerClient(
            identifier: "\(settings.group)-\(settings.node)",
            address: settings.addressWithLogin(),
            will: BrokerClient.Will(
                topic: topic.death,
                payload: SparkplugPayloads.death(
                    birthSequence: birthSequence,
                    timeMilliseconds: Self.nowMilliseconds
                )
            )
        )
    }

    private static var nowMilliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Sends what there is to send, and takes what comes; waits a little where there is nothing to do.
    ///
    /// - Parameters:
    ///   - spool: what is sent from, and what acknowledgements go to.
    ///   - status: what is told of the spool.
    /// - Throws: ``BrokerRefusal`` when the connection is over.
    func step(spool: Spool, status: FleetStatus) throws(BrokerRefusal) {
        if isBorn {
            try sendChanges(status: status)
            try sendRecords(of: spool)
        }
        for event in client.step(timeoutMilliseconds: FleetWorker.lookMilliseconds) {
            try take(event, spool: spool, status: status)
        }
        let age = MonotonicClock.nowNanoseconds - begunNanoseconds
        if condition == .connecting, age > Self.connectionNanoseconds {
            throw .unreachable(broker: "\(exchange.settings.broker)", reason: "no answer for 15 s")
        }
    }

    /// Says good-bye: the death that the broker would send for us, then the end.
    func close() {
        if isBorn { _ = try? sendDeath() }
        client.close()
        condition = .stopped
    }

    private func take(
        _ event: BrokerEvent,
        spool: Spool,
        status: FleetStatus
    ) throws(BrokerRefusal) {
        switch event {
        case .connected:
            try client.subscribe(to: topic.command)
            if let host = exchange.settings.primaryHost {
                try client.subscribe(to: SparkplugTopic.state(host: host))
                condition = .waitingForHost
            } else {
                try begin(spool: spool, status: status)
            }
        case .acknowledged(let message): acknowledge(message, spool: spool)
        case .message(let topic, let payload, _):
            if topic == self.topic.command {
                try obey(payload, spool: spool, status: status)
            } else if let state = HostState(payload: payload), state.timestamp >= hostTimestamp {
                hostTimestamp = state.timestamp
                try follow(state, spool: spool, status: status)
            }
        case .ended(let refusal): throw refusal
        }
    }

    private func follow(
        _ host: HostState,
        spool: Spool,
        status: FleetStatus
    ) throws(BrokerRefusal) {
        if host.online, condition == .waitingForHost {
            try begin(spool: spool, status: status)
        } else if !host.online, isBorn {
            close()
            throw .closed
        }
    }

    private func obey(
        _ payload: [UInt8],
        spool: Spool,
        status: FleetStatus
    ) throws(BrokerRefusal) {
        for command in NodeCommand.all(in: payload) where isBorn {
            switch command {
            case .rebirth: try sendBirth(status: status)
            case .resend(let number):
                // Only backwards: what is still to come is not left out.
                nextNumber = min(nextNumber, max(1, number))
                historicalNumber = spool.lastNumber
            }
        }
    }

    private func begin(spool: Spool, status: FleetStatus) throws(BrokerRefusal) {
        nextNumber = spool.position.acknowledged + 1
        historicalNumber = spool.lastNumber
        try sendBirth(status: status)
        condition = .online
    }

    private func sendBirth(status: FleetStatus) throws(BrokerRefusal) {
        sent = liveMetrics(status)
        sequence = 0
        try client.publish(
            SparkplugPayloads.birth(
                sent,
                birthSequence: birthSequence,
                timeMilliseconds: Self.nowMilliseconds
            ),
            to: topic.birth,
            isAssured: false
        )
    }

    private func sendDeath() throws(BrokerRefusal) {
        try client.publish(
            SparkplugPayloads.death(
                birthSequence: birthSequence,
                timeMilliseconds: Self.nowMilliseconds
            ),
            to: topic.death,
            isAssured: false
        )
    }

    private func liveMetrics(_ status: FleetStatus) -> [LiveMetric] {
        LiveMetric.all(
            of: exchange.station,
            state: exchange.state.withLock { $0 },
            status: status
        )
    }

    private func sendChanges(status: FleetStatus) throws(BrokerRefusal) {
        let now = MonotonicClock.nowNanoseconds
        guard now >= nextChangeNanoseconds else { return }
        nextChangeNanoseconds = now + Self.changeNanoseconds
        let current = liveMetrics(status)
        let changed = current.indices.filter { current[$0] != sent[$0] }
        guard !changed.isEmpty else { return }
        sent = current
        sequence &+= 1
        try client.publish(
            SparkplugPayloads.data(
                changed.map { (alias: LiveMetric.alias(index: $0), value: current[$0].value) },
                sequence: sequence,
                timeMilliseconds: Self.nowMilliseconds
            ),
            to: topic.data,
            isAssured: false
        )
    }

    /// Sends records while there are some and not too many messages are under way.
    private func sendRecords(of spool: Spool) throws(BrokerRefusal) {
        while underWay.count < Self.underWayCountMax {
            let records =
                (try? spool.read(
                    from: nextNumber,
                    countMax: exchange.settings.resultsPerMessageMax
                )) ?? []
            guard let last = records.last else { return }
            sequence &+= 1
            let message = try client.publish(
                SparkplugPayloads.data(
                    records,
                    historicalNumber: historicalNumber,
                    sequence: sequence,
                    timeMilliseconds: Self.nowMilliseconds
                ),
                to: topic.data,
                isAssured: true
            )
            underWay.append(UnderWay(message: message, lastNumber: last.number))
            nextNumber = last.number + 1
        }
    }

    /// Only when all before it are acknowledged, too, is a message done with.
    private func acknowledge(_ message: Int32, spool: Spool) {
        guard let index = underWay.firstIndex(where: { $0.message == message }) else { return }
        underWay[index].isAcknowledged = true
        while let first = underWay.first, first.isAcknowledged {
            spool.acknowledge(upTo: first.lastNumber)
            underWay.removeFirst()
        }
    }
}
