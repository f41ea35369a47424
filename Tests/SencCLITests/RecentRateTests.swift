import Testing

@testable import SencCLI

/// How fast something grows, and what is told of it.
@Suite struct RecentRateTests {
    @Test func theRateIsSinceTheStartAndThenOfTheLastSeconds() {
        var rate = RecentRate()
        #expect(rate.perSecond == nil)
        rate.add(100, at: .zero)
        #expect(rate.perSecond == nil)
        for second in 1...5 { rate.add(100 + 10 * Double(second), at: .seconds(second)) }
        #expect(rate.perSecond == 10)
        #expect(rate.secondsLeft(to: 200) == 5)
        for second in 6...40 { rate.add(150 + 100 * Double(second - 5), at: .seconds(second)) }
        #expect(rate.perSecond == 100)
    }

    @Test func whatDoesNotGrowHasNoTimeLeft() {
        var rate = RecentRate()
        for second in 0...3 { rate.add(7, at: .seconds(second)) }
        #expect(rate.perSecond == 0)
        #expect(rate.secondsLeft(to: 8) == nil)
    }

    @Test func aLineHasWhatThereIsRoomFor() {
        var rates = ProgressBar.Rates()
        rates.add(ProgressBar.State(fraction: 0), at: .zero)
        let state = ProgressBar.State(texts: 1234, total: 5678, tokens: 20_000, fraction: 0.25)
        rates.add(state, at: .seconds(5))
        let done = "█████░░░░░░░░░░░░░░░ 25 %  1,234 of 5,678 texts"
        #expect(
            ProgressBar.line(state, rates, columns: 90)
                == done + ", 246 texts/s, 4,000 tokens/s, 0:15 left")
        #expect(
            ProgressBar.line(state, rates, columns: 79) == done + ", 246 texts/s, 0:15 left")
        #expect(ProgressBar.line(state, rates, columns: 30) == done + ", 0:15 left")
        let unknown = ProgressBar.State(texts: 3, tokens: 10)
        #expect(ProgressBar.line(unknown, ProgressBar.Rates(), columns: 79) == "3 texts")
    }
}
