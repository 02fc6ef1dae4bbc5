// swift-tools-version: 6.3
// Layers, bottom up; a target lists everything it may import, and the build refuses the rest
// (`--explicit-target-dependency-import-check error`, see Makefile). Map: Sources/README.md.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

func module(
    _ name: String,
    in folder: String,
    uses dependencies: [Target.Dependency] = [],
    without documents: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Sources/\(folder)/\(name)",
        exclude: documents,
        swiftSettings: strict
    )
}

func shim(_ name: String, links libraries: [String] = []) -> Target {
    .target(
        name: name,
        path: "Sources/Platform/\(name)",
        linkerSettings: libraries.map { .linkedLibrary($0) }
    )
}

func program(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: "Sources/\(name)",
        swiftSettings: strict
    )
}

func tests(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        path: "Tests/\(name)",
        swiftSettings: strict
    )
}

let cairoHeaders = [
    "/usr/include/cairo", "/usr/include/pango-1.0", "/usr/include/glib-2.0",
    "/usr/include/harfbuzz", "/usr/lib/x86_64-linux-gnu/glib-2.0/include",
    "/usr/lib/aarch64-linux-gnu/glib-2.0/include",
]

let platform: [Target] = [
    shim("CLinux", links: ["v4l2", "v4lconvert"]),
    shim("CJPEG", links: ["jpeg"]),
    shim("CPNG", links: ["png"]),
    // SHA-256 of recipes and models; signatures of models; passwords of the panel.
    shim("CSodium", links: ["sodium"]),
    // Matrix products of the networks; Debian's pthread build, see BLAS.refusal.
    shim("COpenBLAS", links: ["openblas"]),
    // Text of Braille cells in many languages; only with the trait BrailleTables.
    shim("CLouis", links: ["louis"]),
    module(
        "Louis",
        in: "Platform",
        uses: [.target(name: "CLouis", condition: .when(traits: ["BrailleTables"]))]
    ),
    // Data Matrix, QR, EAN and Code 128; only with the trait Codes.
    .target(
        name: "CZXing",
        path: "Sources/Platform/CZXing",
        cxxSettings: [.define("BLISTERD_CODES", .when(traits: ["Codes"]))],
        linkerSettings: [.linkedLibrary("ZXing", .when(traits: ["Codes"]))]
    ),
    module(
        "Barcodes",
        in: "Platform",
        uses: [.target(name: "CZXing", condition: .when(traits: ["Codes"]))]
    ),
    // PDF pages with Cairo and text with Pango (Chinese, wrapping); only with the trait Reports. Their
    // headers lie below folders of their own; pkg-config would name flags that SwiftPM warns of at every
    // build, so the folders of Debian stand here.
    .target(
        name: "CCairo",
        path: "Sources/Platform/CCairo",
        cSettings: [
            .define("BLISTERD_REPORTS", .when(traits: ["Reports"])),
            .unsafeFlags(cairoHeaders.flatMap { ["-isystem", $0] }),
        ],
        linkerSettings: ["pangocairo-1.0", "pango-1.0", "gobject-2.0", "glib-2.0", "cairo"].map {
            .linkedLibrary($0, .when(traits: ["Reports"]))
        }
    ),
    module(
        "Cairo",
        in: "Platform",
        uses: [.target(name: "CCairo", condition: .when(traits: ["Reports"]))]
    ),
    // MQTT to the plant's broker; only with the trait Fleet.
    shim("CMosquitto", links: ["mosquitto"]),
    module(
        "Mosquitto",
        in: "Platform",
        uses: [.target(name: "CMosquitto", condition: .when(traits: ["Fleet"]))]
    ),
    // Generated, see its README.md; the generator writes no `unsafe` where strict memory safety asks.
    .target(
        name: "SparkplugMessages",
        dependencies: [protobuf],
        path: "Sources/Platform/SparkplugMessages",
        exclude: ["README.md", "sparkplug_b.proto"],
        swiftSettings: [
            .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"),
        ]
    ),
    module("Linux", in: "Platform", uses: ["CLinux"]),
    module("BLAS", in: "Platform", uses: ["COpenBLAS"]),
    module("Digests", in: "Platform", uses: ["CSodium"]),
    module("Signatures", in: "Platform", uses: ["CSodium"]),
    module("Passwords", in: "Platform", uses: ["CSodium"]),
]

