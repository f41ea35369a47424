import Testing

@testable import SencServing

@Suite struct FairOrderTests {
    @Test func whoHadLeastIsNext() {
        var order = FairOrder<String>()
        order.insert("a")
        order.insert("b")
        var turns: [String] = []
        // `a` takes three times as much a turn as `b`.
        for _ in 0..<8 {
            guard let (name, time) = order.popFirst() else { break }
            turns.append(name)
            order.insert(name, at: time + (name == "a" ? 3 : 1))
        }
        #expect(turns == ["a", "b", "b", "b", "a", "b", "b", "b"])
    }

    @Test func aNewcomerIsNotOwedForThePast() throws {
        var order = FairOrder<String>()
        order.insert("old", at: 100)
        _ = order.popFirst()
        order.insert("old", at: 150)
        order.insert("new")
        #expect(order.popFirst()?.element == "new")
        #expect(order.popFirst()?.time == 150)
        #expect(order.popFirst() == nil)
        #expect(order.isEmpty)
    }

    @Test func equalTimesAreFirstComeFirstServed() {
        var order = FairOrder<Int>()
        for number in 0..<50 { order.insert(number) }
        #expect((0..<50).map { _ in order.popFirst()?.element } == Array(0..<50))
    }
}
