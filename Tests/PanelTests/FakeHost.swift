import Panel
import Synchronization

/// A station that never was: numbers from a seed, and what it was asked for.
final class FakeHost: PanelHost {
    struct State: Sendable {
        var blisters = 0
        var rejected: [String: Int] = [:]
        var random: UInt64
        var actions: [PanelAction] = []
        var people: [PanelPerson] = []
        var events: [PanelEvent] = []
        var isReady = true
        var isAlarm = false
        var isAcknowledged = false
        var batch = true
        var label: PanelLabel?
        var last: PanelBlister?
        var lastReject: PanelBlister?
        var reply = PanelReply(done: true, message: "Done.")
    }

    static let reasons = ["missing", "broken", "dented", "foreign", "black_spot"]
    static let alarmSentence =
        "reject not confirmed for 2,000 ms; check the reject station and its sensor"

    let seed: UInt64
    let shared: Mutex<State>

    init(seed: UInt64 = 7) {
        self.seed = seed
        shared = Mutex(State(random: seed))
        print("seed \(seed)")
    }

    func look<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        shared.withLock { body(&$0) }
    }

    /// Judges one more blister.
    @discardableResult
    func step() -> PanelBlister {
        shared.withLock { state in
            state.blisters += 1
            let roll = Int(Self.next(&state.random) % 100)
            let blister = Self.blister(
                number: state.blisters,
                reason: roll < 8 ? Self.reasons[roll % Self.reasons.count] : nil,
                pocket: Int(Self.next(&state.random) % 10)
            )
            state.last = blister
            if let reason = blister.reasons.first {
                state.rejected[reason, default: 0] += 1
                state.lastReject = blister
            }
            return blister
        }
    }

    func run(_ count: Int) { for _ in 0..<count { step() } }

    /// xorshift64*.
    static func next(_ random: inout UInt64) -> UInt64 {
        random ^= random >> 12
        random ^= random << 25
        random ^= random >> 27
        return random &* 2_685_821_657_736_338_717
    }

    static func blister(number: Int, reason: String?, pocket: Int) -> PanelBlister {
        let pockets = (0..<10).map { index in
            PanelPocket(
                index: index,
                x: 12 + Double(index % 5) * 14,
                y: 14 + Double(index / 5) * 22,
                shape: index < 5 ? .circle : .oblong,
                length: index < 5 ? 10 : 16,
                width: index < 5 ? 10 : 8,
                angle: index < 5 ? 0 : 90,
                isGood: reason == nil || index != pocket,
                classification: index == pocket ? reason ?? "good" : "good"
            )
        }
        return PanelBlister(
            id: "b1-\(number)-0",
            time: "2026-03-04T05:06:\(String(number % 60 + 100).suffix(2)).250+01:00",
            lane: 0,
            verdict: reason == nil ? "accept" : "reject",
            reasons: reason.map { [$0] } ?? [],
            sentence: reason.map { "pocket \(pocket): \($0), 0.97 over its limit of 0.50" },
            widthMillimetres: 80,
            lengthMillimetres: 50,
            pockets: pockets,
            hasPicture: true,
            hasMap: reason != nil,
            result:
                #"{"cycle":\#(number),"lane":0,"verdict":"\#(reason == nil ? "accept" : "reject")"}"#
        )
    }

    func state() -> PanelState {
        shared.withLock { state in
            let rejected = state.rejected.values.reduce(0, +)
            return PanelState(
                station: "line-7",
                isReady: state.isReady,
                isAlarm: state.isAlarm,
                reason: state.isReady ? nil : "the camera gave no rows for 1,000 ms",
                alarms: [
                    PanelAlarm(
                        id: "reject-not-confirmed",
                        sentence: Self.alarmSentence,
                        severity: .alarm,
                        since: "2026-03-04T05:01:00.000+01:00",
                        isAcknowledged: state.isAcknowledged
                    ),
                    PanelAlarm(
                        id: "disk",
                        sentence:
                            "600 MB are free for pictures; make room or give a smaller budget",
                        severity: .warning,
                        since: "2026-03-04T04:31:00.000+01:00",
                        isAcknowledged: true
                    ),
                ],
                batch: state.batch
                    ? PanelBatch(
                        number: 12,
                        product: "round-flat-white",
                        lot: "A4711",
                        expiry: "2027-03",
                        started: "2026-03-04T04:00:00.000+01:00",
                        total: state.blisters,
                        accepted: state.blisters - rejected,
                        rejected: state.rejected
                    ) : nil,
                blistersPerMinute: 299.5,
                latency: PanelHistogram(
                    limitsMilliseconds: [4, 6, 8, 10, 12, 16, 24],
                    counts: [3, 240, 1_890, 812, 96, 12, 2, 0],
                    medianMilliseconds: 7.4,
                    p999Milliseconds: 14.9
                ),
                models: ["pocket classifier 3f2a91c0"],
                recipe: "round-flat-white 9be1d2aa"
            )
        }
    }

    func lastBlister() -> PanelBlister? { shared.withLock(\.last) }
    func lastReject() -> PanelBlister? { shared.withLock(\.lastReject) }

    func trends() -> [PanelTrend] {
        var random = seed
        return ["pocket 3: area", "rejects per 100"].map { name in
            let points = (0..<80).map { index in
                50 + Double(Self.next(&random) % 600) / 100 + (index > 70 ? 4 : 0)
            }
            return PanelTrend(
                name: name,
                unit: name.hasPrefix("rejects") ? "%" : "mm²",
                points: points,
                centre: 53,
                lower: 47,
                upper: 59,
                alarms: points.indices.filter { points[$0] > 59 }
                    .map { PanelTrend.Alarm(index: $0, rule: "Nelson 1") },
                capability: "Cpk 1.41 (95 %: 1.22 to 1.60)"
            )
        }
    }

    func metrics() -> [PanelMetric] {
        let state = state()
        return [
            PanelMetric(
                name: "blisterd_blisters_total",
                help: "Judged blisters.",
                kind: .counter,
                value: Double(state.batch?.total ?? 0)
            )
        ]
            + (state.batch?.rejected ?? [:]).sorted { $0.key < $1.key }.map {
                PanelMetric(
                    name: "blisterd_rejects_total",
                    help: "Rejected blisters.",
                    kind: .counter,
                    labels: ["reason": $0.key],
                    value: Double($0.value)
                )
            }
    }

    func perform(_ action: PanelAction, by person: PanelPerson) -> PanelReply {
        shared.withLock { state in
            state.actions.append(action)
            state.people.append(person)
            switch action {
            case .acknowledge: state.isAcknowledged = true
            case .batchStart: state.batch = true
            case .batchEnd: state.batch = false
            case .label(_, let label): state.label = label
            default: break
            }
            return state.reply
        }
    }

    func evidence(_ query: PanelEvidenceQuery) -> PanelEvidencePage {
        let first = query.before.flatMap { Int($0.split(separator: "-")[1]) } ?? 400
        let numbers = stride(from: first - 1, to: max(0, first - 1 - query.count), by: -1)
        let blisters = numbers.map {
            Self.blister(number: $0, reason: Self.reasons[$0 % 5], pocket: $0 % 10)
        }
        return PanelEvidencePage(blisters: blisters, next: blisters.last?.id)
    }

    func blister(_ id: String) -> PanelBlister? {
        guard let number = Int(id.split(separator: "-").dropFirst().first ?? "") else { return nil }
        var blister = Self.blister(number: number, reason: "broken", pocket: number % 10)
        blister.label = shared.withLock(\.label)
        return blister
    }

    func picture(_ kind: PanelPicture.Kind, of id: String) -> PanelPicture? {
        id.hasPrefix("b1-") ? FakePictures.picture(kind) : nil
    }

    func models() -> [PanelModel] {
        [
            PanelModel(
                name: "pocket-2026-02.onnx",
                task: "pocket",
                digest: "3f2a91c0",
                isLive: true,
                sentence: "live since 2026-02-27"
            ),
            PanelModel(
                name: "pocket-2026-03.onnx",
                task: "pocket",
                digest: "77d01b3e",
                isLive: false,
                sentence: "refused: 3 escapes among 400 bad pockets; at most 0 are allowed"
            ),
        ]
    }

    func audit(before: Int?, count: Int) -> [PanelAuditLine] {
        let first = before ?? 120
        return stride(from: first - 1, to: max(0, first - 1 - count), by: -1).map {
            PanelAuditLine(
                number: $0,
                time: "2026-03-04T05:\(String($0 % 60 + 100).suffix(2)):00.000+01:00",
                person: $0 % 3 == 0 ? "anna (operator)" : "station",
                event: $0 % 3 == 0 ? "batch start" : "model",
                detail: "lot A\($0)"
            )
        }
    }

    func record(_ event: PanelEvent) { shared.withLock { $0.events.append(event) } }
}
