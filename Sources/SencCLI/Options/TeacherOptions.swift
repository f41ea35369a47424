import ArgumentParser
import Senc
import SencFiles
import SencTraining

/// A model that another learns from.
struct TeacherOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            A model to learn from, as --model takes it: for mse (the loss with a teacher if none is \
            given) and embed-distill its vectors of the first column are those that texts of all \
            columns are to have; for margin-mse and distill-kl its scores; for gist it tells false \
            negatives.
            """, valueName: "model"), completion: .model)
    var teacher: String?

    @Option(
        help: .text(
            "Keep so many of the model's layers, spread evenly: a smaller, faster encoder."))
    var layers: Int?

    func validate() throws {
        if teacher == "" { throw UsageError("--teacher needs the name of a model") }
    }

    /// Shows how many texts of all the teacher has read.
    /// - Parameter output: what is not written if the user ends the work.
    static func report(for output: String) -> (_ done: Int, _ all: Int) throws -> Void {
        { done, all in
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
            guard Terminal.isInteractive else { return }
            let bar = ProgressBar.bar(Double(done) / Double(max(1, all)))
            let text = localized("the teacher's vectors of texts")
            Terminal.show(done == all ? "" : "\(bar)  \(text)")
        }
    }

    /// The model, `nil` if there is none.
    func load(_ student: ModelOptions) throws -> SentenceEncoder? {
        try teacher.map { try SentenceEncoder(model: $0, threads: student.threads) }
    }
}
