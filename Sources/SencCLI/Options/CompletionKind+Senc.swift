import ArgumentParser
import Senc
import SencFiles
import SencInput

/// What a shell offers for values. Some is asked of the program whenever a key is pressed: no model
/// is loaded then, no file read beyond its start, and nothing is said of what goes wrong.
extension CompletionKind {
    /// Models at hand by their names, and weight files and directories.
    static let model = custom { _, _, prefix in
        ListedModel.names + CompletedPaths.beginning(with: CompletedPaths.unquoted(prefix))
    }

    /// The columns or fields of the tables that the command line has.
    static let column = custom { words, _, _ in CompletedTables(words).columns }

    /// The last of labels between commas: those of the classifiers and in the tables that the
    /// command line has.
    static let labels = custom { words, _, prefix in
        let begun = CompletedPaths.unquoted(prefix)
        let start = begun.lastIndex(of: ",").map(begun.index(after:)) ?? begun.startIndex
        let given = begun[..<start].split(separator: ",").map(String.init)
        return CompletedTables(words).labels.filter { !given.contains($0) }
            .map { begun[..<start] + $0 }
    }

    /// Files, whatever they are called, and directories.
    static let files = file()
    /// Files that `senc classify train` wrote.
    static let classifier = file(extensions: ["json"])
    static let vectors = file(extensions: ["npy", "npz", "jsonl", "csv"])
    static let arrays = file(extensions: ["npy"])

    /// What `senc config` has.
    static let configurationKey = list(ConfigurationKey.allCases.map(\.rawValue))

    /// What the key before can be.
    static let configurationValue = custom { words, _, _ in
        let key = words.lazy.compactMap { ConfigurationKey(rawValue: $0) }.first
        return key == .model ? ListedModel.names : key?.values ?? []
    }
}

/// Files and directories that a word of a command line may become.
private enum CompletedPaths {
    /// More are not looked at.
    private static let maximumNames = 2_000

    static func beginning(with prefix: String) -> [String] {
        let slash = prefix.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = slash.map { String(prefix[...$0]) } ?? ""
        let directory = FileName(parent.isEmpty ? "." : parent)
        let names = (try? Directory.names(in: directory, limit: maximumNames)) ?? []
        let begun = slash.map { prefix[prefix.utf8.index(after: $0)...] } ?? prefix[...]
        return names.map(\.string).filter { name in
            name.utf8.starts(with: begun.utf8)
                && (begun.isEmpty ? !name.utf8.starts(with: ".".utf8) : true)
        }.map { parent + $0 }
    }

    /// A word as the shell will have it, as far as quotes around all of it go.
    static func unquoted(_ word: String) -> String {
        var word = word[...]
        for quote in ["\"", "'"] where word.utf8.starts(with: quote.utf8) {
            word = word.dropFirst()
            if word.hasSuffix(quote) { word = word.dropLast() }
        }
        return String(word).replacing("\\ ", with: " ")
    }
}

/// The tables among the words of a command line.
private struct CompletedTables {
    private let paths: [String]

    init(_ words: [String]) {
        paths = words.map { word in
            let value =
                word.utf8.starts(with: "--".utf8)
                ? word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) } : nil
            return CompletedPaths.unquoted(value ?? word)
        }.filter { Path.kind(of: $0) == .file }
    }

    /// The names of columns, each once, in their order.
    var columns: [String] {
        var known: Set<String> = []
        return paths.flatMap(Self.columns).filter {
            !$0.isEmpty && $0 == $0.onOneLine() && known.insert($0).inserted
        }
    }

    /// The values of columns that have few, each once: those of classifiers' files too.
    var labels: [String] {
        var known: Set<String> = []
        return paths.flatMap { path in
            Self.labels(ofClassifier: path)
                ?? Self.columns(of: path).flatMap { name in
                    Self.repeatedValues(of: name, in: path)
                }
        }.filter { label in
            !label.isEmpty && label == label.onOneLine() && !label.contains(",")
                && known.insert(label).inserted
        }
    }

    private static func labels(ofClassifier path: String) -> [String]? {
        guard path.lowercased().hasSuffix(".json") else { return nil }
        return try? ClassifierFile(path: path).labels
    }

    /// Records of a table that are looked at for labels, and scalars that these may have.
    private static let sampleCount = 500
    private static let longestLabel = 40

    /// The values of a column in the first records, if most of them come again and all are short.
    private static func repeatedValues(of column: String, in path: String) -> [String] {
        guard
            let format = try? RecordFormat(
                path: path, field: column, details: .init(missing: .empty)),
            let reader = try? RecordReader(path: path, format: format, isRegular: true)
        else { return [] }
        var (count, values, known) = (0, [String](), Set<String>())
        while count < sampleCount, let record = try? reader.next() {
            count += 1
            if record.text.unicodeScalars.count > longestLabel { return [] }
            if known.insert(record.text).inserted { values.append(record.text) }
        }
        return values.count * 2 <= count ? values : []
    }

    private static let suffixes = [".csv", ".tsv", ".jsonl", ".ndjson"].flatMap { name in
        ["", ".gz", ".bz2", ".xz", ".zst"].map { name + $0 }
    }

    /// Of a file that is no table there are none.
    private static func columns(of path: String) -> [String] {
        guard suffixes.contains(where: path.lowercased().hasSuffix) else { return [] }
        do {
            // No column has this name, and the error lists those that there are.
            let format = try RecordFormat(path: path, field: "\0")
            _ = try RecordReader(path: path, format: format, isRegular: true).next()
        } catch InputError.record(.unknownColumn(_, let columns), _, _) {
            return columns
        } catch InputError.record(.missingField(_, let keys), _, _) {
            return keys
        } catch {}
        return []
    }
}
