/// Where the reference data lies.
enum Goldens {
    static func path(_ name: String, from file: StaticString = #filePath) -> String {
        let parts = "\(file)".split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(2).joined(separator: "/") + "/Goldens/" + name
    }
}
