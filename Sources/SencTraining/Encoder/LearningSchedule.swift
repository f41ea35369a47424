internal import SencMath

/// How fast is learned at each step of a run.
package enum LearningSchedule: String, Sendable, CaseIterable {
    /// Falls to 0 in a line.
    case linear
    /// Falls to 0 as half a cosine.
    case cosine
    /// Stays.
    case constant

    /// What the learning rate is multiplied by, after a warm-up that grows in a line from 0; as
    /// transformers has it.
    /// - Parameters:
    ///   - step: from 0.
    ///   - warmUp: steps.
    ///   - total: steps in all.
    func factor(step: Int, warmUp: Int, total: Int) -> Double {
        if step < warmUp { return Double(step) / Double(max(1, warmUp)) }
        let progress = Double(step - warmUp) / Double(max(1, total - warmUp))
        return switch self {
        case .constant: 1
        case .linear: max(0, 1 - progress)
        case .cosine: max(0, 0.5 * (1 + Double.cos(.pi * progress)))
        }
    }
}
