/// Bad input of reading Braille and of calibrating lights.
extension BadInput {
    private static let lamps =
        "lights: [{x: 1, y: 0, z: 1}, {x: -1, y: 0, z: 1}, {x: 0, y: 1, z: 1}]\n"

    static let braille = [
        BadInput("braille: absent", .blisterctl, ["braille", "no.png"], names: ["no.png"]) { _ in },
        BadInput("braille: no picture", .blisterctl, ["braille", "a.png"], names: ["a.png"]) {
            try $0.writeGarbage(to: "a.png")
        },
        BadInput("braille: black", .blisterctl, ["braille", "a.pgm"], names: ["a.pgm", "black"]) {
            try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 0)
        },
        BadInput(
            "braille: unknown table",
            .blisterctl,
            ["braille", "a.pgm", "--table", "klingon"],
            names: ["klingon"]
        ) { try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90) },
        BadInput(
            "braille: lights in a plane",
            .blisterctl,
            ["braille", "a.pgm", "--lights", "l.yaml"],
            names: ["l.yaml:", "plane"]
        ) {
            try $0.write(
                "lights: [{x: 1, y: 0, z: 1}, {x: 2, y: 0, z: 1}, {x: 3, y: 0, z: 1}]\n",
                to: "l.yaml"
            )
            try $0.writePicture(to: "a.pgm", columns: 64, rows: 66, grey: 90)
        },
        BadInput(
            "braille: too few lights",
            .blisterctl,
            ["braille", "a.pgm", "--lights", "l.yaml"],
            names: ["l.yaml:", "2 lights"]
        ) {
            try $0.write("lights: [{x: 1, y: 0, z: 1}, {x: 0, y: 1, z: 1}]\n", to: "l.yaml")
            try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90)
        },
        BadInput(
            "braille: another number of lights",
            .blisterctl,
            ["braille", "a.pgm", "b.pgm", "--lights", "l.yaml"],
            names: ["l.yaml", "3 lights for 2 pictures"]
        ) {
            try $0.write(lamps, to: "l.yaml")
            try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90)
            try $0.writePicture(to: "b.pgm", columns: 64, rows: 64, grey: 90)
        },
        BadInput(
            "braille: pictures of two sizes",
            .blisterctl,
            ["braille", "a.pgm", "b.pgm"],
            names: ["b.pgm", "64 x 64", "32 x 64"]
        ) {
            try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90)
            try $0.writePicture(to: "b.pgm", columns: 32, rows: 64, grey: 90)
        },
        BadInput(
            "braille: normals without lights",
            .blisterctl,
            ["braille", "a.pgm", "--normals", "n.npy"],
            names: ["--normals", "--lights"]
        ) { try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90) },
        BadInput(
            "calibrate lights: no sphere",
            .blisterctl,
            ["calibrate", "lights", "a.pgm", "a.pgm", "a.pgm", "--out", "l.yaml"],
            names: ["a.pgm", "--circle"]
        ) { try $0.writePicture(to: "a.pgm", columns: 64, rows: 64, grey: 90) },
    ]
}
