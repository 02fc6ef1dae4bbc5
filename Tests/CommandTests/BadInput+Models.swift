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

    static let libraries = [
        BadInput(
            "library: no folder",
            .blisterctl,
            ["model", "list", "--models", "none"],
            names: ["none", "no such folder"]
        ) { _ in },
        BadInput(
            "library: neither folder nor station",
            .blisterctl,
            ["model", "list"],
            names: ["--models", "--config"]
        ) { _ in },
        BadInput(
            "library: station without one",
            .blisterctl,
            ["model", "list", "--config", "station.yaml"],
            names: ["station.yaml", "models: FOLDER"]
        ) { _ in },
        BadInput(
            "library: damaged ledger",
            .blisterctl,
            ["model", "list", "--models", "models"],
            names: ["models/library.json", "damaged"]
        ) {
            try $0.makeFolder("models")
            try $0.writeGarbage(to: "models/library.json")
        },
        BadInput(
            "library: nothing to install",
            .blisterctl,
            ["model", "install", "new.onnx", "--models", "models"],
            names: ["new.onnx", "check the path"]
        ) { try $0.makeFolder("models") },
        BadInput(
            "library: a folder to install",
            .blisterctl,
            ["model", "install", "set", "--models", "models"],
            names: ["set", "no plain file"]
        ) { try $0.makeFolder("models") },
        BadInput(
            "library: nothing to roll back",
            .blisterctl,
            ["model", "rollback", "--models", "models"],
            names: ["models", "install one first"]
        ) { try $0.makeFolder("models") },
        BadInput(
            "sign: no key",
            .blisterctl,
            ["model", "sign", "new.onnx", "--key", "key"],
            names: ["key", "blisterctl model key"]
        ) { _ in },
        BadInput(
            "sign: garbage for a key",
            .blisterctl,
            ["model", "sign", "new.onnx", "--key", "station.yaml"],
            names: ["station.yaml", "no private Ed25519 key"]
        ) { _ in },
        BadInput(
            "key: file is there",
            .blisterctl,
            ["model", "key", "station.yaml"],
            names: ["station.yaml", "another file"]
        ) { _ in },
        BadInput(
            "acceptance: not sealed",
            .blisterctl,
            ["model", "acceptance", "judges"],
            names: ["judges", "acceptance.yaml", "--seal"]
        ) { try $0.makeFolder("judges/good") },
        BadInput(
            "acceptance: no defects",
            .blisterctl,
            ["model", "acceptance", "judges", "--seal"],
            names: ["judges", "each kind of defect"]
        ) {
            try $0.makeFolder("judges/good")
            try $0.writePicture(to: "judges/good/a.pgm", columns: 9, rows: 9, grey: 9)
        },
        BadInput(
            "acceptance: limit of a kind that is not there",
            .blisterctl,
            ["model", "acceptance", "judges", "--seal", "--escapes-of", "dented=0.1"],
            names: ["judges", "dented", "broken"]
        ) {
            for kind in ["good", "broken"] {
                try $0.makeFolder("judges/\(kind)")
                try $0.writePicture(to: "judges/\(kind)/a.pgm", columns: 9, rows: 9, grey: 9)
            }
        },
        BadInput(
            "station: signatures without keys",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["station.yaml:", "models_signed", "model_keys"]
        ) {
            let text = try $0.text("station.yaml")
            try $0.write("models: models\nmodels_signed: required\n" + text, to: "station.yaml")
        },
        BadInput(
            "station: rules for models without models",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["station.yaml:", "model_latency_limit_ms", "models: FOLDER"]
        ) {
            let text = try $0.text("station.yaml")
            try $0.write("model_latency_limit_ms: 20\n" + text, to: "station.yaml")
        },
        BadInput(
            "station: a key that is none",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["recipe.yaml", "Ed25519", "blisterctl model key"]
        ) {
            let text = try $0.text("station.yaml")
            try $0.write("models: models\nmodel_keys: [recipe.yaml]\n" + text, to: "station.yaml")
        },
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
