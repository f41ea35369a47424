// swift-tools-version: 6.2
import PackageDescription

/// The page that `senc serve` shows to browsers, and what it answers to, for programs.
let serverPage = [
    "page.html", "page.css", "english.js", "spanish.js", "examples.js", "page.js", "server.js",
    "vectors.js", "passages.js", "material.js", "compare.js", "search.js", "tokens.js", "labels.js",
    "size.js", "code.js", "figures.js",
].map { Resource.embedInCode("Page/\($0)") }

/// What `senc help` shows of topics, in each language.
let helpPages = [
    "models", "languages", "formats", "tables", "prompts", "config", "environment", "exit-status",
].flatMap { topic in
    ["en", "es"].map { Resource.embedInCode("Guide/Pages/\(topic).\($0).txt") }
}

let package = Package(
    name: "senc",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Senc", targets: ["Senc"]),
        .library(name: "SencTokenizers", targets: ["SencTokenizers"]),
        .library(name: "SencWeights", targets: ["SencWeights"]),
        .library(name: "SencVectors", targets: ["SencVectors"]),
        .library(name: "SencAnalysis", targets: ["SencAnalysis"]),
        .library(name: "SencMaps", targets: ["SencMaps"]),
        // The model of `Weights` that is used if none is named, as a resource.
        .library(name: "SencEmbeddedModel", targets: ["SencEmbeddedModel"]),
        .library(name: "SencTraining", targets: ["SencTraining"]),
        .executable(name: "senc", targets: ["SencCLI"]),
        // What libsenc is linked from: see Release/library.sh.
        .library(name: "SencC", type: .static, targets: ["SencC"]),
        // For Benchmarks alone, and so that what the others re-export is compared with the last
        // release: see Release/api-changes.sh.
        .library(
            name: "SencInternals",
            targets: [
                "SencFiles", "SencInput", "SencIVF", "SencKernels", "SencMath", "SencVectors",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .systemLibrary(
            name: "COpenBLAS", providers: [.apt(["libopenblas0"]), .brew(["openblas"])]),
        .systemLibrary(
            name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CUTF8Proc",
            providers: [.apt(["libutf8proc-dev"]), .brew(["utf8proc"])]),
        .systemLibrary(
            name: "COniguruma", providers: [.apt(["libonig-dev"]), .brew(["oniguruma"])]),
        .systemLibrary(
            name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        // Declarations of libbz2, liblzma and libzstd, which are loaded when a file needs them.
        .systemLibrary(name: "CDecompression"),
        // Declarations of libxml2, which is loaded when a file needs it.
        .systemLibrary(name: "CHTMLParser"),
        .systemLibrary(name: "CIconv"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "SencFiles", dependencies: ["CZlib"]),
        .target(
            name: "SencInput",
            dependencies: ["CDecompression", "CHTMLParser", "CIconv", "CZlib", "SencFiles"],
            // glibc and musl have iconv in the C library.
            linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
        .target(
            name: "SencKernels",
            cSettings: [.headerSearchPath("."), .headerSearchPath("templates")],
            linkerSettings: [.linkedLibrary("m")]),
        .target(name: "SencMath", dependencies: ["COpenBLAS", "SencFiles", "SencKernels"]),
        .target(
            name: "SencTokenizers", dependencies: ["COniguruma", "CUTF8Proc", "SencFiles"]),
        .target(name: "SencWeights", dependencies: ["SencFiles"]),
        .target(
            name: "Senc", dependencies: ["SencMath", "SencTokenizers", "SencWeights", "SencFiles"]),
        // By a link to `Weights`, since resources lie below their target: what is copied of it is
        // real files. senc itself does not depend on it.
        .target(
            name: "SencEmbeddedModel", dependencies: ["Senc", "SencFiles"],
            exclude: ["Weights/all-MiniLM-L6-v2", "Weights/static-es-en"],
            resources: [.copy("Weights/multilingual-e5-small")]),
        .target(name: "SencVectors", dependencies: ["CZlib", "SencMath", "SencFiles"]),
        .target(name: "SencAnalysis", dependencies: ["SencVectors", "SencMath", "SencFiles"]),
        .target(
            name: "SencMaps",
            dependencies: ["CZlib", "SencVectors", "SencMath", "SencFiles"],
            resources: [
                .embedInCode("Page/page.html"), .embedInCode("Page/page.css"),
                .embedInCode("Page/drawing.js"), .embedInCode("Page/controls.js"),
            ]),
        .target(
            name: "SencTraining",
            dependencies: [
                "Senc", "SencAnalysis", "SencTokenizers", "SencVectors", "SencWeights", "SencMath",
                "SencFiles",
            ]),
        .target(
            name: "SencIndex",
            dependencies: ["CSQLite", "SencIVF", "SencVectors", "SencMath", "SencFiles"]),
        .target(
            name: "SencIVF",
            dependencies: ["SencAnalysis", "SencVectors", "SencMath", "SencFiles"]),
        .target(name: "SencHub", dependencies: ["CCurl", "SencFiles"]),
        // The header of libsenc, and what of it Swift has no words for.
        .target(name: "CSenc"),
        .target(
            name: "SencC",
            dependencies: [
                "CSenc", "Senc", "SencVectors", "SencTokenizers", "SencMath", "SencFiles",
            ]),
        // What `senc serve` hands to `senc-server`, so that senc compiles nothing else of the server.
        .target(name: "SencServerSettings", dependencies: ["SencMath", "SencFiles"]),
        .target(
            name: "SencServing",
            dependencies: [
                "SencServerSettings", "Senc", "SencVectors", "SencIndex", "SencTokenizers",
                "SencMath", "SencFiles",
            ],
            resources: serverPage + [.embedInCode("OpenAPI/openapi.json")]),
        .executableTarget(
            name: "SencCLI",
            dependencies: [
                "Senc", "SencVectors", "SencAnalysis", "SencMaps", "SencTraining", "SencTokenizers",
                "SencWeights", "SencInput", "SencFiles", "SencMath", "SencHub", "SencIndex",
                "SencIVF", "SencServerSettings",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: helpPages),
        .target(
            name: "TestSupport",
            dependencies: ["CZlib", "SencHub", "SencMath", "SencServerSettings"],
            path: "Tests/Support"),
        .testTarget(name: "LayoutTests"),
        .testTarget(name: "SencFilesTests", dependencies: ["SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencInputTests", dependencies: ["SencInput", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencVectorsTests",
            dependencies: ["CZlib", "SencVectors", "SencMath", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencAnalysisTests",
            dependencies: ["SencAnalysis", "SencVectors", "SencMath", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencTrainingTests",
            dependencies: [
                "SencTraining", "Senc", "SencTokenizers", "SencVectors", "SencWeights", "SencMath",
                "SencFiles", "TestSupport",
            ]),
        .testTarget(
            name: "SencMapsTests",
            dependencies: [
                "CZlib", "SencMaps", "SencAnalysis", "SencVectors", "SencMath", "SencFiles",
                "TestSupport",
            ]),
        .testTarget(
            name: "SencIndexTests",
            dependencies: [
                "CSQLite", "SencIndex", "SencIVF", "SencVectors", "SencMath", "SencFiles",
                "TestSupport",
            ]),
        .testTarget(
            name: "SencIVFTests",
            dependencies: ["SencIVF", "SencVectors", "SencMath", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencHubTests", dependencies: ["SencHub", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencServerSettingsTests", dependencies: ["SencServerSettings", "SencMath"]),
        .testTarget(
            name: "SencServingTests",
            dependencies: ["SencServing", "SencServerSettings", "Senc", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencMathTests", dependencies: ["SencMath", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencTokenizersTests",
            dependencies: ["SencTokenizers", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencWeightsTests", dependencies: ["SencWeights", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencTests",
            dependencies: [
                "Senc", "SencMath", "SencWeights", "SencTokenizers", "SencFiles", "TestSupport",
            ]),
        .testTarget(
            name: "SencEmbeddedModelTests",
            dependencies: ["SencEmbeddedModel", "Senc", "SencFiles", "TestSupport"]),
        .testTarget(
            name: "SencCLITests",
            dependencies: [
                "SencCLI", "Senc", "SencAnalysis", "SencFiles", "SencIVF", "SencIndex", "SencInput",
                "SencMaps", "SencMath", "SencServerSettings", "SencTraining", "SencVectors",
                "SencWeights", "TestSupport",
            ]),
    ]
)

// The server's packages are many: those who do not build it fetch none of them.
if Context.environment["SENC_SERVER"] != nil {
    package.dependencies += [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    package.products.append(.executable(name: "senc-server", targets: ["SencServerProgram"]))
    package.targets += [
        .target(
            name: "SencServer",
            dependencies: [
                "CZlib", "SencServing", "SencServerSettings", "SencFiles",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "SencServerProgram",
            dependencies: ["SencServer", "SencServing", "SencServerSettings", "SencFiles"]),
        .testTarget(
            name: "SencServerProgramTests",
            dependencies: ["SencServerProgram", "SencServerSettings", "TestSupport"]),
        .testTarget(
            name: "SencServerTests",
            dependencies: [
                "CZlib", "Senc", "SencServer", "SencServing", "SencServerSettings", "SencFiles",
                "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
    ]
}

// The fuzz targets need libFuzzer's main program and the program's own parsers: see Tests/Fuzz/run.sh.
if Context.environment["SENC_FUZZ"] != nil,
    let program = package.targets.firstIndex(where: { $0.name == "SencCLI" })
{
    package.products.removeAll { $0.name == "senc" }
    package.targets[program] = .target(
        name: "SencCLI", dependencies: package.targets[program].dependencies,
        exclude: ["RootCommand.swift"], resources: helpPages)
    package.targets.append(
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "SencCLI", "Senc", "SencVectors", "SencAnalysis", "SencMaps", "SencTraining",
                "SencTokenizers", "SencWeights", "SencInput", "SencFiles", "SencMath", "SencHub",
                "SencIndex", "SencIVF", "TestSupport",
            ], path: "Tests/Fuzz", exclude: ["run.sh", "seeds.py"]))
}

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
    // Every folder of Sources that is compiled says in README.md what it is.
    if target.path == nil, target.type != .test { target.exclude.append("README.md") }
}

// Documentation/build.py needs no plugin: this is for those who would rather use it.
if Context.environment["SENC_DOCUMENTATION"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
