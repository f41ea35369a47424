import Testing

@testable import SencCLI

/// How large windows of texts are.
@Suite struct WindowPaceTests {
    @Test func windowsGrowWhileTheyAreDoneSoon() {
        var pace = WindowPace()
        #expect(pace.texts == 64)
        for _ in 0..<10 { pace.learn(share: pace.share, time: .milliseconds(1)) }
        #expect(pace.texts == TextSource.windowTexts)
        #expect(pace.bytes == TextSource.windowBytes)
    }

    @Test func windowsShrinkToAQuarterOfASecond() {
        // A thousand texts in ten seconds.
        var pace = WindowPace(isFirstWhole: true)
        #expect(pace.texts == TextSource.windowTexts)
        for _ in 0..<20 { pace.learn(share: pace.share, time: .seconds(10) * pace.share) }
        #expect(24...27 ~= pace.texts)
    }

    @Test func aWindowHasTextsHoweverSlowItIs() {
        var pace = WindowPace()
        for _ in 0..<20 { pace.learn(share: pace.share, time: .seconds(1000)) }
        #expect(pace.texts == 8)
    }
}
