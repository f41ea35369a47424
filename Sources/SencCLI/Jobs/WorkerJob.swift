import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors
import Synchronization

/// Answers the texts of a pipe with their vectors, in order, each as soon as it is computed.
///
/// While one thread waits for texts, the others compute and answer: nothing that a wait for input
/// holds is needed for an answer.
struct WorkerJob: Sendable {
    enum AnswerForm: String, CaseIterable, Sendable {
        case jsonl, frames
    }

    let encoder: SentenceEncoder
    let options: EncodingOptions
    let form: AnswerForm
    /// Of frames.
    let encoding: VectorEncoding
    /// The name of the vectors, if the records are written back with them.
    let column: String?

    /// - Returns: what was answered, also if the input ends before its time.
    /// - Throws: what is wrong with the input, when all that came before is answered.
    func run(_ reader: sending RequestReader, _ stream: sending DescriptorStream) throws
        -> JobProgress
    {
        let warnings = TextWarnings(encoder)
        let input = Mutex(Input(reader: reader))
        let openings = Mutex<[[[UInt8]]]>([])
        let output = Mutex(Output(stream: stream))
        if form == .frames {
            let opening = try opening
            try output.withLock {
                try $0.append(frame: opening)
                try $0.stream.flush()
            }
        }
        try encoder.encode(
            windows: {
                let records = input.withLock { $0.next() }
                guard !records.isEmpty else { return [] }
                let opened = column.map { column in
                    records.map { RecordTable.opening(of: $0, adding: column) }
                }
                openings.withLock { $0.append(opened ?? []) }
                let texts = records.map(\.text)
                warnings.note(texts)
                return texts
            },
            options: options,
            consume: { embeddings in
                warnings.note(embeddings)
                let opened = openings.withLock { $0.removeFirst() }
                try output.withLock { try $0.append(embeddings, form, encoding, opened) }
            })
        warnings.finish()
        let (fault, replacements) = input.withLock { ($0.fault, $0.reader.replacementCount) }
        if replacements > 0 {
            Terminal.reportReplacements(replacements, isUTF8: true, of: "standard input")
        }
        if let fault { throw fault }
        return output.withLock { $0.progress }
    }

    /// What the first frame has.
    private var opening: [UInt8] {
        get throws {
            let stamp = try encoder.stamp(options: options)
            return JSONWriter.bytes {
                $0.object {
                    $0.member("version", Version.number)
                    $0.member("dimension", encoder.dimension(options))
                    $0.member("outputType", encoding.elementType.rawValue)
                    $0.member("model", stamp)
                }
            }
        }
    }

    /// The reader belongs to whichever thread reads.
    private struct Input: @unchecked Sendable {
        let reader: RequestReader
        /// What ended the input.
        var fault: InputError?

        mutating func next() -> [Record] {
            do {
                return try reader.next(texts: TextSource.windowTexts, bytes: TextSource.windowBytes)
            } catch {
                fault = error
                return []
            }
        }
    }

    /// The stream belongs to whichever thread answers.
    private struct Output: @unchecked Sendable {
        let stream: DescriptorStream
        var progress = JobProgress()

        /// Answers a window.
        mutating func append(
            _ embeddings: Embeddings, _ form: AnswerForm, _ encoding: VectorEncoding,
            _ openings: [[UInt8]]
        ) throws {
            switch form {
            case .frames:
                let bytes = encoding.encode(embeddings.matrix)
                let size = encoding.elementType.bytesPerVector(dimension: embeddings.dimension)
                for start in stride(from: 0, to: bytes.count, by: size) {
                    try append(frame: bytes[start..<start + size])
                }
            case .jsonl:
                let formatter = VectorFormatter(
                    form: VectorFormatter.Form(format: .jsonl), encoding: .float32)
                let window = VectorFormatter.Window(openings: openings)
                try stream.write(formatter.bytes(of: embeddings.matrix, window))
            }
            progress.add(embeddings)
            try stream.flush()
        }

        func append(frame: some Collection<UInt8>) throws {
            let count = UInt32(truncatingIfNeeded: frame.count)
            try stream.write((0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) })
            try stream.write(frame)
        }
    }
}
