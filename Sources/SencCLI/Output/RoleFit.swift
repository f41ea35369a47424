import Senc
import SencFiles

/// Whether queries go with rows that were made before; what does not is reported, once a run.
struct RoleFit {
    private let encoder: SentenceEncoder
    private let options: EncodingOptions
    /// Whether the queries' prompt was asked for, so that the same before both sides is meant.
    private let isAsked: Bool

    init(_ encoder: SentenceEncoder, _ options: EncodingOptions, isAsked: Bool) {
        self.encoder = encoder
        self.options = options
        self.isAsked = isAsked
    }

    /// Warns of the first rows that were made as queries are, or of queries made as rows are. A
    /// prompt that stands for no role fits.
    func reportRoles(_ rows: [(path: String, stamp: ModelStamp)]) throws {
        let prompt = try encoder.prompt(options)
        for (path, stamp) in rows where !(isAsked && stamp.prompt == prompt) {
            let (made, place) = (stamp.prompt.quoted(), path.onOneLine())
            let problem: Message
            if encoder.role(ofPrompt: stamp.prompt) == .query {
                let passages = try encoder.prompt(encoder.options(for: .passage))
                problem =
                    passages.isEmpty
                    ? """
                    warning: the vectors were made with \(made), the model's prompt for queries; \
                    what is searched has no prompt there (--role passage) (\(place))
                    """
                    : """
                    warning: the vectors were made with \(made), the model's prompt for queries; \
                    what is searched has \(passages.quoted()) there (--role passage) (\(place))
                    """
            } else if encoder.role(ofPrompt: prompt) == .passage {
                problem =
                    """
                    warning: the queries have \(prompt.quoted()), the model's prompt for what is \
                    searched (--role query) (\(place))
                    """
            } else {
                continue
            }
            return Terminal.report(problem)
        }
    }
}
