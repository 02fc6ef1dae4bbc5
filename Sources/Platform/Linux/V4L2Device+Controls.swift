internal import CLinux
internal import Glibc

/// A setting of a camera, such as exposure, gain or trigger mode.
public struct CameraControl: Sendable, Equatable {
    /// Kernel number, `V4L2_CID_…`.
    public let identifier: UInt32
    /// The driver's name in lower case with underscores, as `v4l2-ctl` prints it.
    public let name: String
    /// Smallest to largest value.
    public let range: ClosedRange<Int>
    /// Distance of allowed values.
    public let step: Int
    /// The driver's default.
    public let standard: Int
    /// Names of the values of a menu, by value; empty for numbers.
    public let choices: [Int: String]
    /// It can be set at all.
    public let isWritable: Bool
}

/// Why a control cannot be set.
public enum CameraControlError: Error, Equatable, Sendable {
    /// The camera has no control of that name; these it has.
    case unknown(name: String, known: [String])
    /// The value is not allowed; `allowed` is for people.
    case impossible(control: CameraControl, value: Int, allowed: String)
    /// It can only be read.
    case readOnly(control: CameraControl)
    /// The driver took the call but holds another value.
    case ignored(control: CameraControl, wanted: Int, held: Int)
    /// The driver refused.
    case system(SystemError)
}

extension V4L2Device {
    /// All controls, in the driver's order; at most 512.
    public func controls() -> [CameraControl] {
        var controls: [CameraControl] = []
        var raw = v4l2_queryctrl()
        raw.id = clinux_ctrl_flag_next
        while controls.count < 512,
            (try? control(clinux_vidioc_queryctrl, &raw, call: "VIDIOC_QUERYCTRL")) != nil
        {
            if let made = fromUAPI(raw) { controls.append(made) }
            raw = Self.query(after: raw.id)
        }
        return controls
    }

    /// Sets the control of `name` (or of a number such as `0x009a0902`) after checking its range.
    ///
    /// Controls that depend on others, such as exposure time on exposure mode, are set after them:
    /// the order is the caller's.
    public func setControl(_ name: String, to value: Int) throws(CameraControlError) {
        let known = controls()
        guard
            let chosen = known.first(where: { $0.name == name || name == Self.hex($0.identifier) })
        else { throw .unknown(name: name, known: known.map(\.name)) }
        guard chosen.isWritable else { throw .readOnly(control: chosen) }
        try check(value, against: chosen)
        do {
            var raw = v4l2_control(id: chosen.identifier, value: Int32(clamping: value))
            try control(clinux_vidioc_s_ctrl, &raw, call: "VIDIOC_S_CTRL")
        } catch {
            throw .system(error)
        }
        if let held = try? self.value(of: chosen), held != value {
            throw .ignored(control: chosen, wanted: value, held: held)
        }
    }

    /// The value that a control holds now.
    public func value(of control: CameraControl) throws(SystemError) -> Int {
        var raw = v4l2_control(id: control.identifier, value: 0)
        try self.control(clinux_vidioc_g_ctrl, &raw, call: "VIDIOC_G_CTRL")
        return Int(raw.value)
    }

    private func check(_ value: Int, against control: CameraControl) throws(CameraControlError) {
        if !control.choices.isEmpty {
            guard control.choices[value] != nil else {
                let list = control.choices.sorted { $0.key < $1.key }
                    .map { "\($0.key) (\($0.value))" }
                throw .impossible(
                    control: control,
                    value: value,
                    allowed: list.joined(separator: ", ")
                )
            }
            return
        }
        let isOnStep = control.step <= 1 || (value - control.range.lowerBound) % control.step == 0
        guard control.range.contains(value), isOnStep else {
            let steps = control.step > 1 ? " in steps of \(control.step)" : ""
            throw .impossible(
                control: control,
                value: value,
                allowed: "\(control.range.lowerBound) to \(control.range.upperBound)\(steps)"
            )
        }
    }

    private func fromUAPI(_ raw: v4l2_queryctrl) -> CameraControl? {
        let isDisabled = raw.flags & UInt32(V4L2_CTRL_FLAG_DISABLED) != 0
        let kinds = [
            V4L2_CTRL_TYPE_INTEGER, V4L2_CTRL_TYPE_BOOLEAN, V4L2_CTRL_TYPE_MENU,
            V4L2_CTRL_TYPE_INTEGER_MENU, V4L2_CTRL_TYPE_BITMASK, V4L2_CTRL_TYPE_BUTTON,
        ]
        guard !isDisabled, kinds.contains(where: { $0.rawValue == raw.type }),
            raw.minimum <= raw.maximum
        else { return nil }
        let isMenu =
            raw.type == V4L2_CTRL_TYPE_MENU.rawValue
            || raw.type == V4L2_CTRL_TYPE_INTEGER_MENU.rawValue
        return CameraControl(
            identifier: raw.id,
            name: Self.plainName(text(raw.name)),
            range: Int(raw.minimum)...Int(raw.maximum),
            step: Int(raw.step),
            standard: Int(raw.default_value),
            choices: isMenu ? choices(of: raw) : [:],
            isWritable: raw.flags & UInt32(V4L2_CTRL_FLAG_READ_ONLY) == 0
        )
    }

    private func choices(of query: v4l2_queryctrl) -> [Int: String] {
        var choices: [Int: String] = [:]
        for value in query.minimum...min(query.maximum, query.minimum.addingClamped(256)) {
            var raw = v4l2_querymenu()
            raw.id = query.id
            raw.index = UInt32(bitPattern: value)
            let call = "VIDIOC_QUERYMENU"
            guard (try? control(clinux_vidioc_querymenu, &raw, call: call)) != nil else { continue }
            let isNumber = query.type == V4L2_CTRL_TYPE_INTEGER_MENU.rawValue
            choices[Int(value)] = isNumber ? "\(menuNumber(raw))" : menuName(raw)
        }
        return choices
    }

    private static func query(after identifier: UInt32) -> v4l2_queryctrl {
        var raw = v4l2_queryctrl()
        raw.id = identifier | clinux_ctrl_flag_next
        return raw
    }

    private func menuNumber(_ raw: v4l2_querymenu) -> Int64 { raw.value }

    private func menuName(_ raw: v4l2_querymenu) -> String { text(raw.name) }

    private static func hex(_ identifier: UInt32) -> String {
        let digits = String(identifier, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    static func plainName(_ name: String) -> String {
        var plain = ""
        for character in name.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                plain.append(character)
            } else if !plain.hasSuffix("_") {
                plain.append("_")
            }
        }
        while plain.hasSuffix("_") { plain.removeLast() }
        return plain
    }
}

extension Int32 {
    fileprivate func addingClamped(_ other: Int32) -> Int32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
