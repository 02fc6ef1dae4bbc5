import Blister
import Capture
import Correction
import Foundation
import Inspection
import Linux
import PackReading
import Station

/// Whether a station configuration and everything it names fit together and fit this machine.
struct StationExamination {
    let configuration: StationConfiguration

    /// Everything about the station configuration at `path`.
    static func findings(path: String) -> [Finding] {
        let configuration: StationConfiguration
        do {
            configuration = try StationConfiguration(path: path)
        } catch {
            return [Finding(failure: error)]
        }
        let examination = StationExamination(configuration: configuration)
        return [Finding(.ok, "station \(configuration.name): \(path) is valid")]
            + examination.product() + examination.pins() + examination.scheduling()
            + examination.records() + examination.outside() + [examination.daemon()]
    }

    private func product() -> [Finding] {
        let product: TaughtProduct
        do {
            product = try TaughtProduct(recipePath: configuration.recipePath)
        } catch {
            return [Finding(failure: error)] + source(for: nil, calibration: nil)
        }
        let recipe = product.recipe
        var findings = [
            Finding(
                .ok,
                "recipe \(recipe.product): \(configuration.recipePath), \(recipe.layout.lanes) lanes "
                    + "of \(recipe.layout.pockets.count) pockets, "
                    + "\(recipe.channels == 1 ? "mono" : "colour")"
            )
        ]
        if recipe.web == nil {
            findings.append(
                Finding(
                    failure: StationFault.recipe(
                        path: configuration.recipePath,
                        misfit: .taughtFromStills
                    )
                )
            )
        }
        var calibration: Calibration?
        if let path = configuration.calibrationPath {
            do {
                let read = try Calibration(path: path)
                calibration = read
                findings.append(
                    Finding(.ok, "calibration \(path): \(read.width) columns, \(read.madeAt)")
                )
            } catch {
                findings.append(Finding(failure: error))
            }
        } else if case .camera = configuration.source {
            findings.append(
                Finding(
                    .warn,
                    "calibration: none; columns are taken as they come",
                    cure: "measure one with blisterctl calibrate"
                )
            )
        }
        return findings + texts(of: recipe) + source(for: recipe, calibration: calibration)
    }

    /// Whether the print and Braille that `recipe` asks for can be read here.
    private func texts(of recipe: Recipe) -> [Finding] {
        do {
            guard let texts = try configuration.packTexts(of: recipe) else { return [] }
            let wanted = [
                recipe.print.map { _ in "print" }, recipe.braille.map { _ in "Braille" },
                recipe.code.map { _ in "code" },
            ].compactMap { $0 }.joined(separator: " and ")
            return [Finding(.ok, "\(wanted): verified against the open batch \(texts.digests)")]
        } catch {
            return [Finding(failure: error)]
        }
    }

    private func source(for recipe: Recipe?, calibration: Calibration?) -> [Finding] {
        switch configuration.source {
        case .camera(let camera):
            return CameraExamination(camera: camera).findings()
                + fit(
                    width: camera.width,
                    channels: nil,
                    scale: calibration?.millimetresPerColumn ?? camera.millimetresPerColumn,
                    lights: camera.lights,
                    recipe: recipe,
                    calibration: calibration
                )
        case .replay(let folder, _):
            do {
                let replay = try ReplaySet(folder: folder)
                try replay.checkPictures()
                var findings = [
                    Finding(.ok, "replay \(folder): \(replay.files.count) chunks, all readable")
                ]
                if configuration.trigger == .rows, replay.cycleRows == nil {
                    findings.append(Finding(failure: StationFault.noTriggerRows(source: folder)))
                }
                return findings
                    + fit(
                        width: replay.format.width,
                        channels: replay.format.channels,
                        scale: replay.millimetresPerColumn,
                        lights: replay.lights,
                        recipe: recipe,
                        calibration: calibration
                    )
            } catch {
                return [Finding(failure: error)]
            }
        case .simulated(let twin):
            return [Finding(.warn, "source: the line twin (\(twin.product))", cure: "trials only")]
        }
    }

    private func fit(
        width: Int,
        channels: Int?,
        scale: Double,
        lights: Int,
        recipe: Recipe?,
        calibration: Calibration?
    ) -> [Finding] {
        var findings: [Finding] = []
        if let path = configuration.calibrationPath, let calibration, calibration.width != width {
            findings.append(
                Finding(
                    failure: StationFault.calibration(
                        path: path,
                        misfit: .otherWidth(calibration: calibration.width, camera: width)
                    )
                )
            )
        }
        guard let recipe, recipe.web != nil else { return findings }
        do {
            try recipe.checkFit(
                width: width,
                channels: channels,
                millimetresPerColumn: scale,
                lights: lights
            )
        } catch {
            findings.append(
                Finding(failure: StationFault.recipe(path: configuration.recipePath, misfit: error))
            )
        }
        return findings
    }
}