let foundations: [Target] = [
    module("Documents", in: "Foundations", uses: [yams]),
    module("Imaging", in: "Foundations", uses: ["CJPEG", "CPNG"]),
    // Distributions, their quantiles, intervals of proportions.
    module("Statistics", in: "Foundations"),
]

// One folder of kernels, compiled once for each level of instructions; the others are links to it.
func kernels(_ name: String, flags: [String]) -> Target {
    .target(
        name: name,
        dependencies: ["CTiles", "KernelShapes"],
        path: "Sources/Network/\(name)",
        swiftSettings: strict + [.unsafeFlags(flags.flatMap { ["-Xcc", $0] } + ["-O"])]
    )
}

#if arch(x86_64)
let kernelLevels = [
    (name: "KernelsBaseline", flags: []),
    (name: "KernelsAVX2", flags: ["-mavx2", "-mfma", "-mbmi", "-mbmi2"]),
    (
        name: "KernelsAVX512",
        flags: ["-march=skylake-avx512", "-mprefer-vector-width=512"]
    ),
]
#else
let kernelLevels = [(name: "KernelsBaseline", flags: [String]())]
#endif
let kernelSets = kernelLevels.map { Target.Dependency(stringLiteral: $0.name) }

// The inference engine: ONNX in, tensors out.
let network: [Target] =
    [
        module("Tensors", in: "Network"),
        module("Graphs", in: "Network", uses: ["Tensors"]),
        module("Operators", in: "Network", uses: ["Graphs", "Tensors"]),
        // Generated, see its README.md; the generator writes no `unsafe` where strict memory
        // safety asks.
        .target(
            name: "ONNXMessages",
            dependencies: [protobuf],
            path: "Sources/Network/ONNXMessages",
            exclude: ["README.md", "onnx.proto"],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        ),
        module(
            "ONNXFiles",
            in: "Network",
            uses: ["Graphs", "ONNXMessages", "Tensors", protobuf]
        ),
        .target(name: "CTiles", path: "Sources/Network/CTiles"),
        module("KernelShapes", in: "Network"),
        module("Kernels", in: "Network", uses: ["CTiles", "KernelShapes"] + kernelSets),
        module(
            "Engine",
            in: "Network",
            uses: ["BLAS", "Graphs", "KernelShapes", "Kernels", "Linux", "Operators", "Tensors"]
        ),
        module(
            "SelfTests",
            in: "Network",
            uses: [
                "Digests", "Engine", "Graphs", "KernelShapes", "Kernels", "ONNXFiles", "Tensors",
            ]
        ),
        // Training: nets as values, their gradients, and what learns by them.
        module("Layers", in: "Network"),
        module(
            "Gradients",
            in: "Network",
            uses: ["Engine", "KernelShapes", "Kernels", "Layers"]
        ),
        module(
            "Training",
            in: "Network",
            uses: [
                "Engine", "Gradients", "Graphs", "KernelShapes", "Layers", "Linux", "Tensors",
            ]
        ),
        module("TrainingReports", in: "Network", uses: ["Imaging", "Training"]),
    ] + kernelLevels.map { kernels($0.name, flags: $0.flags) }

