/// Bad input of reading print.
extension BadInput {
    static let prints = [
        BadInput("print: no such picture", .blisterctl, ["print", "no.png"], names: ["no.png"]) {
            _ in
        },
        BadInput("print: damaged picture", .blisterctl, ["print", "a.png"], names: ["a.png"]) {
            try $0.writeGarbage(to: "a.png")
        },
        BadInput("print: empty picture", .blisterctl, ["print", "a.pgm"], names: ["a.pgm"]) {
            try $0.write("", to: "a.pgm")
        },
        BadInput(
            "print: black picture",
            .blisterctl,
            ["print", "a.pgm"],
            names: ["a.pgm", "black", "exposure"]
        ) { try $0.write("P2 8 8 255\n" + String(repeating: "0 ", count: 64), to: "a.pgm") },
        BadInput(
            "print: part beyond the picture",
            .blisterctl,
            ["print", "a.pgm", "--region", "4,4,8,8"],
            names: ["a.pgm", "--region", "8 x 8"]
        ) { try $0.write("P2 8 8 255\n" + String(repeating: "90 ", count: 64), to: "a.pgm") },
        BadInput(
            "print: part that is none",
            .blisterctl,
            ["print", "a.pgm", "--region", "4,4"],
            names: ["--region 4,4", "X,Y,W,H"]
        ) { _ in },
        BadInput(
            "print: template without its value",
            .blisterctl,
            ["print", "a.pgm", "--expect", "LOT {lot}"],
            names: ["--expect", "{lot}", "--lot"]
        ) { _ in },
        BadInput(
            "print: no model there",
            .blisterctl,
            ["print", "a.pgm", "--models", "none"],
            names: ["none/print.onnx"]
        ) { _ in },
        BadInput(
            "inspect: print without its batch",
            .blisterctl,
            ["inspect", "--recipe", "recipe.yaml", "--replay", "set"],
            names: ["recipe.yaml", "{lot}", "--lot"]
        ) {
            try $0.replace(
                "\nlimits:",
                by: "\nprint: {template: '{lot}'}\nlimits:",
                in: "recipe.yaml"
            )
        },
        BadInput(
            "inspect: batch without print",
            .blisterctl,
            ["inspect", "--recipe", "recipe.yaml", "--replay", "set", "--lot", "A"],
            names: ["recipe.yaml", "--lot", "print"]
        ) { _ in },
        BadInput(
            "recipe: field that means nothing",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["recipe.yaml:", "print.template", "{batch}", "{lot}"]
        ) {
            try $0.replace(
                "\nlimits:",
                by: "\nprint: {template: '{batch}'}\nlimits:",
                in: "recipe.yaml"
            )
        },
        BadInput(
            "recipe: print with a sign that no code has",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["recipe.yaml", "print", "Ü", "A to Z"]
        ) {
            try $0.replace(
                "\nlimits:",
                by: "\nprint: {template: 'PRÜF {lot}'}\nlimits:",
                in: "recipe.yaml"
            )
        },
        BadInput(
            "simulate: print without its expiry",
            .blisterctl,
            ["simulate", "--out", "new", "--lot", "A1"],
            names: ["--print", "{expiry}", "--expiry"]
        ) { _ in },
        BadInput(
            "simulate: sign that the twin cannot print",
            .blisterctl,
            ["simulate", "--out", "new", "--lot", "A_1", "--expiry", "2028-08"],
            names: ["_", "A to Z"]
        ) { _ in },
        BadInput(
            "train: print without labels",
            .blisterctl,
            ["train", "--data", "data", "--task", "print", "--out", "m.onnx"],
            names: ["data/labels.csv", "image,x,y,w,h,text"]
        ) { try $0.makeFolder("data") },
        BadInput(
            "simulate: no lines",
            .blisterctl,
            ["simulate", "--lines", "0", "--out", "lines"],
            names: ["--lines 0"]
        ) { _ in },
        BadInput("code: no such picture", .blisterctl, ["code", "no.png"], names: ["no.png"]) {
            _ in
        },
        BadInput(
            "code: kind that nobody knows",
            .blisterctl,
            ["code", "a.png", "--kind", "pdf417"],
            names: ["pdf417", "data_matrix"]
        ) { _ in },
        BadInput(
            "code: text that is no element string",
            .blisterctl,
            ["code", "a.png", "--expect", "(01)12"],
            names: ["--expect", "(01)12", "GS1"]
        ) { try $0.writeGarbage(to: "a.png") },
    ]
}
