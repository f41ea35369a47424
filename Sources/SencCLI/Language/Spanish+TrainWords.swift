extension Spanish {
    /// Texts of co-occurrences, phrases and `train words`.
    static let trainWords: [Entry] = [
        (
            """
            fastText's form holds vectors that words are told apart by, which GloVe has not; \
            write word2vec's
            """,
            """
            la forma de fastText contiene vectores con que se distinguen las palabras, que GloVe \
            no tiene; escribe la de word2vec
            """
        ),
        ("counting co-occurrences: %1 words", "contando coapariciones: %1 palabras"),
        ("looking for phrases: %1 words", "buscando locuciones: %1 palabras"),
        ("%1 pairs/s", "%1 pares/s"),
        ("passes", "pasadas"),
        ("loss (mean)", "pérdida (media)"),
        (
            """
            The file to write: NAME.vec is word2vec's text, NAME.bin word2vec's binary form \
            or, with --ngrams, fastText's; or a directory of static embeddings, NAME.
            """,
            """
            El archivo que se escribe: NOMBRE.vec es el texto de word2vec; NOMBRE.bin, la forma \
            binaria de word2vec o, con --ngrams, la de fastText; o un directorio de embeddings \
            estáticos, NOMBRE.
            """
        ),
        (
            """
            The form of the file, whatever it is called; static is a directory that \
            sentence-transformers and model2vec load.
            """,
            """
            La forma del archivo, se llame como se llame; static es un directorio que cargan \
            sentence-transformers y model2vec.
            """
        ),
        (
            """
            What is predicted from what: skip-gram the word from each neighbor; cbow, which is \
            faster, from the mean of all; glove how often two words are neighbors.
            """,
            """
            Qué se deduce de qué: skip-gram, la palabra de cada vecino; cbow, que es más \
            rápido, de la media de todos; glove, cuántas veces son vecinas dos palabras.
            """
        ),
        (
            "How many words away neighbors are at most; 5 if not given, with glove 15.",
            """
            A cuántas palabras están los vecinos como máximo; 5 si no se indica, con glove 15.
            """
        ),
        (
            """
            Words that are a larger share than this of all are left out in part, at random; 0 \
            for none; 0.001 if not given.
            """,
            """
            Las palabras que son una parte mayor que esta de todas se omiten a veces, al azar; \
            0 para ninguna; 0.001 si no se indica.
            """
        ),
        (
            "Passes over what is learned from; 5 if not given, with glove 25.",
            "Pasadas por los datos; 5 si no se indica, con glove 25."
        ),
        (
            "Of the first step; 0.025 if not given, with cbow, glove or --ngrams 0.05.",
            "Del primer paso; 0.025 si no se indica, con cbow, glove o --ngrams 0.05."
        ),
        (
            """
            Pairs of words that are met less often than this count less, with glove; 100 if not \
            given.
            """,
            """
            Los pares de palabras que aparecen menos veces cuentan menos, con glove; 100 si no \
            se indica.
            """
        ),
        (
            """
            Memory for pairs of words, with glove, or for --phrases, as 512M or 4G; what has no \
            room is put beside the output until the end; 512M if not given.
            """,
            """
            Memoria para los pares de palabras, con glove, o para --phrases, como 512M o 4G; lo \
            que no cabe se guarda junto a la salida hasta el final; 512M si no se indica.
            """
        ),
        (
            "Take the tokens of a model's tokenizer for words.",
            "Tomar por palabras los tokens del tokenizador de un modelo."
        ),
        (
            """
            Join words that follow each other more often than by chance, such as new_york, in \
            so many rounds; 2 for phrases of up to four words.
            """,
            """
            Unir las palabras que se siguen más a menudo que por azar, como nueva_york, en \
            tantas rondas; 2 para locuciones de hasta cuatro palabras.
            """
        ),
        (
            "What a pair must score more than to be a phrase; 10 if not given.",
            """
            La puntuación que debe superar un par para ser una locución; 10 si no se indica.
            """
        ),
        (
            "How much less often than it is met a pair counts; 5 if not given.",
            "Cuántas veces menos de las que aparece cuenta un par; 5 si no se indica."
        ),
        (
            "A drawing (SVG) of the loss to write.",
            "Un dibujo (SVG) de la pérdida que se escribe."
        ),
        (
            "Print one JSON object: what was learned, and the loss by parts of a pass.",
            """
            Imprimir un objeto JSON: lo que se aprendió y la pérdida por partes de una pasada.
            """
        ),
        ("--x-max is for --objective glove", "--x-max es para --objective glove"),
        ("--objective glove has no %1", "--objective glove no tiene %1"),
        (
            "--format fasttext holds what --objective glove does not learn",
            "--format fasttext contiene lo que --objective glove no aprende"
        ),
        ("--phrase-threshold is for --phrases", "--phrase-threshold es para --phrases"),
        ("--phrase-min-count is for --phrases", "--phrase-min-count es para --phrases"),
        (
            """
            --tokenizer cuts texts as the model does: leave out --split and --case-sensitive
            """,
            """
            --tokenizer corta los textos como el modelo: quita --split y --case-sensitive
            """
        ),
        (
            "--phrases joins words, and --tokenizer has none",
            "--phrases une palabras, y con --tokenizer no las hay"
        ),
        (
            """
            --format static has no vectors of n-grams: leave out --ngrams, or write NAME.bin
            """,
            """
            --format static no tiene vectores de n-gramas: quita --ngrams o escribe NOMBRE.bin
            """
        ),
        (
            "--memory is for --objective glove and for --phrases",
            "--memory es para --objective glove y para --phrases"
        ),
        ("rounds", "rondas"), ("count", "número"),
        ("--plot needs the name of a file", "--plot necesita el nombre de un archivo"),
    ]
}
