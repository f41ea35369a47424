extension Spanish {
    /// Texts of `SencTraining` and of `train`.
    static var training: [Entry] {
        [
            ("%1 is %2, and must be %3", "%1 es %2, y debe ser %3"),
            (
                "the texts have no word: nothing can be learned",
                "los textos no tienen ninguna palabra: no se puede aprender nada"
            ),
            ("no word is seen %1 times or more", "ninguna palabra aparece %1 veces o más"),
            ("give more texts, or a lower --min-count", "da más textos, o un --min-count menor"),
            (
                "no text has two words that are learned",
                "ningún texto tiene dos palabras que se aprendan"
            ),
            (
                "give longer texts, or a lower --min-count",
                "da textos más largos, o un --min-count menor"
            ),
            (
                "%1 words and n-grams of %2 numbers are too many",
                "%1 palabras y n-gramas de %2 números son demasiados"
            ),
            (
                "give a higher --min-count, fewer --buckets or a smaller --dimension",
                "da un --min-count mayor, menos --buckets o una --dimension menor"
            ),
            (
                "the vectors grew without bound in pass %1",
                "los vectores crecieron sin límite en la pasada %1"
            ),
            ("give a lower --learning-rate", "da un --learning-rate menor"),
            ("%1 is not a checkpoint", "%1 no es un punto de control"),
            ("move it, or give another --output", "muévelo o da otro --output"),
            ("%1 is a damaged checkpoint", "%1 es un punto de control dañado"),
            (
                "remove it, and start anew without --resume",
                "bórralo y empieza de nuevo sin --resume"
            ),
            (
                "%1 is of a run with other settings", "%1 es de una ejecución con otros ajustes"
            ),
            (
                "give the same, or start anew without --resume",
                "da los mismos o empieza de nuevo sin --resume"
            ),
            ("%1 is of a run on other data", "%1 es de una ejecución con otros datos"),
            (
                "restore it, or start anew without --resume",
                "recupéralos o empieza de nuevo sin --resume"
            ),
            ("--checkpoint must be 0 to 1000000", "--checkpoint debe ser de 0 a 1000000"),
            (
                """
                Go on where an earlier run of the same command was stopped, from NAME.checkpoint, to \
                the same bytes.
                """,
                """
                Sigue donde se detuvo una ejecución anterior del mismo comando, desde \
                NAME.checkpoint, hasta los mismos bytes.
                """
            ),
            (
                """
                How often what was learned is kept for --resume, in seconds; 0 for after each step.
                """,
                """
                Cada cuántos segundos se guarda lo aprendido para --resume; 0, tras cada paso.
                """
            ),
            (
                "the texts changed while they were read: start anew when they are at rest",
                "los textos cambiaron mientras se leían: empieza de nuevo cuando no cambien"
            ),
            ("counting: %1 words", "contando: %1 palabras"),
            ("pass %1 of %2", "pasada %1 de %2"),
            ("%1 words/s", "%1 palabras/s"),
            ("%1 items/s", "%1 artículos/s"),
            ("%1 interactions/s", "%1 interacciones/s"),
            ("loss %1", "pérdida %1"),
            ("1 word of %1 seen, %2 s (%3)", "1 palabra de %1 vistas, %2 s (%3)"),
            ("%1 words of %2 seen, %3 s (%4)", "%1 palabras de %2 vistas, %3 s (%4)"),
            (
                "Learn vectors, and teach models, from data of your own.",
                "Aprender vectores, y enseñar a modelos, con datos propios."
            ),
            (
                """
                The same data, options, seed and kind of CPU give the same bytes, however many \
                threads there are.

                Example:
                  senc train words novels/*.txt --output novels.vec
                  senc similarity king queen --model novels.vec
                """,
                """
                Los mismos datos, opciones, semilla y tipo de CPU dan los mismos bytes, con \
                cualquier número de hilos.

                Ejemplo:
                  senc train words novels/*.txt --output novels.vec
                  senc similarity king queen --model novels.vec
                """
            ),
            (
                "Learn the vectors of words from the texts that they stand in.",
                "Aprender los vectores de las palabras de los textos en que están."
            ),
            (
                """
                Words that stand among the same neighbors get vectors that are close. A million \
                words of text are few, ten million are better. A word is a run of letters, marks \
                and digits, in lower case. The vectors are a model for the other commands: encode, \
                search, similarity, analogy, map.

                Examples:
                  senc train words news.txt --output news.vec
                  senc train words news.csv --field body --ngrams 3-6 -o news.bin
                  senc analogy king man woman --model news.vec
                """,
                """
                Las palabras que están entre los mismos vecinos reciben vectores cercanos. Un \
                millón de palabras de texto es poco; diez millones son mejores. Una palabra es una \
                serie de letras, marcas y cifras, en minúsculas. Los vectores son un modelo para \
                los demás comandos: encode, search, similarity, analogy, map.

                Ejemplos:
                  senc train words news.txt --output news.vec
                  senc train words news.csv --field body --ngrams 3-6 -o news.bin
                  senc analogy king man woman --model news.vec
                """
            ),
            ("Numbers of a vector.", "Números de un vector."),
            (
                "How often a word is seen at least; rarer ones are left out.",
                "Cuántas veces aparece una palabra como mínimo; las más raras se omiten."
            ),
            (
                "How many words are kept at most, the most frequent ones.",
                "Cuántas palabras se conservan como máximo, las más frecuentes."
            ),
            (
                """
                How many other words, drawn at random, each is told apart from; 5 if not given.
                """,
                """
                De cuántas otras palabras, tomadas al azar, se distingue cada una; 5 si no se indica.
                """
            ),
            (
                """
                Other words are drawn by their counts to the power of this: 0 for all alike; 0.75 \
                if not given.
                """,
                """
                Las otras palabras se toman según su número de apariciones elevado a esto: 0 para \
                todas por igual; 0.75 si no se indica.
                """
            ),
            (
                "Tell words apart by a Huffman tree in place of words drawn at random.",
                "Distinguir las palabras por un árbol de Huffman en vez de por otras al azar."
            ),
            (
                """
                Make up a word's vector of those of its n-grams, too, of so many characters, as \
                fastText does; for words that were not seen and languages with many forms.
                """,
                """
                Componer el vector de una palabra también con los de sus n-gramas, de tantos \
                caracteres, como fastText; para palabras que no aparecieron y lenguas de muchas \
                formas.
                """
            ),
            (
                "Rows that n-grams share; 2,000,000 if not given.",
                "Filas que comparten los n-gramas; 2.000.000 si no se indica."
            ),
            ("The seed of all random numbers.", "La semilla de todos los números aleatorios."),
            (
                """
                What is between words: unicode, all but letters, marks and digits; whitespace, for \
                texts that are cut already.
                """,
                """
                Qué hay entre las palabras: unicode, todo menos letras, marcas y cifras; \
                whitespace, el espacio, para textos ya cortados.
                """
            ),
            (
                "Tell apart words that differ in case alone.",
                "Distinguir las palabras que solo difieren en mayúsculas."
            ),
            (
                """
                --hierarchical-softmax draws no words: leave out --negatives and --exponent
                """,
                """
                con --hierarchical-softmax no se toman palabras al azar: quita --negatives y \
                --exponent
                """
            ),
            ("--buckets is for --ngrams", "--buckets es para --ngrams"),
            (
                """
                the name %1 does not tell the form of the file: NAME.vec, NAME.bin or --format
                """,
                """
                el nombre %1 no dice la forma del archivo: NOMBRE.vec, NOMBRE.bin o --format
                """
            ),
            (
                "the texts are read several times: write standard input to a file first",
                """
                los textos se leen varias veces: escribe antes la entrada estándar en un archivo
                """
            ),
        ]
    }
}
