/// How interactions are divided into those to learn from and those to test with.
public enum InteractionSplit: String, Sendable, CaseIterable {
    /// Of each user the same share, drawn at random.
    case user
    /// Of all, drawn at random.
    case random
    /// The latest of all.
    case time

    /// The lines of a log to learn from and those to test with, each in their order.
    /// - Parameters:
    ///   - share: of the lines to test with, within 0..<1; of each user that share, rounded, but
    ///     never all.
    package func divide(
        _ log: InteractionLog, share: Double, seed: UInt64
    ) -> (training: [Int], test: [Int]) {
        var isTest = [Bool](repeating: false, count: log.count)
        let random = CounterRandom(seed: seed, purpose: 0x7370_6C69)
        switch self {
        case .user:
            var lines = [[UInt32]](repeating: [], count: log.userNames.count)
            for (line, user) in log.users.enumerated() { lines[Int(user)].append(UInt32(line)) }
            for (user, lines) in lines.enumerated() where lines.count > 1 {
                let tests = min(
                    lines.count - 1, Int((share * Double(lines.count)).rounded()))
                let order = random.child(UInt64(user)).permutation(of: lines.count)
                for place in order.prefix(tests) { isTest[Int(lines[place])] = true }
            }
        case .random:
            let tests = Int((share * Double(log.count)).rounded())
            for line in random.permutation(of: log.count).prefix(tests) { isTest[line] = true }
        case .time:
            let tests = Int((share * Double(log.count)).rounded())
            // Of lines as late, the later ones of the log are tested with.
            let order = (0..<log.count).sorted { (log.times[$0], $0) < (log.times[$1], $1) }
            for line in order.suffix(tests) { isTest[line] = true }
        }
        return (isTest.indices.filter { !isTest[$0] }, isTest.indices.filter { isTest[$0] })
    }
}

extension InteractionLog {
    /// Divides the rows into those to learn from and those to test with, each in their order.
    /// - Parameters:
    ///   - split: which rows are tested with.
    ///   - testShare: the share of these, within 0..<1; of each user that share, rounded, but never
    ///     all.
    ///   - seed: of the random numbers by which rows are drawn.
    /// - Throws: `TrainingError.setting` for a share out of its range; `RecommenderError.noTimes` for a
    ///   division by time of rows without times.
    public func split(
        by split: InteractionSplit = .user, testShare: Double = 0.2, seed: UInt64 = 1
    ) throws -> (training: InteractionLog, test: InteractionLog) {
        guard testShare >= 0, testShare < 1 else {
            throw TrainingError.setting(
                "test share", value: "\(testShare)", allowed: "0 or more, and under 1")
        }
        guard split != .time || hasTimes || count == 0 else { throw RecommenderError.noTimes }
        let rows = split.divide(self, share: testShare, seed: seed)
        return (selecting(rows.training), selecting(rows.test))
    }
}
