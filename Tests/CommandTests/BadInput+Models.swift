extension BadInput {
    static let models = [
        BadInput(
            "model: no file",
            .blisterctl,
            ["model", "check", "net.onnx"],
            names: ["net.onnx"]
        ) { _ in },
        BadInput(
            "model: garbage",
            .blisterctl,
            ["model", "bench", "net.onnx", "--json"],
            names: ["net.onnx"]
        ) { try $0.writeGarbage(to: "net.onnx") },
        BadInput(
            "model: empty file",
            .blisterctl,
            ["model", "run", "net.onnx", "input.pb", "--out", "results"],
            names: ["net.onnx"]
        ) { try $0.write("", to: "net.onnx") },
        BadInput(
            "model: absurd batch",
            .blisterctl,
            ["model", "bench", "net.onnx", "--batch", "0"],
            names: ["--batch"]
        ) { _ in },
    ]

    static let evaluations = [
        BadInput(
            "evaluate: empty folder",
            .blisterctl,
            ["evaluate", "--data", "none", "--recipe", "recipe.yaml"],
            names: ["none", "one folder per class"]
        ) { try $0.makeFolder("none") },
        BadInput(
            "evaluate: damaged picture",
            .blisterctl,
            ["evaluate", "--data", "data", "--recipe", "recipe.yaml", "--json"],
            names: ["a.png"]
        ) {
            try $0.makeFolder("data/good")
            try $0.writeGarbage(to: "data/good/a.png")
        },
        BadInput(
            "evaluate: model that says nothing of itself",
            .blisterctl,
            ["evaluate", "--data", "set", "--model", "recipe.yaml"],
            names: ["recipe.yaml"]
        ) {
            try $0.makeFolder("set/good")
            try $0.writeGarbage(to: "set/good/a.png")
        },
    ]
}
