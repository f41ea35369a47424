import SencFiles
import SencTraining
import SencWeights

extension GivenVectors {
    /// Those of a file of word vectors; of a word that is there twice the first.
    init(column: String, path: String, isFrozen: Bool) throws {
        let file = try WordVectorFile(path: path)
        var places: [[UInt8]: Int] = [:]
        for index in 0..<file.count {
            file.withBytes(ofWord: index) { word in
                let word = Array(word)
                if places[word] == nil { places[word] = index }
            }
        }
        self.init(column: column, width: file.dimension, isFrozen: isFrozen, source: path) { name in
            places[Array(name.utf8)].map { file.vector($0) }
        }
    }
}
