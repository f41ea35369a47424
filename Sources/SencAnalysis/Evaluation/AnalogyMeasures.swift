internal import SencMath
package import SencVectors

/// How many questions a table of word vectors answers: the word that is closest to b - a + c, all of
/// length 1, without these three; as gensim's `evaluate_word_analogies` counts them.
package struct AnalogyMeasures: Sendable {
    /// Questions of a section, those of which all words are known alone.
    package struct Section: Sendable, Equatable {
        package var name: String
        package var correct = 0
        package var answered = 0

        package var accuracy: Double? {
            answered > 0 ? Double(correct) / Double(answered) : nil
        }
    }

    package private(set) var sections: [Section]
    /// Of all sections.
    package private(set) var total = Section(name: "")
    /// Questions with a word that is not known.
    package private(set) var unknownCount = 0

    /// Words that are looked at for an answer.
    private static let candidates = 5
    /// Questions that are answered at once.
    private static let batch = 512

    /// - Parameters:
    ///   - vectors: of the words that count, one for each.
    ///   - words: those words.
    package init(
        _ asked: AnalogyQuestions, _ vectors: StoredVectors, words: [String], _ places: WordPlaces,
        threads: Int? = nil
    ) throws {
        sections = asked.sections.map { Section(name: $0) }
        var known: [(words: [Int], expected: String, section: Int)] = []
        for question in asked.questions {
            let folded = question.words.map(places.folded)
            let found = folded.compactMap { places[$0] }
            guard found.count == folded.count else {
                unknownCount += 1
                continue
            }
            known.append((Array(found.prefix(3)), folded[3], question.section))
        }
        for start in stride(from: 0, to: known.count, by: Self.batch) {
            let part = known[start..<min(start + Self.batch, known.count)]
            var queries: [Float] = []
            for question in part { queries += Self.target(question.words, vectors) }
            let hits = try vectors.nearest(
                Self.candidates + 3,
                to: Matrix(rows: part.count, columns: vectors.dimension, elements: queries),
                threads: threads)
            for (question, hits) in zip(part, hits) {
                let own = Set(question.words)
                let names = Set(question.words.map { places.folded(words[$0]) })
                let candidates = hits.lazy.filter { !own.contains($0.index) }
                    .prefix(Self.candidates).map { places.folded(words[$0.index]) }
                // If all are other forms of the question's words, the last of them counts.
                let answer = candidates.first { !names.contains($0) } ?? candidates.last
                sections[question.section].answered += 1
                if answer == question.expected { sections[question.section].correct += 1 }
            }
        }
        for section in sections {
            total.correct += section.correct
            total.answered += section.answered
        }
    }

    /// b - a + c of the vectors scaled to length 1.
    private static func target(_ rows: [Int], _ vectors: StoredVectors) -> [Float] {
        var sum = [Double](repeating: 0, count: vectors.dimension)
        for (row, sign) in zip(rows, [-1.0, 1, 1]) {
            let vector = vectors[row]
            let length = dotProduct(vector, vector).squareRoot()
            guard length > 0 else { continue }
            for index in sum.indices { sum[index] += sign * Double(vector[index]) / length }
        }
        return sum.map { Float($0) }
    }
}
