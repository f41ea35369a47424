import SencInput
import Testing

struct ShardTests {
    @Test(arguments: [0, 1, 2, 9, 10, 1_000_003, Int.max])
    func shardsTogetherAreAll(total: Int) throws {
        for count in [1, 2, 3, 7, 64] {
            var end = 0
            for index in 1...count {
                let records = try #require(Shard(index: index, of: count)).records(of: total)
                #expect(records.lowerBound == end)
                #expect(records.count - total / count <= 1)
                end = records.upperBound
            }
            #expect(end == total)
        }
    }

    @Test(arguments: ["", "/", "1", "0/2", "3/2", "1/0", "-1/2", "+1/2", "1/2/3", " 1/2", "1/9e9"])
    func whatIsNoShard(text: String) {
        #expect(Shard(text) == nil)
    }

    @Test func readsItsText() {
        #expect(Shard("2/3") == Shard(index: 2, of: 3))
        #expect(Shard("1/9223372036854775807")?.records(of: .max) == 0..<1)
    }
}
