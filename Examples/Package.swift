// swift-tools-version: 6.2
import PackageDescription

// Six small programs to copy from. In a package of one's own the dependency is
// `.package(url: "…", from: "…")`, or `.package(path: "../senc")` with a clone beside it.
let package = Package(
    name: "senc-examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "senc", path: "..")],
    targets: [
        ("Similarity", []),
        ("FolderSearch", ["SencVectors"]),
        ("Classify", ["SencAnalysis"]),
        ("ClusterMap", ["SencAnalysis", "SencMaps"]),
        ("BatchToNPY", ["SencVectors"]),
    ].map { name, products in
        .executableTarget(
            name: name,
            // The second brings the model along, in a resource bundle beside the program.
            dependencies: (["Senc", "SencEmbeddedModel"] + products).map {
                .product(name: $0, package: "senc")
            })
    } + [
        .executableTarget(
            name: "Recommend", dependencies: [.product(name: "SencTraining", package: "senc")])
    ]
)
