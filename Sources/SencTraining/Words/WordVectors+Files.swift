package import SencFiles
internal import SencMath

/// The forms of files of word vectors.
public enum WordVectorFormat: String, Sendable, CaseIterable {
    /// word2vec's text: a line with how many words and components there are, then a line a word.
    case word2vec
    /// word2vec's binary form.
    case word2vecBinary = "word2vec-binary"
    /// fastText's binary form: with the rows of n-grams, of which it makes vectors of words that were
    /// not seen, and what learning can go on from.
    case fastText = "fasttext"
}

extension WordVectors {
    /// Writes the vectors to a file, which appears whole or not at all.
    /// - Parameters:
    ///   - path: the file's; what is there is replaced.
    ///   - format: the file's form.
    /// - Throws: `FileError` if it cannot be written; `TrainingError.noFastText` of vectors that
    ///   were not learned from sequences.
    public func write(to path: String, as format: WordVectorFormat) throws {
        let file = try OutputFile(path: path)
        try write(to: file, as: format)
        try file.commit()
    }

    package func write(to file: OutputFile, as format: WordVectorFormat) throws {
        switch format {
        case .word2vec, .word2vecBinary: try writeWord2Vec(to: file, isText: format == .word2vec)
        case .fastText: try writeFastText(to: file)
        }
    }

    private static let bufferSize = 1 << 20

    private func writeWord2Vec(to file: OutputFile, isText: Bool) throws {
        var bytes = Array("\(vectors.rows) \(vectors.columns)\n".utf8)
        for word in 0..<vectors.rows {
            vocabulary.words.withWord(word) { bytes.append(contentsOf: $0) }
            if isText {
                for element in vectors[word] { bytes += " \(element)".utf8 }
            } else {
                bytes.append(UInt8(ascii: " "))
                for element in vectors[word] { bytes.append(element) }
            }
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > Self.bufferSize {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
    }

    /// As fastText's `Model::save` does it, version 12 of the format.
    private func writeFastText(to file: OutputFile) throws {
        guard let trainer else { throw TrainingError.noFastText }
        let options = self.options.sequences
        var bytes: [UInt8] = []
        bytes.append(Int32(793_712_314))
        bytes.append(Int32(12))
        var negatives = 0
        if case .negativeSampling(let count, _) = options.output { negatives = count }
        let buckets = self.options.ngrams == nil ? 0 : self.options.buckets
        let settings = [
            options.dimension, options.window, options.passes, self.options.minimumCount, negatives,
            1, options.output == .hierarchicalSoftmax ? 1 : 2, options.objective == .cbow ? 1 : 2,
            buckets, self.options.ngrams?.lowerBound ?? 0, self.options.ngrams?.upperBound ?? 0,
            100,
        ]
        for setting in settings { bytes.append(Int32(clamping: setting)) }
        bytes.append(options.subsampling.bitPattern)
        for count in [vocabulary.count, vocabulary.count, 0] {
            bytes.append(Int32(clamping: count))
        }
        bytes.append(Int64(vocabulary.totalCount))
        bytes.append(Int64(-1))
        for word in 0..<vocabulary.count {
            vocabulary.words.withWord(word) { bytes.append(contentsOf: $0) }
            bytes.append(UInt8(0))
            bytes.append(Int64(vocabulary.counts[word]))
            bytes.append(UInt8(0))
        }
        try file.write(bytes)
        try writeTable(trainer.inputs, rows: vocabulary.count + buckets, to: file)
        try writeTable(trainer.outputs, rows: vocabulary.count, to: file)
    }

    /// - Parameter rows: those that are not there are zeros.
    private func writeTable(_ table: SplitTable, rows: Int, to file: OutputFile) throws {
        var bytes: [UInt8] = [0]
        bytes.append(Int64(rows))
        bytes.append(Int64(options.sequences.dimension))
        var elements = [Float](repeating: 0, count: options.sequences.dimension)
        for row in 0..<rows {
            if row < table.rows {
                table.copy(row, to: &elements)
            } else {
                for column in elements.indices { elements[column] = 0 }
            }
            // Floats are little-endian here as they are in the file: on all that senc runs on.
            elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
            if bytes.count > Self.bufferSize {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(_ value: Float) { append(value.bitPattern) }
}
