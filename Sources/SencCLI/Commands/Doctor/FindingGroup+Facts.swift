import Senc
import SencFiles
import SencMath

extension FindingGroup {
    /// The program, where it is, and how it speaks to its user.
    static func program(
        version: String, _ configuration: Result<Configuration, any Error>
    ) -> FindingGroup {
        let columns = Descriptor.standardOutput.columns
        let path = Configuration.path()
        let file: Message =
            switch (configuration, path) {
            case (.failure(let error), _): "\(error)"
            case (.success, let path?):
                Path.exists(path) ? "\(path)" : "\(path) (not there; none is needed)"
            case (.success, nil): "none: neither HOME nor XDG_CONFIG_HOME is set"
            }
        return FindingGroup(
            "program", called: "senc",
            [
                Finding("version", called: "version", version),
                Finding("path", called: "program", Path.executable ?? "–"),
                Finding("configuration", called: "configuration", found: file, path),
                Finding("language", called: "language", Language.current.rawValue),
                Finding(
                    "terminalColumns", called: "terminal",
                    found: Terminal.showsResults ? "\(columns ?? 80) columns" : "none", columns),
            ])
    }

    /// What computes.
    static func machine(threads: Int?) -> FindingGroup {
        let families = KernelFamily.supported.map(\.name)
        let processors = WorkerPool.processorCount
        let used = WorkerPool(threads: threads).threads
        let memory = Memory.physicalBytes
        return FindingGroup(
            "machine", called: "Machine",
            [
                Finding(
                    "processor", called: "CPU", found: Processor.name.map { "\($0)" } ?? "unknown",
                    Processor.name),
                Finding("kernels", called: "kernels", KernelFamily.selected.name),
                Finding(
                    "kernelFamilies", called: "it can run",
                    found: "\(families.joined(separator: ", "))", families),
                Finding("processors", called: "processors", found: "\(processors)", processors),
                Finding(
                    "threads", called: "threads",
                    found: threads == nil
                        ? "\(used), one for each processor" : "\(used), as configured",
                    used),
                Finding(
                    "memoryBytes", called: "memory",
                    found: memory.map { "\(byteSize($0))" } ?? "unknown", memory),
            ])
    }

    /// The model that is used if none is named.
    static func model(_ model: DefaultModel, _ configuration: Configuration?) -> FindingGroup {
        var findings = [
            Finding(
                "name", called: "default",
                found: "\(model.name) (\(source(configuration?.source(.model))))", model.name),
            Finding(
                "precision", called: "precision",
                found: "\(model.precision.rawValue) (\(source(configuration?.source(.precision))))",
                model.precision.rawValue),
        ]
        if let encoder = model.encoder {
            findings += [
                Finding(
                    "weightBytes", called: "weights",
                    found: model.weightBytes.map { "\(byteSize($0))" } ?? "–",
                    model.weightBytes),
                Finding(
                    "languages", called: "languages",
                    found: encoder.languages.isEmpty
                        ? "not known" : "\(encoder.languages.joined(separator: " "))",
                    encoder.languages),
                Finding(
                    "dimension", called: "vectors",
                    found:
                        "\(encoder.dimension) numbers, of \(encoder.maximumTokens) tokens at most",
                    encoder.dimension),
            ]
        }
        findings.append(loading(model))
        return FindingGroup("model", called: "Model", findings)
    }

    private static func loading(_ model: DefaultModel) -> Finding {
        if let fault = model.fault {
            return Finding(
                "check", called: "check", found: "cannot be loaded: \(fault)", "not loaded")
        }
        return switch model.check {
        case .passed(let texts):
            Finding(
                "check", called: "check",
                found: texts == 1
                    ? "its vectors are the reference's, over 1 text"
                    : "its vectors are the reference's, over \(texts) texts", "passed")
        case .failed(let error):
            Finding("check", called: "check", found: "\(error)", "failed")
        case .impossible, nil:
            Finding("check", called: "check", found: "it has no reference vectors", "no reference")
        }
    }

    private static func source(_ source: Configuration.Source?) -> Message {
        switch source {
        case .environment(let variable): "$\(variable)"
        case .file(let path, let line): "\(path), line \(line)"
        case nil: "built in"
        }
    }

    /// Where models are looked for.
    static func places() -> FindingGroup {
        let models = ListedModel.all()
        let cached = models.filter { $0.place == .cache }
        let bytes = cached.reduce(0) { $0 + $1.bytes }
        let path = ListedModel.searchPath
        let cache = HubCache.directory()
        return FindingGroup(
            "places", called: "Models at hand",
            [
                Finding(
                    "models", called: "by name",
                    found: models.isEmpty ? "none" : "\(models.count), as 'senc models' lists them",
                    models.map(\.name)),
                Finding(
                    "searchPath", called: "search path",
                    found: path.isEmpty ? "none" : "\(path.joined(separator: ":"))", path),
                Finding(
                    "cache", called: "Hugging Face cache",
                    found: cache.map { "\($0)" } ?? "none: neither HF_HOME nor HOME is set", cache),
                Finding(
                    "cacheBytes", called: "what is in it",
                    found: cached.count == 1
                        ? "1 model, \(byteSize(bytes))"
                        : "\(cached.count) models, \(byteSize(bytes))", bytes),
            ])
    }

    static func libraries(_ libraries: [SystemLibrary]) -> FindingGroup {
        FindingGroup(
            "libraries", called: "Libraries and programs",
            libraries.map { library in
                Finding(
                    library.name, called: "\(library.name)",
                    found: library.isFound
                        ? "found (\(library.purpose))" : "not found (\(library.purpose))",
                    library.isFound)
            })
    }
}
