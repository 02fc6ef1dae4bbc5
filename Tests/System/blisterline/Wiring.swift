internal import Station

/// How the machine is wired to the daemon: read from the daemon's own station configuration.
struct Wiring {
    let chip: String
    let camera: CameraConfiguration
    /// Cycles from the camera to the reject station.
    let delayCycles: Int
    let confirmWithinMilliseconds: Int?
    private let pins: [PinConfiguration]
    private let energiseToPass: Bool

    init(stationPath: String) throws {
        let station = try StationConfiguration(path: stationPath)
        guard case .camera(let camera) = station.source, camera.format == .grey,
            station.trigger == .pin
        else {
            throw MachineError.wiring(
                reason: "no GREY camera triggered by pin",
                cure: "give camera and trigger: pin"
            )
        }
        guard case .cycles(let cycles) = station.rejectDelay, cycles >= 2 else {
            throw MachineError.wiring(
                reason: "the reject station is not at least two cycles away",
                cure: "set reject.after.cycles"
            )
        }
        self.camera = camera
        delayCycles = cycles
        confirmWithinMilliseconds = station.confirmWithinMilliseconds
        pins = station.pins
        energiseToPass = station.energiseToPass
        chip = station.pins.first?.chip ?? ""
        let needed = [
            "ready", "heartbeat", "alarm", "result_toggle", "cycle", "acknowledge",
            "reject_confirm",
        ]
        for name in needed { _ = try pin(name) }
        guard !rejectPins.isEmpty, pins.allSatisfy({ $0.chip == chip }) else {
            throw MachineError.wiring(
                reason: "no reject pin, or pins on several chips",
                cure: "put every pin on one chip"
            )
        }
    }

    /// Lines the simulated chip needs.
    var lineCount: Int { (pins.map(\.offset).max() ?? 0) + 1 }

    var lineNames: [(offset: Int, name: String)] { pins.map { ($0.offset, $0.name) } }

    /// The one reject pin, or one per lane.
    var rejectPins: [PinConfiguration] {
        pins.filter { $0.name == "reject" || $0.name.hasPrefix("reject_lane_") }
    }

    /// Lanes whose blisters the reject pin at `index` decides about, of `laneCount`.
    func lanes(ofRejectPin index: Int, laneCount: Int) -> [Int] {
        let name = rejectPins[index].name
        guard name != "reject", let lane = Int(name.dropFirst("reject_lane_".count)) else {
            return Array(0..<laneCount)
        }
        return [lane]
    }

    /// Level at which a reject pin lets a blister pass.
    func passLevel(of pin: PinConfiguration) -> Bool { energiseToPass != pin.isActiveLow }

    func pin(_ name: String) throws(MachineError) -> PinConfiguration {
        guard let found = pins.first(where: { $0.name == name }) else {
            throw .wiring(reason: "no pin '\(name)'", cure: "add it under pins")
        }
        return found
    }
}
