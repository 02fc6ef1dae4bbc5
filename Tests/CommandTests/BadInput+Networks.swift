extension BadInput {
    private static let inspect = ["inspect", "--recipe", "recipe.yaml", "--replay", "set"]
    /// SHA-256 of nothing.
    private static let emptyDigest =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    static let networks = [
        BadInput(
            "network: not there",
            .blisterctl,
            inspect,
            names: ["product.onnx", "teach again"]
        ) { try name($0) },
        BadInput(
            "network: not the one that was taught",
            .blisterctl,
            inspect,
            names: ["product.onnx", "recipe.yaml", "network_sha256", "teach again"]
        ) {
            try name($0)
            try $0.writeGarbage(to: "recipe.product/product.onnx")
        },
        BadInput(
            "network: no model",
            .blisterctl,
            inspect,
            names: ["recipe.product/product.onnx"]
        ) {
            try name($0)
            try limit($0, "product_model")
            try $0.write("", to: "recipe.product/product.onnx")
        },
        BadInput(
            "network: no model, at the daemon",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["recipe.product/product.onnx"]
        ) {
            try name($0)
            try limit($0, "product_model")
            try $0.write("", to: "recipe.product/product.onnx")
        },
        BadInput(
            "network: limits without one",
            .blisterctl,
            inspect,
            names: ["recipe.yaml:", "product_model", "network_sha256"]
        ) { try limit($0, "product_model") },
        BadInput(
            "network: no classifier in the folder",
            .blisterctl,
            inspect + ["--models", "none"],
            names: ["none", "pocket.onnx"]
        ) {
            try limit($0, "classifier")
            try $0.makeFolder("none")
        },
        BadInput(
            "network: teaching with a folder that holds no classifier",
            .blisterctl,
            [
                "teach", "--replay", "set", "--layout", "layout.yaml", "--out", "new.yaml",
                "--models", "none",
            ],
            names: ["none", "pocket.onnx"]
        ) { try $0.makeFolder("none") },
        BadInput(
            "network: crops of no size",
            .blisterctl,
            [
                "teach", "--replay", "set", "--layout", "layout.yaml", "--out", "new.yaml",
                "--crop-size", "50",
            ],
            names: ["--crop-size", "multiple of 32"]
        ) { _ in },
    ]

    /// Makes the recipe name a network.
    private static func name(_ ground: Ground) throws {
        try ground.replace(
            "model: {",
            by: "model: {network_sha256: \(emptyDigest), ",
            in: "recipe.yaml"
        )
    }

    /// Gives the first pocket a limit for `check`.
    private static func limit(_ ground: Ground, _ check: String) throws {
        try ground.replace(
            "    - pocket: 0\n",
            by: "    - pocket: 0\n      \(check): {max: 9, typical: 5}\n",
            in: "recipe.yaml"
        )
    }
}
