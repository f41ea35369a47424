import SencFiles
import Synchronization

/// The user's wish that a long job ends: an interrupt from the terminal or a polite kill. Jobs ask
/// for it between blocks of work, and keep what is done.
enum Interruption {
    private static let wasAsked = Atomic(false)

    static var isAsked: Bool { wasAsked.load(ordering: .relaxed) }

    /// Has the first signal noted; a second one ends the process at once.
    static func watch() {
        // Touched before a signal can come, so that the handler does not initialize it.
        wasAsked.store(false, ordering: .relaxed)
        Signals.handleInterruptions { number in
            Interruption.wasAsked.store(true, ordering: .relaxed)
            Signals.restoreDefault(number)
        }
    }
}
