import Linux
import Station

/// Whether the configured camera is there and has what is asked of it.
struct CameraExamination {
    let camera: CameraConfiguration

    func findings() -> [Finding] {
        let place = "camera \(camera.device)"
        let device: V4L2Device
        do {
            device = try V4L2Device(path: camera.device)
        } catch {
            return [
                Finding(
                    .fail,
                    "\(place): \(error.reason)",
                    cure: error.meansForbidden
                        ? "join the group video (usermod -aG video USER)"
                        : "plug it in, or correct camera.device; "
                            + "a link under /dev/v4l/by-id survives replugging"
                )
            ]
        }
        defer { device.close() }
        guard device.identity.canCapture, device.identity.canStream else {
            return [
                Finding(
                    .fail,
                    "\(place) (\(device.identity.card)): is no capturing, streaming device",
                    cure: "name another node of this camera"
                )
            ]
        }
        do {
            try device.attach()
        } catch {
            return [
                Finding(.warn, "\(place): \(error.reason)", cure: "is another program using it?")
            ]
        }
        return [format(of: device.offers(), place: place)]
            + controls(device.controls(), place: place)
    }

    private func format(of offers: [CameraFormatOffer], place: String) -> Finding {
        guard !offers.isEmpty else {
            return Finding(
                .warn,
                "\(place): offers no format now",
                cure: "switch its source on; the daemon waits for it"
            )
        }
        let wanted = camera.format.rawValue
        let size = "\(camera.width)x\(camera.rowsPerChunk)"
        guard camera.format == .converted || offers.contains(where: { "\($0.code)" == wanted })
        else {
            let list = offers.map(\.description).joined(separator: ", ")
            return Finding(
                .fail,
                "\(place): has no \(wanted)",
                cure: "set camera.format to one of: \(list)"
            )
        }
        let sizes = offers.filter { camera.format == .converted || "\($0.code)" == wanted }
            .flatMap(\.sizes)
        let fixed = sizes.filter { !$0.contains("-") }
        guard fixed.count < sizes.count || fixed.isEmpty || fixed.contains(size) else {
            return Finding(
                .fail,
                "\(place): has no \(wanted) of \(size)",
                cure: "set width and rows_per_chunk to one of: \(fixed.joined(separator: ", "))"
            )
        }
        return Finding(.ok, "\(place): \(wanted) of \(size)")
    }

    private func controls(_ offered: [CameraControl], place: String) -> [Finding] {
        camera.controls.compactMap { wanted in
            guard let control = offered.first(where: { $0.name == wanted.name }) else {
                let names = offered.map(\.name).joined(separator: ", ")
                return Finding(
                    .fail,
                    "\(place): has no control \(wanted.name)",
                    cure: names.isEmpty ? "remove it" : "use one of: \(names)"
                )
            }
            guard !control.range.contains(wanted.value) else { return nil }
            return Finding(
                .fail,
                "\(place): control \(wanted.name) cannot be \(wanted.value)",
                cure: "use \(control.range.lowerBound) to \(control.range.upperBound)"
            )
        }
    }
}
