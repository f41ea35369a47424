internal import SencFiles
internal import Synchronization

/// A call that is made on a thread of its own, while the one that called waits and does what it is
/// asked to: for the thread that survived a fork, which may take none of Swift's locks.
final class CallRelay: @unchecked Sendable {
    private enum Step {
        static let working = 0
        static let asking = 1
        static let answered = 2
        static let done = 3
    }

    private let step = Atomic(Step.working)
    private let condition = SystemCondition()
    private var question: (() -> Int32)?
    private var answer: Int32 = 0
    private var outcome: CallOutcome?

    private init() {}

    /// What the work comes to, done by another thread.
    static func outcome(of work: (CallRelay) -> CallOutcome) -> CallOutcome {
        let relay = CallRelay()
        return withoutActuallyEscaping(work) { work in
            nonisolated(unsafe) let work = work
            let thread = SystemThread {
                relay.outcome = work(relay)
                relay.go(to: Step.done)
            }
            guard let thread else { return CallOutcome(CallError.forked) }
            relay.answerQuestions()
            thread.join()
            return relay.outcome ?? CallOutcome(CallError.forked)
        }
    }

    /// By the thread that called.
    private func answerQuestions() {
        while true {
            condition.sleep {
                [Step.working, Step.answered].contains(step.load(ordering: .acquiring))
            }
            guard step.load(ordering: .acquiring) == Step.asking else { return }
            answer = question?() ?? 0
            go(to: Step.answered)
        }
    }

    /// Has the thread that called make a call. By the thread that works.
    func ask(_ question: () -> Int32) -> Int32 {
        withoutActuallyEscaping(question) { question in
            self.question = question
            go(to: Step.asking)
            condition.sleep { step.load(ordering: .acquiring) == Step.asking }
            self.question = nil
            step.store(Step.working, ordering: .releasing)
            return answer
        }
    }

    private func go(to next: Int) {
        step.store(next, ordering: .releasing)
        condition.wakeAll()
    }
}
