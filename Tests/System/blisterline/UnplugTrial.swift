internal import CTestCamera
internal import Foundation
internal import Station

/// A camera that is pulled out of its socket and put back: the kernel's test camera, vivid.
///
/// Its button "Disconnect" takes the device away under the daemon, with ENODEV for every call; it is
/// there again when nobody holds it any more. What vivid shows is no blister, so nothing may pass.
struct UnplugTrial {
    private static let lostWithinSeconds = 5.0
    private static let backWithinSeconds = 15.0

    let wiring: Wiring
    let daemon: Daemon
    let report: TestReport

    func work() throws {
        let chip = try SimulatedChip(lineCount: wiring.lineCount, names: wiring.lineNames)
        let ready = try wiring.pin("ready")
        let alarm = try wiring.pin("alarm")
        func isHigh(_ pin: PinConfiguration) throws -> Bool {
            try chip.level(offset: pin.offset) != pin.isActiveLow
        }
        func rejects() throws -> Bool {
            try wiring.rejectPins.allSatisfy {
                try chip.level(offset: $0.offset) != wiring.passLevel(of: $0)
            }
        }
        func wait(_ seconds: Double, until isDone: () throws -> Bool) throws -> Bool {
            let end = ContinuousClock.now + .seconds(seconds)
            while try !isDone() {
                guard ContinuousClock.now < end else { return false }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return true
        }

        try daemon.start()
        report.claim(
            try wait(Self.backWithinSeconds) { try isHigh(ready) },
            "READY with vivid as the camera"
        )
        let result = unsafe camera_press(wiring.camera.device, "Disconnect")
        guard result == 0 else {
            throw MachineError.driver(
                path: wiring.camera.device,
                call: "button Disconnect",
                errno: -result
            )
        }
        report.say("machine: the camera is unplugged")
        report.claim(
            try wait(Self.lostWithinSeconds) { try !isHigh(ready) },
            "READY drops when the camera is unplugged"
        )
        report.claim(try isHigh(alarm), "an unplugged camera raises the alarm")
        let acknowledge = try wiring.pin("acknowledge")
        let isBack = try wait(Self.backWithinSeconds) {
            // The alarm of a lost camera stays until somebody has seen it.
            try chip.pull(offset: acknowledge.offset, up: !acknowledge.isActiveLow)
            Thread.sleep(forTimeInterval: 0.1)
            try chip.pull(offset: acknowledge.offset, up: acknowledge.isActiveLow)
            return try isHigh(ready)
        }
        report.claim(isBack, "READY returns when the camera is plugged in again and the alarm seen")
        report.claim(daemon.isRunning, "the daemon has lived through it")
        report.claim(try rejects(), "the pin reads reject all the same")
        let status = daemon.terminate(withinSeconds: 15)
        report.claim(status == 0, "SIGTERM ends the daemon with status 0")
        try chip.remove()
    }
}
