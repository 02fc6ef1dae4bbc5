/// Bad input of training, and of drawing what to train on.
extension BadInput {
    static let training = [
        BadInput(
            "train: empty folder",
            .blisterctl,
            ["train", "--data", "none", "--task", "pocket", "--out", "m.onnx"],
            names: ["none", "one folder per class"]
        ) { try $0.makeFolder("none") },
        BadInput(
            "train: damaged picture",
            .blisterctl,
            ["train", "--data", "data", "--task", "pocket", "--out", "m.onnx"],
            names: ["a.png"]
        ) {
            try $0.makeFolder("data/good")
            try $0.makeFolder("data/missing")
            try $0.writeGarbage(to: "data/good/a.png")
            try $0.writeGarbage(to: "data/missing/b.png")
        },
        BadInput(
            "train: a base that is no model",
            .blisterctl,
            ["train", "--drawn", "--task", "pocket", "--base", "recipe.yaml", "--out", "m.onnx"],
            names: ["recipe.yaml", "--base"]
        ) { _ in },
        BadInput(
            "train: no place for the model",
            .blisterctl,
            ["train", "--drawn", "--task", "pocket", "--out", "nowhere/m.onnx"],
            names: ["nowhere/m.onnx"]
        ) { _ in },
        BadInput(
            "simulate: no crops",
            .blisterctl,
            ["simulate", "--crops", "0", "--out", "crops"],
            names: ["--crops 0"]
        ) { _ in },
    ]
}
