import SencFiles
import Synchronization

/// The user's wish that the program ends: an interrupt from the terminal or a polite kill. Long jobs
/// ask for it between blocks of work, and keep what is done.
enum Interruption {
    private static let wasAsked = Atomic(false)
    private static let isWatched = Atomic(false)
    /// What a terminal is told at once; made before a signal can come, since nothing can be made in
    /// its handler.
    nonisolated(unsafe) private static var answer: UnsafeMutablePointer<CChar>?

    static var isAsked: Bool { wasAsked.load(ordering: .relaxed) }

    /// Has the first signal noted, and a terminal told so; a second one ends the process at once.
    static func watch() {
        wasAsked.store(false, ordering: .relaxed)
        isWatched.store(true, ordering: .relaxed)
        if Descriptor.standardError.isTerminal, answer == nil {
            let text = "senc: " + localized("stopping…") + "\n"
            answer = Signals.lasting((Terminal.isInteractive ? Terminal.clearLine : "") + text)
        }
        Signals.handleInterruptions { number in
            let isFirst = !Interruption.wasAsked.exchange(true, ordering: .relaxed)
            if isFirst, let answer = Interruption.answer { Signals.write(cString: answer) }
            Signals.restoreDefault(number)
        }
    }

    /// Has a signal that ends the process clear the line that progress is drawn on; nothing if the
    /// signal is watched for.
    static func clearLineAtEnd() {
        guard !isWatched.exchange(true, ordering: .relaxed) else { return }
        Signals.handleInterruptions(unlessIgnored: true) { number in
            Signals.write("\r\u{1B}[K")
            Signals.end(by: number)
        }
    }
}
