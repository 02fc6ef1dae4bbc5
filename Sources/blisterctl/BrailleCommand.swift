public import ArgumentParser
import Blister
public import Braille
import Foundation
import Imaging
import Linux
import Louis
import Shading

/// `blisterctl braille`: reads Braille from one picture, or from one picture per light.
struct BrailleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "braille",
        abstract: "Reads Braille from a scan or photograph, or from one picture per light.",
        discussion: """
            With --lights, normals and heights are measured: one picture per light in the file's order, \
            or one picture of a line-scan camera whose rows the lights take turns in. Without, dots \
            are told by their bright and dark halves; recto is then the side that is bright towards \
            the top of the picture. Cells, lines and dots are given as they lie in the picture on \
            both sides; the text is what a finger reads, so that of the verso runs from right to left. \
            Exit status: 0 done or accepted, 1 not as expected, 2 bad input.
            """
    )

    @Argument(help: "One picture, or one per light.") var images: [String]
    @Option(help: "Directions of the lights, from calibrate lights.") var lights: String?
    @Option(help: "Side to read: recto or verso.") var side = BrailleSide.recto
    @Option(help: "Text that must stand there; \\n parts lines.") var expect: String?
    @Option(help: "Language (de, en, es, fr, it, zh) or table of liblouis.")
    var table = BrailleTable.standard
    @Flag(help: "One JSON object.") var json = false
    @Option(help: "Writes the normals here: NumPy array, height × width × 3, float32, or .png.")
    var normals: String?
    @Option(help: "Writes the picture with dots and cells marked here.") var overlay: String?
    @Option(help: "Writes the relief as a picture here.") var relief: String?
    @Option(help: "Scale for heights; by the dots' pitch of 2.5 mm when absent.")
    var mmPerPixel: Double?

    func run() throws {
        if let mmPerPixel, !(mmPerPixel > 0 && mmPerPixel.isFinite) {
            throw InputError("--mm-per-pixel \(mmPerPixel) is impossible; use a number over 0")
        }
        let table = try chosenTable()
        let pictures = try BraillePictures(images, lights: lights)
        if normals != nil, pictures.lights == nil {
            throw InputError("--normals needs directions of lights; give --lights FILE")
        }
        if relief != nil, pictures.lights == nil {
            throw InputError("--relief needs directions of lights; give --lights FILE")
        }
        let (found, field, shape) = read(pictures)
        var reading = found.first { $0.side == side }
        if let shape { reading = reading?.measured(in: shape, millimetresPerPixel: mmPerPixel) }
        if let normals, let field {
            if normals.hasSuffix(".png") {
                try field.picture.write(path: normals)
            } else {
                try write(field.npy, to: normals)
            }
        }
        if let relief, let shape { try shape.picture.write(path: relief) }
        if let overlay {
            try BrailleOverlay(pictures.shown, reading).image.write(path: overlay)
        }
        let report = try BrailleReport(
            reading: reading,
            table: table,
            expected: expect.map { $0.replacing("\\n", with: "\n") },
            normals: normals
        )
        print(json ? report.json : report.sentence)
        if !report.passes { throw ExitCode(1) }
    }

    private func read(_ pictures: BraillePictures) -> ([BrailleReading], NormalField?, Relief?) {
        guard let lights = pictures.lights else {
            return (BrailleReader().read(pictures.planes), nil, nil)
        }
        let field = PhotometricStereo(lights).normals(pictures.planes)
        let (readings, relief) = BrailleReader().read(
            pictures.planes,
            under: lights,
            normals: field
        )
        return (readings, field, relief)
    }

    private func chosenTable() throws -> BrailleTable? {
        guard BrailleTable.areBuiltIn else { return nil }
        guard let found = BrailleTable(table) else {
            let names = BrailleTable.languages.keys.sorted().joined(separator: ", ")
            throw InputError(
                "--table: there is no table '\(table)'; use \(names) or a file of liblouis's tables"
            )
        }
        return found
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try AtomicFile.replace(path, with: bytes)
        } catch {
            throw InputError("\(path): cannot be written: \(error.reason); check the folder")
        }
    }
}

extension BrailleSide: ExpressibleByArgument {}