let line: [Target] = [
    module("Blister", in: "Line", uses: ["Documents", "Imaging"]),
    module("Capture", in: "Line", uses: ["Blister", "Documents", "Imaging", "Linux"]),
    module("Correction", in: "Line", uses: ["Blister", "Documents", "Imaging"]),
    module("Registration", in: "Line", uses: ["Blister", "Imaging"]),
    module("Inspection", in: "Line", uses: ["Blister", "Digests", "Documents", "Imaging"]),
    module("Rejection", in: "Line", uses: ["Blister", "Linux"]),
    // Joins the stages that judge a blister, for teaching and the station alike.
    module("Judging", in: ".", uses: ["Blister", "Imaging", "Inspection", "Registration"]),
]

let records: [Target] = [
    module("Records", in: "Records", uses: ["Blister", "Digests", "Imaging", "Linux", grdb]),
    // What happened, chained and signed; verified without the daemon.
    module(
        "AuditTrails",
        in: "Records",
        uses: ["Digests", "Linux", "Signatures"],
        without: ["README.md"]
    ),
    // Charts, rules, capability and trends of what is measured; knows no blister.
    .target(
        name: "ProcessControl",
        dependencies: ["Statistics"],
        path: "Sources/Records/ProcessControl",
        exclude: ["README.md"],
        swiftSettings: strict
    ),
    // Reports of batches for people: one content, written as HTML and as PDF.
    module("BatchReports", in: "Records", uses: ["Blister", "Cairo", "Imaging", "Records"]),
]

// What leaves the station for the plant: Sparkplug B over MQTT.
let fleet: [Target] = [
    .target(
        name: "Fleet",
        dependencies: ["Linux", "Mosquitto", "SparkplugMessages", protobuf],
        path: "Sources/Fleet",
        exclude: ["README.md"],
        swiftSettings: strict
    )
]

// The web page: knows no station, only the protocol that one answers.
let panel: [Target] = [
    .target(
        name: "Panel",
        dependencies: ["Digests", "Linux", "Passwords", logging, sockets],
        path: "Sources/Panel",
        exclude: ["Assets"],
        swiftSettings: strict
    )
]

let station: [Target] = [
    module(
        "Teaching",
        in: ".",
        uses: [
            "Anomalies", "Blister", "Capture", "Correction", "Documents", "Imaging", "Inspection",
            "Judging", "PackReading", "PocketVision", "Registration", "VisionModels",
        ]
    ),
    module(
        "Station",
        in: ".",
        uses: [
            "AuditTrails", "Blister", "Capture", "Correction", "Digests", "Documents", "Engine",
            "Fleet", "Imaging", "Inspection", "Judging", "KernelShapes", "Kernels", "Linux",
            "ModelLibraries", "Mosquitto", "PackReading", "Panel", "PocketVision",
            "ProcessControl", "Records", "Registration", "Rejection", "SelfTests", "Signatures",
            "VisionModels", logging,
        ]
    ),
]

// What is read on packs: text, and surfaces under several lights with the Braille on them.
let reading: [Target] = [
    module("Shading", in: "Reading", uses: ["Documents", "Imaging"]),
    module("Braille", in: "Reading", uses: ["Imaging", "Louis", "Shading"]),
    module("TextPictures", in: "Reading", uses: ["Imaging", "Layers"]),
    // Print and Braille of the line: answers Inspection's protocol, as PocketVision does.
    module(
        "PackReading",
        in: "Reading",
        uses: [
            "Barcodes", "Blister", "Braille", "Digests", "Imaging", "Inspection", "Louis",
            "TextReading", "VisionModels",
        ]
    ),
    module(
        "TextReading",
        in: "Reading",
        uses: ["Engine", "Graphs", "Imaging", "ONNXFiles", "Tensors", "VisionModels"]
    ),
]

