extension Spanish {
    /// Words of ArgumentParser.
    static let parserWords: [Entry] = [
        ("OVERVIEW: %1", "RESUMEN: %1"),
        ("USAGE: %1", "USO: %1"),
        ("ARGUMENTS:", "ARGUMENTOS:"),
        ("OPTIONS:", "OPCIONES:"),
        ("SUBCOMMANDS:", "COMANDOS:"),
        ("%1 SUBCOMMANDS:", "COMANDOS, %1:"),
        (
            "  See '%1 <subcommand>' for detailed help.",
            "  Mira '%1 <comando>' para la ayuda de cada uno."
        ),
        ("MODEL:", "MODELO:"),
        ("PASSAGES:", "PASAJES:"),
        ("PROMPTS:", "PROMPTS:"),
        ("TEXTS:", "TEXTOS:"),
        ("RECOMMENDATIONS:", "RECOMENDACIONES:"),
        ("ITEMS THAT NOBODY CHOSE:", "PRODUCTOS QUE NADIE ELIGIÓ:"),
        ("<options>", "<opciones>"),
        ("<subcommand>", "<comando>"),
        ("(values:", "(valores:"),
        ("default as flag:", "por omisión, sin valor:"),
        ("default:", "por omisión:"),
        ("(default)", "(por omisión)"),
        ("Show help information.", "Mostrar esta ayuda."),
        ("Show the version.", "Mostrar la versión."),
        ("Show subcommand help information.", "Mostrar la ayuda de un comando."),
        ("Missing value for '%1'", "falta el valor de '%1'"),
        ("Missing expected argument '%1'", "falta el argumento '%1'"),
        ("Missing one of: '%1'", "falta uno de: '%1'"),
        ("Missing required subcommand.", "falta el comando"),
        (
            "Unknown option '%1'. Did you mean '%2'?",
            "no hay una opción '%1'; ¿querías decir '%2'?"
        ),
        ("Unknown option '%1'", "no hay una opción '%1'"),
        ("Invalid option: %1", "opción no válida: %1"),
        (
            "The option '%1' does not take any value, but '%2' was specified.",
            "la opción '%1' no toma ningún valor, pero se dio '%2'"
        ),
        ("Unexpected argument '%1'", "sobra el argumento '%1'"),
        ("%1 unexpected arguments: '%2'", "sobran %1 argumentos: '%2'"),
        (
            "Value to be set with flag %1 had already been set with flag %2",
            "%1 contradice a %2, que ya se dio"
        ),
        (
            "The value '%1' is invalid for '%2'. Please provide one of the following: %3",
            "el valor '%1' no es válido para '%2'; elige uno de estos: %3"
        ),
        (
            "The value '%1' is invalid for '%2'. Please provide one of %3 or %4.",
            "el valor '%1' no es válido para '%2'; elige %3 o %4"
        ),
        (
            "The value '%1' is invalid for '%2'. Please provide one of %3 and %4.",
            "el valor '%1' no es válido para '%2'; elige %3 o %4"
        ),
        (
            "The value '%1' is invalid for '%2'. Please provide one of %3.",
            "el valor '%1' no es válido para '%2'; elige %3"
        ),
        ("The value '%1' is invalid for '%2': %3", "el valor '%1' no es válido para '%2': %3"),
        ("The value '%1' is invalid for '%2'", "el valor '%1' no es válido para '%2'"),
    ]
}
