import Testing

@testable import SencTraining

/// Random numbers by their place.
@Suite struct RandomTests {
    @Test func aNumberDependsOnSeedPurposeAndPlaceAlone() {
        let random = CounterRandom(seed: 7, purpose: 3)
        let numbers = (0..<1000).map { random.bits(at: $0) }
        #expect(numbers.reversed() == (0..<1000).reversed().map { random.bits(at: $0) })
        #expect(Set(numbers).count == 1000)
        for other in [
            CounterRandom(seed: 8, purpose: 3), CounterRandom(seed: 7, purpose: 4), random.child(0),
            random.child(1),
        ] {
            #expect(Set(numbers).isDisjoint(with: (0..<1000).map { other.bits(at: $0) }))
        }
    }

    @Test func numbersAreEven() {
        let random = CounterRandom(seed: 1, purpose: 1)
        let count = 100_000
        var counts = [Int](repeating: 0, count: 10)
        var (sum, squares, products) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            let number = random.uniform(at: UInt64(index))
            #expect(0..<1 ~= number)
            counts[random.integer(below: 10, at: UInt64(index))] += 1
            products += number * random.uniform(at: UInt64(index + 1))
            let normal = random.normal(at: UInt64(index))
            sum += normal
            squares += normal * normal
        }
        // Six standard deviations.
        for part in counts { #expect(abs(part - count / 10) < 570) }
        #expect(abs(products / Double(count) - 0.25) < 0.005)
        #expect(abs(sum / Double(count)) < 0.02 && abs(squares / Double(count) - 1) < 0.03)
    }

    @Test func permutationsHaveEachNumber() {
        let random = CounterRandom(seed: 1, purpose: 1)
        let order = random.permutation(of: 1000)
        #expect(order.sorted() == Array(0..<1000) && order != order.sorted())
        #expect(random.permutation(of: 0) == [] && random.permutation(of: 1) == [0])
        #expect(random.child(5).permutation(of: 1000) != order)
    }

    @Test func aTableDrawsByItsWeights() {
        let weights = [1, 0, 3, 0.5, 10, 0.001]
        let table = AliasTable(weights)
        let random = CounterRandom(seed: 3, purpose: 1)
        var counts = [Int](repeating: 0, count: weights.count)
        let draws = 200_000
        for index in 0..<draws { counts[Int(table.draw(random.bits(at: UInt64(index))))] += 1 }
        let total = weights.reduce(0, +)
        for (count, weight) in zip(counts, weights) {
            let expected = Double(draws) * weight / total
            #expect(abs(Double(count) - expected) <= 6 * expected.squareRoot())
        }
        #expect(counts[1] == 0)
        // So does a draw from each slice.
        var sliced = [Int](repeating: 0, count: weights.count)
        for index in 0..<draws {
            let bits = random.bits(at: UInt64(draws + index))
            sliced[Int(table.draw(bits, slice: index % 7, of: 7))] += 1
        }
        for (count, weight) in zip(sliced, weights) {
            let expected = Double(draws) * weight / total
            #expect(abs(Double(count) - expected) <= 6 * expected.squareRoot())
        }
        let even = AliasTable([1, 1, 1, 1])
        #expect((0..<4).map { even.draw(random.bits(at: 9), slice: $0, of: 4) } == [0, 1, 2, 3])
        #expect(AliasTable([2]).draw(.max) == 0 && AliasTable([2]).draw(0) == 0)
    }
}
