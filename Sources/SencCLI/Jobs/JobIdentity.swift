import SencFiles

/// What the output of a job depends on, in fields that journals have under these very names: a run
/// with equal ones may resume the job. What was not chosen has no field.
struct JobIdentity: Equatable {
    /// Model, options, kernels.
    private(set) var settings: [String: String]
    /// The texts, or the files with their sizes and times of change.
    private(set) var inputs: [[String: String]]

    /// - Parameters:
    ///   - texts: those of the command line.
    ///   - files: the paths of files.
    init(settings: [String: String?], texts: [String], files: [String]) {
        self.settings = settings.compactMapValues(\.self)
        inputs =
            texts.map { ["text": $0] }
            + files.map { path in
                ["path": path, "file": Path.stamp(of: path)].compactMapValues(\.self)
            }
    }

    // MARK: - In a journal

    /// - Returns: `nil` if the journal has none.
    init?(_ journal: JSON) {
        if let settings = journal["settings"]?.string, let inputs = journal["inputs"]?.string {
            (self.settings, self.inputs) = ([Self.words: settings], [[Self.words: inputs]])
        } else if let settings = journal["settings"]?.strings,
            let inputs = journal["inputs"]?.elements?.map(\.strings), !inputs.contains(nil)
        {
            (self.settings, self.inputs) = (settings, inputs.compactMap(\.self))
        } else {
            return nil
        }
    }

    func write(to journal: inout JSONObject) {
        journal.member("settings") { $0.fields(settings) }
        journal.array("inputs", inputs) { $0.fields($1) }
    }

    // MARK: - Journals of version 1

    private static let words = "words"

    /// Whether it was read from a journal of version 1.
    var isInWords: Bool { settings[Self.words] != nil }

    /// The same as version 1 had it: in one text each, in part as Swift printed a structure then.
    var inWords: JobIdentity {
        func value(_ name: String) -> String { settings[name] ?? "-" }
        func optional(_ name: String, _ text: (String) -> String = { $0 }) -> String {
            settings[name].map { "Optional(\(text($0)))" } ?? "nil"
        }
        let encoder = [
            "model", "weights", "weightsFile", "adapter", "precision", "backend", "kernels",
        ].map { settings[$0] ?? "" }
        let options = [
            "maximumTokens: " + optional("maximumTokens"),
            "overflow: Senc.EncodingOptions.Overflow." + value("overflow"),
            "truncationSide: "
                + optional("truncationSide") { "SencTokenizers.TruncationSide." + $0 },
            "promptName: " + optional("prompt", \.debugDescription),
            "prompt: " + optional("promptText", \.debugDescription),
            "truncateDimension: " + optional("truncateDimension"),
            "normalization: Senc.EncodingOptions.Normalization." + value("normalization"),
        ]
        let layout = ["delimiter", "quoting", "missing", "encoding"].compactMap { name in
            settings[name].map { "\(name) \($0)" }
        }
        let parts = [
            "encoder " + encoder.joined(separator: " "),
            "options EncodingOptions(" + options.joined(separator: ", ") + ")",
            "format \(value("format")) \(value("outputType")) \(value("calibration"))",
            "field " + value("field"), "id " + value("idField"),
            "layout " + value("inputFormat"), "shard " + value("shard"),
            layout.joined(separator: " "), settings["plainQuotes"] == nil ? "" : "plain quotes",
        ]
        let inputs = inputs.map { input in
            input["text"] ?? "\(input["path"] ?? "") \(input["file"] ?? "-")"
        }
        var result = self
        result.settings = [Self.words: parts.filter { !$0.isEmpty }.joined(separator: "; ")]
        result.inputs = [[Self.words: inputs.joined(separator: "; ")]]
        return result
    }
}

extension JSONWriter {
    fileprivate mutating func fields(_ fields: [String: String]) {
        object { object in
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                object.member(name, value)
            }
        }
    }
}

extension JSON {
    /// The members of an object of strings; `nil` if it is anything else.
    fileprivate var strings: [String: String]? {
        guard let members else { return nil }
        let strings = members.compactMap { key, value in value.string.map { (key, $0) } }
        guard strings.count == members.count else { return nil }
        return Dictionary(strings) { $1 }
    }
}
