import ArgumentParser
import SencFiles

extension ArgumentHelp {
    /// Help in the user's language.
    static func text(_ text: Message, valueName: Message? = nil) -> ArgumentHelp {
        ArgumentHelp(localized(text), valueName: valueName.map(localized))
    }
}