// Pictures to learn from, figures to judge by, and networks that look at pictures.
let learning: [Target] = [
    module("Datasets", in: "Learning"),
    module("Measures", in: "Learning", uses: ["Statistics"]),
    module(
        "Anomalies",
        in: "Learning",
        uses: ["Engine", "Graphs", "Imaging", "ONNXFiles", "Tensors", "VisionModels"]
    ),
    module(
        "VisionModels",
        in: "Learning",
        uses: ["Engine", "Graphs", "Imaging", "ONNXFiles", "Tensors"]
    ),
    module("PocketPictures", in: "Learning", uses: ["Imaging", "Layers"]),
    module(
        "PocketTraining",
        in: "Learning",
        uses: [
            "Datasets", "Digests", "Engine", "Graphs", "Imaging", "Layers", "Linux", "Measures",
            "ONNXFiles", "PocketPictures", "SelfTests", "Tensors", "Training", "TrainingReports",
            "VisionModels",
        ]
    ),
    module(
        "TextTraining",
        in: "Learning",
        uses: [
            "Engine", "Graphs", "Imaging", "Layers", "Linux", "ONNXFiles", "SelfTests",
            "TextPictures", "TextReading", "Training", "VisionModels",
        ]
    ),
    // The networks of the line: answers Inspection's protocol, so that no stage knows of networks.
    module(
        "PocketVision",
        in: "Learning",
        uses: [
            "Blister", "Digests", "Engine", "Graphs", "Imaging", "Inspection", "ONNXFiles",
            "Tensors", "VisionModels",
        ]
    ),
    module(
        "AcceptanceSets",
        in: "Learning",
        uses: ["Datasets", "Digests", "Documents", "Imaging", "Linux", "Measures", "VisionModels"]
    ),
    module(
        "ModelLibraries",
        in: "Learning",
        uses: [
            "AcceptanceSets", "Datasets", "Digests", "Engine", "Graphs", "Imaging", "Linux",
            "Measures", "ONNXFiles", "SelfTests", "Signatures", "VisionModels",
        ]
    ),
]

let simulation: [Target] = [
    module(
        "Simulation",
        in: ".",
        uses: ["Blister", "Capture", "Documents", "Imaging", "Linux", "Rejection"]
    )
]

let programs: [Target] = [
    program(
        "blisterd",
        uses: ["Capture", "Linux", "Simulation", "Station", argumentParser, logging]
    ),
    program(
        "blisterctl",
        uses: [
            "AcceptanceSets", "Anomalies", "AuditTrails", "BatchReports", "Blister", "Braille",
            "Capture",
            "Correction", "Datasets",
            "Digests", "Documents", "Engine", "Fleet", "Graphs", "Imaging", "Inspection", "Judging",
            "Layers", "Linux", "Louis", "Measures", "ModelLibraries", "ONNXFiles", "PackReading",
            "Panel",
            "PocketPictures", "PocketTraining", "PocketVision", "Records", "Registration",
            "Rejection", "SelfTests", "Shading", "Signatures", "Simulation", "Station",
            "Statistics", "Teaching", "Tensors", "TextPictures", "TextReading", "TextTraining",
            "Training",
            "TrainingReports", "VisionModels", argumentParser,
        ]
    ),
]

