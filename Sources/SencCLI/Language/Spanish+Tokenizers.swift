extension Spanish {
    /// Texts of `SencTokenizers`.
    static let tokenizers: [Entry] = [
        ("named by an id", "nombrado por un id"),
        ("a string or an AddedToken", "una cadena o un AddedToken"),
        ("an id", "un id"),
        ("a string or an object", "una cadena o un objeto"),
        ("true or false", "true o false"),
        ("a number from 0 to %1", "un número de 0 a %1"),
        ("is missing", "falta"),
        ("has %1 values for %2 tokens", "tiene %1 valores para %2 tokens"),
        ("is %1; supported: bert, gpt2, t5", "es %1; se admiten: bert, gpt2, t5"),
        ("must have one for each token", "debe tener uno por cada token"),
        ("must be finite", "debe ser finito"),
        ("is %1, which is not supported", "es %1, que no se admite"),
        ("is %1, but there are %2 tokens", "es %1, pero hay %2 tokens"),
        ("has a malformed normalization map", "tiene un mapa de normalización mal formado"),
        ("is not in its format", "no está en su formato"),
        ("has a piece that is not UTF-8", "tiene una pieza que no es UTF-8"),
        ("has a piece without a finite score", "tiene una pieza sin una puntuación finita"),
        ("an array of at most %1", "un array de un máximo de %1"),
        ("one character", "un solo carácter"),
        ("a String or a Regex", "un String o un Regex"),
        ("a token and its score", "un token y su puntuación"),
        (
            "one that lengthens text at most %1-fold",
            "uno que alargue el texto como mucho por %1"
        ),
        ("a compiled map in Base64", "un mapa compilado en Base64"),
        ("is a second one", "es un segundo"),
        ("for pairs does not use both texts", "para pares no usa los dos textos"),
        ("for one text uses a second", "para un texto usa un segundo"),
        ("a token and its id", "un token y su id"),
        ("an array of ids", "un array de ids"),
        ("has over %1 ids in one token", "tiene más de %1 ids en un token"),
        ("A or B", "A o B"),
        ("a SpecialToken or a Sequence", "un SpecialToken o una Sequence"),
        ("has over %1 pieces", "tiene más de %1 piezas"),
        (
            "one that lengthens text at most %1 times",
            "uno que alargue el texto como mucho %1 veces"
        ),
        ("a way to split", "una forma de dividir"),
        ("always, first or never", "always, first o never"),
        ("never, as add_prefix_space wants", "never, como pide add_prefix_space"),
        ("'left' or 'right'", "'left' o 'right'"),
        ("at most %1", "como mucho %1"),
        ("'Left' or 'Right'", "'Left' o 'Right'"),
        ("has over %1 bytes", "tiene más de %1 bytes"),
        ("is malformed: %1", "está mal formado: %1"),
        ("takes too long to match", "tarda demasiado en comprobarse"),
        (
            "no tokenizer.json and no vocabulary there (%1)",
            "no hay ni tokenizer.json ni vocabulario (%1)"
        ),
        ("%1 bytes are over the limit of %2 (%3)", "%1 bytes superan el límite de %2 (%3)"),
        ("invalid UTF-8 in line %1 (%2)", "UTF-8 no válido en la línea %1 (%2)"),
        ("%1 is missing (%2)", "falta %1 (%2)"),
        ("the file is not %1 (%2)", "el archivo no es %1 (%2)"),
        ("%1 is not %2 (%3)", "%1 no es %2 (%3)"),
        ("%1 of type %2 is not supported (%3)", "%1 de tipo %2 no se admite (%3)"),
        ("the vocabulary is empty (%1)", "el vocabulario está vacío (%1)"),
        (
            "token %1 is in the vocabulary twice (%2)",
            "el token %1 está repetido en el vocabulario (%2)"
        ),
        ("two tokens have the id %1 (%2)", "dos tokens tienen el id %1 (%2)"),
        (
            "the id of token %1 is not a number from 0 to %2 (%3)",
            "el id del token %1 no es un número de 0 a %2 (%3)"
        ),
        (
            "the unknown token %1 is not in the vocabulary (%2)",
            "el token desconocido %1 no está en el vocabulario (%2)"
        ),
        (
            "added token %1 has id %2 where the vocabulary has %3 (%4)",
            "el token añadido %1 tiene el id %2, y en el vocabulario es %3 (%4)"
        ),
        (
            "the post-processor uses %1, which is not a token (%2)",
            "el posprocesador usa %1, que no es un token (%2)"
        ),
        ("the post-processor's template %1 (%2)", "la plantilla del posprocesador %1 (%2)"),
        (
            "a merge uses %1, which is not a token (%2)",
            "una fusión usa %1, que no es un token (%2)"
        ),
        ("merge %1 is not two tokens (%2)", "la fusión %1 no es de dos tokens (%2)"),
        ("the SentencePiece model %1 (%2)", "el modelo SentencePiece %1 (%2)"),
        (
            """
            the tokenizer cannot be written as one tokenizer.json, which has no form for its \
            %1; transformers can save it as such (%2)
            """,
            """
            el tokenizador no se puede escribir como un solo tokenizer.json, que no tiene \
            forma para su %1; transformers puede guardarlo así (%2)
            """
        ),
    ]
}
