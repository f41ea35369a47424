// swift-tools-version: 6.2
import PackageDescription

// What is measured here is not the library's interface alone, hence `@testable`: build with
// `-Xswiftc -enable-testing`, as run.sh does.
let package = Package(
    name: "senc-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "senc", path: "..")],
    targets: [
        "TokenizerBenchmark", "KernelBenchmark", "FilesBenchmark", "SearchBenchmark",
        "ListsBenchmark",
    ].map {
        .executableTarget(
            name: $0,
            dependencies: [
                .product(name: "SencInternals", package: "senc"),
                .product(name: "SencTokenizers", package: "senc"),
            ], swiftSettings: [.swiftLanguageMode(.v6)])
    }
)