let checks: [Target] = [
    // Pictures of blisters that owe nothing to the line twin.
    .target(
        name: "PaintedBlisters",
        dependencies: ["Blister", "Imaging"],
        path: "Tests/PaintedBlisters",
        swiftSettings: strict
    ),
    // Models with damage done to them, for tests and long runs.
    .target(
        name: "DamagedModels",
        dependencies: ["Graphs", "ONNXFiles", "ONNXMessages", "Tensors", protobuf],
        path: "Tests/DamagedModels",
        swiftSettings: strict
    ),
    tests("AuditTrailsTests", uses: ["AuditTrails", "Digests", "Linux", "Signatures"]),
    .testTarget(
        name: "BatchReportsTests",
        dependencies: ["BatchReports", "Blister", "Imaging", "Records", grdb],
        path: "Tests/BatchReportsTests",
        exclude: ["SmallBatch"],
        swiftSettings: strict
    ),
    tests("BlisterTests", uses: ["Blister", "Documents", "Imaging"]),
    tests("CaptureTests", uses: ["Blister", "Capture", "Imaging", "Linux"]),
    // Models of a few weights that are all a library asks for.
    .target(
        name: "SmallModels",
        dependencies: [
            "Engine", "Graphs", "ONNXFiles", "SelfTests", "Tensors", "VisionModels",
        ],
        path: "Tests/SmallModels",
        swiftSettings: strict
    ),
    // Runs the built programs as processes; imports none of them, only models to give them, and SQLite
    // to look into the store of a daemon that was killed.
    tests("CommandTests", uses: ["PackReading", "SmallModels", grdb]),
    tests("CorrectionTests", uses: ["Blister", "Correction", "Documents", "Imaging"]),
    tests("DocumentsTests", uses: ["Documents"]),
    tests(
        "EngineTests",
        uses: [
            "DamagedModels", "Engine", "Graphs", "KernelShapes", "Kernels", "Linux", "ONNXFiles",
            "Operators", "Tensors",
        ]
    ),
    // A station without a line, to be killed and to be measured.
    .executableTarget(
        name: "FleetPublisher",
        dependencies: ["Fleet", "Linux", "Mosquitto"],
        path: "Tests/FleetPublisher",
        swiftSettings: strict
    ),
    tests(
        "FleetTests",
        uses: ["Fleet", "FleetPublisher", "Linux", "Mosquitto", "SparkplugMessages", protobuf]
    ),
    tests("ImagingTests", uses: ["Imaging"]),
    tests(
        "InspectionTests",
        uses: [
            "Blister", "Documents", "Imaging", "Inspection", "Judging", "PaintedBlisters",
            "Registration", "Teaching",
        ]
    ),
    tests("KernelsTests", uses: ["KernelShapes", "Kernels"]),
    tests(
        "LearningTests",
        uses: [
            "Anomalies", "Datasets", "Engine", "Graphs", "Imaging", "Layers", "Measures",
            "ONNXFiles", "PocketPictures", "PocketTraining", "SelfTests", "Tensors",
            "Training", "VisionModels",
        ]
    ),
    tests("LinuxTests", uses: ["CLinux", "Linux"]),
    tests(
        "ModelLibrariesTests",
        uses: [
            "AcceptanceSets", "Datasets", "Digests", "Imaging", "Linux", "ModelLibraries",
            "Signatures", "SmallModels", "VisionModels",
        ]
    ),
    tests(
        "ONNXFilesTests",
        uses: ["DamagedModels", "Graphs", "ONNXFiles", "ONNXMessages", "Tensors", protobuf]
    ),
    tests("OperatorsTests", uses: ["Graphs", "Operators", "Tensors"]),
    tests(
        "PackReadingTests",
        uses: [
            "Barcodes", "Blister", "Braille", "Documents", "Imaging", "Inspection", "Judging",
            "Louis", "PackReading", "Registration", "Shading", "Simulation", "Teaching",
            "TextReading",
            "VisionModels",
        ]
    ),
    // Drives a real browser and a real nginx where they are installed.
    tests("PanelTests", uses: ["Digests", "Linux", "Panel", "Passwords", logging]),
    tests(
        "PocketVisionTests",
        uses: [
            "Anomalies", "Blister", "Graphs", "Imaging", "Inspection", "Judging", "ONNXFiles",
            "PaintedBlisters", "PocketVision", "Registration", "Teaching", "Tensors",
            "VisionModels",
        ]
    ),
    tests("ProcessControlTests", uses: ["ProcessControl"]),
    tests(
        "ReadingTests",
        uses: ["Braille", "Documents", "Imaging", "Louis", "Shading", "Simulation"]
    ),
    tests("RecordsTests", uses: ["Blister", "Imaging", "Linux", "Records", grdb]),
    tests("RegistrationTests", uses: ["Blister", "Imaging", "Registration"]),
    tests("RejectionTests", uses: ["Blister", "Linux", "Rejection"]),
    tests(
        "SelfTestsTests",
        uses: [
            "Engine", "Graphs", "KernelShapes", "Kernels", "ONNXFiles", "SelfTests", "Tensors",
        ]
    ),
    tests(
        "SimulationTests",
        uses: ["Blister", "Capture", "Documents", "Imaging", "Rejection", "Simulation"]
    ),
    tests("StatisticsTests", uses: ["Statistics"]),
    tests(
        "TeachingTests",
        uses: [
            "Blister", "Capture", "Documents", "Imaging", "Inspection", "Judging",
            "PaintedBlisters", "Simulation", "Teaching",
        ]
    ),
    tests(
        "TextReadingTests",
        uses: [
            "Blister", "Engine", "Imaging", "Layers", "TextPictures", "TextReading",
            "TextTraining", "Training",
        ]
    ),
    tests("TidyTests", uses: []),
    tests(
        "TrainingTests",
        uses: [
            "Engine", "Gradients", "Graphs", "Imaging", "KernelShapes", "Kernels", "Layers",
            "ONNXFiles", "Tensors", "Training", "TrainingReports",
        ]
    ),
    tests(
        "StationTests",
        uses: [
            "AuditTrails", "Blister", "Capture", "Graphs", "Imaging", "Inspection", "Judging",
            "Linux", "ModelLibraries", "ONNXFiles", "PackReading", "Panel", "PocketVision",
            "ProcessControl", "Records", "Registration", "Rejection", "Simulation", "SmallModels",
            "Station", "Teaching", "Tensors", "VisionModels", logging,
        ]
    ),
]

