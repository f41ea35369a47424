internal import SencFiles

/// The files of a model at one commit.
struct HubListing: Equatable, Sendable {
    static let maximumFiles = 100_000
    /// The length of a commit's SHA-1 in hexadecimal digits.
    static let commitLength = 40

    var commit: String
    var names: Set<String>

    /// - Parameters:
    ///   - body: the hub's answer: `{"sha": …, "siblings": [{"rfilename": …}, …]}`.
    ///   - url: what was asked, for errors.
    init(parsing body: [UInt8], url: String) throws(HubError) {
        let answer: JSON
        do {
            answer = try JSON(parsing: body)
        } catch {
            throw .badAnswer(url: url, problem: "\(error)")
        }
        guard let sha = answer["sha"]?.string, Self.isCommit(sha) else {
            throw .badAnswer(url: url, problem: "it names no commit")
        }
        guard let files = answer["siblings"], files.kind == .array else {
            throw .badAnswer(url: url, problem: "it has no list of files")
        }
        var names: Set<String> = []
        var count = 0
        try files.forEachElement { file throws(HubError) in
            count += 1
            guard count <= Self.maximumFiles else {
                throw .badAnswer(url: url, problem: "it lists over \(Self.maximumFiles) files")
            }
            guard let name = file["rfilename"]?.string else {
                throw .badAnswer(url: url, problem: "a file has no name")
            }
            guard FileName.isSafe(name) else { throw .unsafeName(name, url: url) }
            names.insert(name)
        }
        commit = sha
        self.names = names
    }

    static func isCommit(_ text: String) -> Bool {
        text.utf8.count == commitLength && text.utf8.allSatisfy(ContentHash.isHexadecimal)
    }
}

/// A file as the hub describes it.
struct HubFile: Equatable, Sendable {
    var name: String
    /// In bytes.
    var size: Int
    var hash: ContentHash
}
