internal import SencFiles

extension ModelSettings {
    /// The languages that the model is said to be for, and where that is said: in the GGUF file
    /// that is the model, or on the card in its directory; of an adapter, then, in its base model's.
    package var statedLanguages: (languages: [String], source: String) {
        if let gguf {
            let source = "\(Path.lastComponent(of: gguf.path)) \(GGUFModel.languagesKey)"
            if !gguf.languages.isEmpty || gguf.isSelfContained { return (gguf.languages, source) }
            return card(in: [Path.parent(of: gguf.path) ?? "."])
        }
        // A file of word vectors has no directory of its own.
        guard Path.kind(of: directory) == .directory else { return ([], "") }
        return card(in: [directory, moduleDirectory, adapter?.baseDirectory].compactMap(\.self))
    }

    private func card(in directories: [String]) -> (languages: [String], source: String) {
        let cards = directories.lazy.map { ModelCard(directory: $0).languages }
        return (cards.first { !$0.isEmpty } ?? [], "\(ModelCard.fileName) language")
    }
}
