import Testing

/// Folders of a target refer to each other in one direction, as CONTRIBUTING tells.
struct ArrowTests {
    /// The folders of each target that has some, from the bottom up; `.` is the target's own files.
    /// A folder names types of those before it alone.
    private static let orders = [
        "SencFiles": [".", "Formats", "System", "Paths", "IO"],
        "SencInput": [".", "Bytes", "Formats", "Reading", "Passages"],
        "SencMath": [".", "Machine", "Storage", "Layers", "Comparison"],
        "SencTokenizers": [
            "Unicode", "Patterns", "Normalization", "PreTokenization", "Vocabulary", "Models",
            "PostProcessing", "Decoding", ".", "Loading", "Writing", "Trimming",
        ],
        "SencWeights": [
            "Elements", "Faults", "Tensor", "GGUF", "Safetensors", "PyTorch", "ONNX",
            "WordVectors", ".",
        ],
        "Senc": [
            "Configuration", "Language", "Weights", "Directory", "Batches", "Transformer", "Static",
            "Pipeline", "Encoding", ".", "Inspection", "Scores", "Benchmark", "Export",
            "Trimming", "Quantization",
        ],
        "SencVectors": [".", "Elements", "Exchange", "NPY", "NPZ", "Search"],
        "SencAnalysis": [
            ".", "Mining", "Clustering", "Classification", "Projection", "Evaluation",
        ],
        "SencTraining": [
            ".", "Random", "Checkpoints", "Pairs", "Text", "Sequences", "Cooccurrences", "Words",
            "Tokenizers", "Items", "Linear", "Recommend", "Mining", "Tables", "Objectives",
            "Encoder",
            "Sentences", "Pretraining", "Distillation",
        ],
        "SencIndex": ["SQLite", "."],
        "SencIVF": [".", "FAISS", "Search", "Build"],
        "SencServing": [
            "Messages", "Figures", "Batching", "Models", "Bodies", "Dialects", "Page", ".",
        ],
        "SencHub": [".", "HTTP", "Cache", "Pull"],
        "SencCLI": [
            "Configuration", "Language", "Program", "Output", "Sources", "Jobs", "Options",
            "Commands", "Guide", ".",
        ],
    ]

    @Test func noFolderNamesTypesOfOneAboveIt() throws {
        let targets = Dictionary(grouping: try SourceFile.all(), by: \.target)
        #expect(targets.count > 10)
        for (target, files) in targets.sorted(by: { $0.key < $1.key }) {
            let folders = Set(files.map(\.folder))
            guard let order = Self.orders[target] else {
                #expect(folders == ["."], "\(target): its folders have no order here")
                continue
            }
            #expect(folders == Set(order), "\(target): other folders than are listed here")
            for arrow in upward(files, order) { Issue.record("\(target): \(arrow)") }
        }
    }

    /// References to types of folders above, one line for each type that a file names.
    private func upward(_ files: [SourceFile], _ order: [String]) -> [String] {
        var homes: [String: Set<String>] = [:]
        for file in files {
            for type in file.declared { homes[type, default: []].insert(file.folder) }
        }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        return files.flatMap { file in
            file.named.compactMap { type, count in
                // Of a name that several folders have it is not known which is meant.
                guard !file.declared.contains(type), let home = homes[type], home.count == 1,
                    let folder = home.first, let above = places[folder],
                    let place = places[file.folder], above > place
                else { return nil }
                return "\(file.path) names \(type) of \(folder) \(count) times"
            }
        }
    }

    @Test func anArrowThatRunsUpIsFound() {
        let files = [
            SourceFile(
                path: "T/Low/A.swift",
                text: "struct A { let b: B // C\n let c: D.C = \"C\" }"),
            SourceFile(path: "T/High/B.swift", text: "struct B { let a: [A] }\nenum C {}"),
        ]
        #expect(upward(files, ["Low", "High"]) == ["T/Low/A.swift names B of High 1 times"])
        #expect(upward(files, ["High", "Low"]) == ["T/High/B.swift names A of Low 1 times"])
    }
}
