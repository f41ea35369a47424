import Senc
package import SencFiles
import SencIndex
import SencMath

/// An index that is searched, with the model that it was made with.
package final class ServedIndex: Sendable {
    let reader: IndexReader
    /// The model's place among those that are served.
    let model: Int
    /// Those of queries.
    let options: EncodingOptions

    /// - Throws: `IndexError` of the index; `ModelStampError` if it was made with another model than
    ///   those that are served.
    init(path: String, models: [ServedModel]) throws {
        let reader = try IndexReader(path: path)
        let summary = reader.summary
        guard let stamp = (try? JSON(parsing: Array(summary.stamp.utf8))).flatMap(ModelStamp.init),
            let passages = (try? JSON(parsing: Array(summary.settings.utf8)))
                .flatMap(EncodingOptions.init)
        else { throw ServedIndexError.damagedSettings(path: path) }
        var fault: (any Error)?
        for (place, model) in models.enumerated() {
            do {
                try model.encoder.stamp(options: passages).check(against: stamp, path: path)
                var queries = passages
                (queries.prompt, queries.promptName) = (nil, nil)
                options = model.encoder.searchOptions(for: .query, queries)
                (self.reader, self.model) = (reader, place)
                return
            } catch {
                fault = fault ?? error
            }
        }
        throw fault ?? ServedIndexError.damagedSettings(path: path)
    }
}

/// Why an index cannot be served.
package enum ServedIndexError: Diagnostic, Equatable {
    case damagedSettings(path: String)

    package var message: Message {
        switch self {
        case .damagedSettings(let path):
            "the index's settings are damaged; build it again (\(path))"
        }
    }

    package var status: ExitStatus { .badData }
}
