import Senc
import SencFiles
import SencIndex
import SencInput
import SencMath

/// How the passages of an index were made and encoded, kept in it so that they go on being made so.
struct IndexSettings: Equatable {
    /// The files and directories that are indexed, absolute.
    var roots: [FileName]
    var form: PassageForm
    var options: EncodingOptions
    /// How many sequences were replaced in the files that had ill-formed text when they were read.
    var replacements: [FileName: Int] = [:]
    /// The inverted lists that the index has of its vectors, if it has any.
    var lists: IndexLists?
}

extension IndexSettings {
    /// - Throws: `JobError.damagedSettings`.
    init(_ text: String, path: String) throws {
        guard let json = try? JSON(parsing: Array(text.utf8)),
            let roots = json["roots"]?.names, let include = json["include"]?.names,
            let exclude = json["exclude"]?.names, let options = EncodingOptions(json),
            let unit = json["passages"]?.string.flatMap(PassageUnit.init)
        else { throw JobError.damagedSettings(path: path) }
        self.roots = roots
        form = PassageForm(
            unit: unit, window: json["window"]?.int, overlap: json["overlap"]?.int,
            // Indexes of senc 0.1 say nothing of ignore files, and their patterns are fnmatch's.
            selection: FileSelection(
                include: include.map(\.string), exclude: exclude.map(\.string),
                heedsIgnoreFiles: json["ignoreFiles"]?.bool ?? false,
                takesHidden: json["hidden"]?.bool ?? false,
                hasShellPatterns: json["patterns"]?.string != "git"))
        if let name = json["encoding"]?.string {
            guard let encoding = TextEncoding(name) else {
                throw JobError.damagedSettings(path: path)
            }
            form.encoding = encoding
        }
        if let approximate = json["approximate"] {
            guard let name = approximate["similarity"]?.string,
                let similarity = SimilarityFunction(rawValue: name),
                let lists = IndexLists(
                    similarity: similarity, lists: approximate["lists"]?.int,
                    probes: approximate["probes"]?.int)
            else { throw JobError.damagedSettings(path: path) }
            self.lists = lists
        }
        for (file, count) in json["replacements"]?.members ?? [] {
            guard let count = count.int, count > 0 else {
                throw JobError.damagedSettings(path: path)
            }
            replacements[FileName(file)] = count
        }
        self.options = options
    }

    var json: String {
        let selection = form.selection
        let text = JSONWriter.bytes {
            $0.object { settings in
                settings.member("passages", form.unit.rawValue)
                settings.member("roots", roots)
                settings.member("include", selection.include.map { FileName($0) })
                settings.member("exclude", selection.exclude.map { FileName($0) })
                settings.member("ignoreFiles", selection.heedsIgnoreFiles)
                settings.member("hidden", selection.takesHidden)
                if !selection.hasShellPatterns { settings.member("patterns", "git") }
                settings.member("window", ifPresent: form.window)
                settings.member("overlap", ifPresent: form.overlap)
                settings.member("maximumTokens", ifPresent: options.maximumTokens)
                settings.member("truncateDimension", ifPresent: options.truncateDimension)
                settings.member("prompt", ifPresent: options.promptName)
                settings.member("promptText", ifPresent: options.prompt)
                settings.member("encoding", ifPresent: form.encoding?.name)
                if let lists {
                    settings.object("approximate") {
                        $0.member("similarity", lists.similarity.rawValue)
                        $0.member("lists", ifPresent: lists.lists)
                        $0.member("probes", ifPresent: lists.probes)
                    }
                }
                if !replacements.isEmpty {
                    settings.object("replacements") { counts in
                        for (file, count) in replacements.sorted(by: { $0.key < $1.key }) {
                            counts.member(file.string, count)
                        }
                    }
                }
                settings.member("truncationSide", ifPresent: options.truncationSide?.rawValue)
                if options.normalization == .always {
                    settings.member("normalization", options.normalization.rawValue)
                }
                settings.member("normalizes", options.normalizes)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension JSON {
    /// The elements of an array of names; `nil` if it is anything else.
    fileprivate var names: [FileName]? {
        guard let elements else { return nil }
        let names = elements.compactMap(\.name)
        return names.count == elements.count ? names : nil
    }
}
