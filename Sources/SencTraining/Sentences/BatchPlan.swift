/// What each step of a run learns from: the batches of a pass are chosen when it begins.
final class BatchPlan<Part> {
    /// Where the steps of each pass end.
    private let ends: [Int]
    private let batches: (_ pass: Int) -> [Part]
    /// That under way.
    private var current: (pass: Int, batches: [Part])?

    /// - Parameters:
    ///   - stepsOfPass: how many batches each pass has, one pass or more.
    ///   - batches: those of a pass, from 0, always the same.
    init(stepsOfPass: [Int], batches: @escaping (_ pass: Int) -> [Part]) {
        self.batches = batches
        var end = 0
        ends = stepsOfPass.map { count in
            end += count
            return end
        }
    }

    var passCount: Int { ends.count }
    var stepCount: Int { ends[ends.count - 1] }

    /// The pass of a step, both from 0.
    func pass(ofStep step: Int) -> Int {
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] <= step { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What a step learns from.
    subscript(step: Int) -> Part {
        let pass = pass(ofStep: step)
        let start = pass == 0 ? 0 : ends[pass - 1]
        if let current, current.pass == pass { return current.batches[step - start] }
        let batches = batches(pass)
        current = (pass, batches)
        return batches[step - start]
    }
}