// The machine's side of the system test: Tests/System/README.md.
let systemTest: [Target] = [
    .target(name: "CTestCamera", path: "Tests/System/CTestCamera"),
    .executableTarget(
        name: "blisterline",
        dependencies: ["CTestCamera", "Documents", "Imaging", "Station", argumentParser],
        path: "Tests/System/blisterline",
        swiftSettings: strict
    ),
]

// The figures the product promises: Benchmarks/README.md.
let benchmarks: [Target] = [
    .target(name: "CMeters", path: "Benchmarks/CMeters"),
    .executableTarget(
        name: "blisterbench",
        dependencies: [
            "Blister", "Braille", "CMeters", "Capture", "Correction", "Engine", "Gradients",
            "Graphs",
            "Imaging", "Inspection", "Layers", "Linux", "Measures", "PackReading",
            "PocketVision", "Records", "Registration", "Rejection", "Shading", "Simulation",
            "Station", "Statistics", "Teaching", "Tensors", "TextPictures", "TextReading",
            "TextTraining", "Training", "VisionModels", argumentParser, grdb,
        ],
        path: "Benchmarks/blisterbench",
        swiftSettings: strict
    ),
]

let package = Package(
    name: "blisterd",
    products: [
        .executable(name: "blisterd", targets: ["blisterd"]),
        .executable(name: "blisterctl", targets: ["blisterctl"]),
    ],
    traits: [
        .trait(name: "BrailleTables", description: "Text of Braille cells, by liblouis."),
        .trait(name: "Codes", description: "Data Matrix, QR, EAN and Code 128, by zxing-cpp."),
        .trait(name: "Reports", description: "Batch reports as PDF, by Cairo and Pango."),
        .trait(name: "Fleet", description: "Reports to an MQTT broker, by libmosquitto."),
        .default(enabledTraits: ["BrailleTables", "Codes", "Fleet", "Reports"]),
    ],
    dependencies: [
        // Command lines with help and completion.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The log interface Swift services share.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // YAML with line and column of every node.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // SQLite with WAL, migrations and typed rows.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Sockets with epoll for the panel; only FlyingSocks of it is built.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        // ONNX files and Sparkplug's payloads are protocol buffers.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        platform, foundations, network, line, records, fleet, panel, station, reading, learning,
        simulation, programs, checks, systemTest, benchmarks,
    ]
    .flatMap { $0 },
    cLanguageStandard: .gnu11,
    cxxLanguageStandard: .cxx17
)
