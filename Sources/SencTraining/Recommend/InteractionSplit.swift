/// How interactions are divided into those that are learned from and those that are to be told.
package enum InteractionSplit: String, Sendable, CaseIterable {
    /// Of each user the same share, drawn at random.
    case user
    /// Of all, drawn at random.
    case random
    /// The latest of all.
    case time

    /// The lines of a log to learn from and those to be told, each in their order.
    /// - Parameters:
    ///   - share: of the lines that are to be told, within 0..<1; of each user that share, rounded,
    ///     but never all.
    package func divide(
        _ log: InteractionLog, share: Double, seed: UInt64
    ) -> (learned: [Int], told: [Int]) {
        var isTold = [Bool](repeating: false, count: log.count)
        let random = CounterRandom(seed: seed, purpose: 0x7370_6C69)
        switch self {
        case .user:
            var lines = [[UInt32]](repeating: [], count: log.userNames.count)
            for (line, user) in log.users.enumerated() { lines[Int(user)].append(UInt32(line)) }
            for (user, lines) in lines.enumerated() where lines.count > 1 {
                let told = min(
                    lines.count - 1, Int((share * Double(lines.count)).rounded()))
                let order = random.child(UInt64(user)).permutation(of: lines.count)
                for place in order.prefix(told) { isTold[Int(lines[place])] = true }
            }
        case .random:
            let told = Int((share * Double(log.count)).rounded())
            for line in random.permutation(of: log.count).prefix(told) { isTold[line] = true }
        case .time:
            let told = Int((share * Double(log.count)).rounded())
            // Of lines as late, the later ones of the log are told.
            let order = (0..<log.count).sorted { (log.times[$0], $0) < (log.times[$1], $1) }
            for line in order.suffix(told) { isTold[line] = true }
        }
        return (isTold.indices.filter { !isTold[$0] }, isTold.indices.filter { isTold[$0] })
    }
}
