import SencFiles

/// Writing a tokenizer as one `tokenizer.json`, which stands for all the files that it was read of.
///
/// The stages are written from what they do, in one form each, so two tokenizers whose stages have
/// the same text are the same.
extension Tokenizer {
    /// A `tokenizer.json` that by itself gives the ids that this tokenizer gives.
    /// - Parameters:
    ///   - source: the `tokenizer.json` among the files that the tokenizer was read of, if there is
    ///     one. It is taken as it is, unless other files say something else; then what they say is
    ///     put into it.
    ///   - path: what the tokenizer was read of, for errors.
    /// - Throws: `TokenizerError.notWritable` if a stage has no form in such a file, or another one.
    package func document(
        from source: [UInt8]?, path: String
    ) throws(TokenizerError) -> [UInt8] {
        guard let source else {
            let text = try StageText.document(of: self, path: path)
            return try checked(text, comparing: StageText.Part.allCases, path: path)
        }
        let json = try JSON.tokenizer(source, path: path)
        let own = try Tokenizer(tokenizerJSON: json, path: path)
        // The other stages are read of that file whatever else there is.
        let changed = StageText.Part.overridable.filter {
            $0.text(of: self) != $0.text(of: own)
        }
        if changed.isEmpty { return source }
        let text = try JSONWriter.bytes { writer throws(TokenizerError) in
            try writer.object { document throws(TokenizerError) in
                for part in changed { try document.member(part, of: self, path: path) }
                for (key, value) in json.members ?? []
                where !changed.contains(where: { $0.rawValue == key }) {
                    document.member(key, value)
                }
            }
        }
        return try checked(text, comparing: StageText.Part.overridable, path: path)
    }

    /// - Throws: `TokenizerError.notWritable` if another tokenizer is read of a document.
    private func checked(
        _ bytes: [UInt8], comparing parts: [StageText.Part], path: String
    ) throws(TokenizerError) -> [UInt8] {
        let read = try Tokenizer(tokenizerJSON: .tokenizer(bytes, path: path), path: path)
        for part in parts
        where part.text(of: read) != part.text(of: self) {
            throw .notWritable(path: path, part: part.rawValue)
        }
        return bytes
    }
}

extension JSON {
    fileprivate static func tokenizer(
        _ bytes: [UInt8], path: String
    ) throws(TokenizerError) -> JSON {
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            throw .malformedJSON(path: path, reason: error.message)
        }
    }
}
