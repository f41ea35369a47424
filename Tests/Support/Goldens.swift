/// Where the reference data lies.
package enum Goldens {
    /// The root of the repository.
    package static let repository: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The path of a file or directory in `Tests/Goldens`.
    package static func path(_ name: String) -> String {
        repository + "/Tests/Goldens/" + name
    }
}
