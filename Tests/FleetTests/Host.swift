import Foundation
import Linux
import Mosquitto
import SparkplugMessages
import SwiftProtobuf
import Synchronization

/// A host application: hears everything of a group, keeps each record once, and asks again for what
/// is missing. Runs on a thread of its own.
final class Host: Sendable {
    struct Message: Sendable {
        let topic: String
        let payload: [UInt8]
        var kind: String { String(topic.split(separator: "/")[2]) }
    }

    struct Heard: Sendable {
        /// Everything but NDATA with records, in order.
        var messages: [Message] = []
        /// Record numbers as they came first, without those that came again.
        var numbers: [UInt64] = []
        var seen: Set<UInt64> = []
        var doubledCount = 0
        var historicalCount = 0
        /// Sequence numbers of one node, births as 0.
        var sequences: [UInt64] = []
    }

    private let port: Int
    private let heard = Mutex(Heard())
    private let outbox = Mutex<[(topic: String, payload: [UInt8])]>([])
    private let isStopping = Atomic<Bool>(false)
    private let isListening = Atomic<Bool>(false)
    private let thread = Mutex<RealTimeThread?>(nil)

    init(port: Int) { self.port = port }

    func start() throws {
        let started = try RealTimeThread(ThreadPlan(name: "host")) { [self] in run() }
        thread.withLock { $0 = started }
        _ = becomes { isListening.load(ordering: .acquiring) }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// What `question` finds in what was heard.
    func ask<Answer: Sendable>(_ question: (Heard) -> Answer) -> Answer {
        heard.withLock { question($0) }
    }

    func send(_ payload: [UInt8], to topic: String) {
        outbox.withLock { $0.append((topic, payload)) }
    }

    func command(_ name: String, node: String, set: (inout SparkplugPayload.Metric) -> Void) {
        var metric = SparkplugPayload.Metric()
        metric.name = name
        set(&metric)
        var payload = SparkplugPayload()
        payload.metrics = [metric]
        let bytes: [UInt8] = (try? payload.serializedBytes()) ?? []
        send(bytes, to: "spBv1.0/plant/NCMD/\(node)")
    }

    func payloads(_ kind: String) -> [SparkplugPayload] {
        heard.withLock { $0.messages }.filter { $0.kind == kind }
            .compactMap { try? SparkplugPayload(serializedBytes: $0.payload) }
    }

    private func run() {
        while !isStopping.load(ordering: .acquiring) {
            guard
                let client = try? BrokerClient(
                    identifier: "host-\(port)",
                    address: BrokerAddress(host: "127.0.0.1", port: port)
                )
            else {
                Thread.sleep(forTimeInterval: 0.02)
                continue
            }
            serve(client)
            isListening.store(false, ordering: .releasing)
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func serve(_ client: BrokerClient) {
        while !isStopping.load(ordering: .acquiring) {
            let waiting = outbox.withLock { outbox in
                guard isListening.load(ordering: .acquiring) else {
                    return [] as [(String, [UInt8])]
                }
                defer { outbox = [] }
                return outbox.map { ($0.topic, $0.payload) }
            }
            for (topic, payload) in waiting {
                _ = try? client.publish(payload, to: topic, isAssured: true)
            }
            for event in client.step(timeoutMilliseconds: 20) {
                switch event {
                case .connected:
                    try? client.subscribe(to: "spBv1.0/#")
                    // The broker takes what comes over one connection in order.
                    isListening.store(true, ordering: .releasing)
                case .message(let topic, let payload, _):
                    heard.withLock { $0.take(Message(topic: topic, payload: payload)) }
                case .acknowledged: break
                case .ended: return
                }
            }
        }
    }
}

extension Host.Heard {
    fileprivate mutating func take(_ message: Host.Message) {
        guard message.kind == "NDATA" else {
            messages.append(message)
            if message.kind == "NBIRTH" { sequences.append(0) }
            return
        }
        let wire = Wire(message.payload)
        sequences.append(wire.fields.first { $0.number == 3 }?.value ?? 999)
        var hasRecords = false
        for metric in wire.fields where metric.number == 2 {
            let fields = Wire(metric.bytes).fields
            guard let table = fields.first(where: { $0.number == 17 }) else { continue }
            hasRecords = true
            let isHistorical = fields.contains { $0.number == 5 && $0.value == 1 }
            for row in Wire(table.bytes).fields where row.number == 4 {
                // First element of the row, its only field: the record's number.
                guard let element = Wire(row.bytes).fields.first,
                    let number = Wire(element.bytes).fields.first?.value
                else { continue }
                historicalCount += isHistorical ? 1 : 0
                if seen.insert(number).inserted {
                    numbers.append(number)
                } else {
                    doubledCount += 1
                }
            }
        }
        if !hasRecords || messages.count < 200 { messages.append(message) }
    }
}

/// The fields of a protocol buffer message, read plainly: a second opinion on every byte that is written.
struct Wire {
    struct Field {
        let number: UInt64
        var value: UInt64 = 0
        var bytes: ArraySlice<UInt8> = []
    }

    var fields: [Field] = []

    init(_ bytes: some Sequence<UInt8>) {
        let bytes = ArraySlice(Array(bytes))
        var at = bytes.startIndex
        func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while at < bytes.endIndex {
                let byte = bytes[at]
                at += 1
                value |= UInt64(byte & 127) << shift
                shift += 7
                if byte < 128 { break }
            }
            return value
        }
        while at < bytes.endIndex {
            let tag = varint()
            var field = Field(number: tag >> 3)
            switch tag & 7 {
            case 0: field.value = varint()
            case 1: at += 8
            case 5: at += 4
            default:
                let count = min(Int(varint()), bytes.endIndex - at)
                field.bytes = bytes[at..<at + count]
                at += count
            }
            fields.append(field)
            // Of a row, only the first element is asked for; the others are skipped unread.
        }
    }
}
