import Blister
import Foundation
import TextReading

/// What `blisterctl print` says of one picture.
struct PrintReport {
    let path: String
    let lines: [LineReading]
    let verification: Verification?
    let expected: String?

    /// Rows of print, each on a line; nil where nothing was read.
    var text: String? { lines.text }

    /// Of the least sure line.
    var confidence: Double { lines.map(\.confidence).min() ?? 0 }

    /// Whether it is as expected; nil where nothing is.
    var passes: Bool? { verification?.passes }

    var json: String {
        var text = JSONText()
        text.object { object in
            object.value(path, "image")
            object.value(self.text, "text")
            object.value(confidence, "confidence")
            object.array("characters") { array in
                for sign in lines.flatMap(\.signs) {
                    array.object { item in
                        item.value(String(sign.sign), "char")
                        item.value(sign.confidence, "confidence")
                        Self.place(&item, sign.x, sign.y, sign.width, sign.height)
                    }
                }
            }
            guard let verification else { return }
            object.value(expected, "expected")
            object.value(verification.passes, "pass")
            object.array("faults") { array in
                for (index, sign) in verification.signs.enumerated() where sign.fault != nil {
                    array.object { item in
                        item.value(index, "index")
                        item.value(String(sign.sign), "char")
                        item.value(sign.fault?.rawValue, "fault")
                        item.value(sign.read.map(String.init), "read")
                        item.value(sign.confidence, "confidence")
                        Self.place(&item, sign.x, sign.y, sign.width, sign.height)
                    }
                }
            }
        }
        return text.text
    }

    var sentence: String {
        let read = text?.replacing("\n", with: " | ") ?? "nothing to read"
        guard let verification else {
            return "\(path): \(read)" + (text == nil ? "" : String(format: " (%.2f)", confidence))
        }
        if verification.passes { return "\(path): as expected: \(read)" }
        let faults = verification.signs.enumerated().compactMap { index, sign -> String? in
            guard let fault = sign.fault else { return nil }
            let other = sign.read.map { ", read as \($0)" } ?? ""
            return "\(sign.sign) at \(index + 1) \(fault.rawValue)\(other)"
        }
        return "\(path): not as expected: \(read); " + faults.joined(separator: "; ")
    }

    private static func place(
        _ item: inout JSONText,
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double
    ) {
        item.value((x * 10).rounded() / 10, "x_px")
        item.value((y * 10).rounded() / 10, "y_px")
        item.value((width * 10).rounded() / 10, "width_px")
        item.value((height * 10).rounded() / 10, "height_px")
    }
}
