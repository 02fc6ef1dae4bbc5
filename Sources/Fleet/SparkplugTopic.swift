/// Topics of one edge node.
///
/// Source: Sparkplug 3.0, chapter 4.
struct SparkplugTopic {
    let group: String
    let node: String

    private func topic(_ kind: String) -> String { "spBv1.0/\(group)/\(kind)/\(node)" }

    var birth: String { topic("NBIRTH") }
    var death: String { topic("NDEATH") }
    var data: String { topic("NDATA") }
    var command: String { topic("NCMD") }

    static func state(host: String) -> String { "spBv1.0/STATE/\(host)" }
}
