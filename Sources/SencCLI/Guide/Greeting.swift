import SencFiles

/// What `senc` alone prints: what it is, what can be tried at once, and where to go on. The commands
/// need nothing but the model that comes with senc.
enum Greeting {
    /// - Parameter version: the program's name and version.
    static func text(version: String) -> String {
        localized(
            """
            \(version): sentence embeddings. Texts become vectors, and those close in
            meaning lie close.

            To try it:
              senc similarity "El perro duerme." "A dog is asleep." "Llueve."
              printf '%s\\n' "Un gato." "It rains." "Stocks fall." | senc search animals
              senc encode "La lluvia golpea la ventana."

            To go on:
              'senc help'         all commands and topics
              'senc help NAME'    one of them, such as search, models or formats
              'senc doctor'       what this machine has, and what would make senc faster

            """)
    }
}
