import SencFiles

/// A page of `senc help` that is about no single command.
enum HelpTopic: String, CaseIterable {
    case models, languages, formats, tables, prompts, config, environment
    case exitStatus = "exit-status"

    /// A line about it.
    var abstract: String {
        switch self {
        case .models: localized("Which model for which language, and how to get others.")
        case .languages: localized("Languages of texts, and of senc itself.")
        case .formats: localized("What is read and what is written.")
        case .tables: localized("CSV, TSV and JSON Lines: columns, ids, labels.")
        case .prompts: localized("Words before texts, and the roles query and passage.")
        case .config: localized("What commands go by if no option says otherwise.")
        case .environment: localized("The variables that are heeded.")
        case .exitStatus: localized("What a command's status says.")
        }
    }

    /// The page in the user's language.
    var page: String { page(in: .current) }

    func page(in language: Language) -> String {
        let (english, spanish) = pages
        let bytes =
            switch language {
            case .english: english
            case .spanish: spanish
            }
        return String(decoding: bytes, as: UTF8.self)
    }

    private var pages: (english: [UInt8], spanish: [UInt8]) {
        typealias Pages = PackageResources
        return switch self {
        case .models: (Pages.models_en_txt, Pages.models_es_txt)
        case .languages: (Pages.languages_en_txt, Pages.languages_es_txt)
        case .formats: (Pages.formats_en_txt, Pages.formats_es_txt)
        case .tables: (Pages.tables_en_txt, Pages.tables_es_txt)
        case .prompts: (Pages.prompts_en_txt, Pages.prompts_es_txt)
        case .config: (Pages.config_en_txt, Pages.config_es_txt)
        case .environment: (Pages.environment_en_txt, Pages.environment_es_txt)
        case .exitStatus: (Pages.exit_status_en_txt, Pages.exit_status_es_txt)
        }
    }
}
