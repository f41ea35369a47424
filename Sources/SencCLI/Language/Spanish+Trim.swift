extension Spanish {
    /// Texts of `Senc/Trimming` and of `trim`.
    static var trim: [Entry] {
        [
            (
                "no text has a token of the model's vocabulary (%1)",
                "ningún texto tiene un token del vocabulario del modelo (%1)"
            ),
            (
                "the vocabulary has no token %1 (%2)",
                "el vocabulario no tiene el token %1 (%2)"
            ),
            (
                """
                %1 tokens are too few: the special ones, bytes and characters of the texts alone \
                are %2
                """,
                """
                %1 tokens son demasiado pocos: solo los especiales, los bytes y los caracteres de \
                los textos ya son %2
                """
            ),
            (
                """
                1 token is too few: the special ones, bytes and characters of the texts alone are %1
                """,
                """
                1 token es demasiado poco: solo los especiales, los bytes y los caracteres de los \
                textos ya son %1
                """
            ),
            (
                """
                the model counts positions from the id of padding, below which there are ids \
                without tokens (%1)
                """,
                """
                el modelo cuenta las posiciones desde el id de relleno, y por debajo hay ids sin \
                token (%1)
                """
            ),
            (
                "Cut a model's vocabulary to the tokens that texts need.",
                "Recortar el vocabulario de un modelo a los tokens que unos textos necesitan."
            ),
            (
                """
                The texts keep their tokens, and so their vectors to the bit, with each of the \
                model's prompts too; the rows of all other tokens are left out, which of small \
                multilingual models are most of their size. Other texts are spelt with what is \
                left: special tokens, bytes and the texts' single characters are always kept. What \
                is written is a directory that sentence-transformers loads; quantized weights are \
                written as their dequantized values. The texts are read twice, so they must be \
                files.

                Examples:
                  senc trim intfloat/multilingual-e5-small --texts es.txt --output e5-es
                  senc trim all-MiniLM-L6-v2 --texts shop.csv --field text -o shop-model
                  senc trim BAAI/bge-m3 --texts *.txt --vocabulary 50000 --output bge-es
                """,
                """
                Los textos conservan sus tokens, y así sus vectores hasta el último bit, también \
                con cada uno de los prompts del modelo; se dejan fuera las filas de todos los demás \
                tokens, que en modelos multilingües pequeños son la mayor parte. Otros textos se \
                deletrean con lo que queda: los tokens especiales, los bytes y los caracteres \
                sueltos de los textos se conservan siempre. Se escribe un directorio que \
                sentence-transformers carga; los pesos cuantizados se escriben con sus valores sin \
                cuantizar. Los textos se leen dos veces, así que deben ser archivos.

                Ejemplos:
                  senc trim intfloat/multilingual-e5-small --texts es.txt --output e5-es
                  senc trim all-MiniLM-L6-v2 --texts shop.csv --field text -o shop-model
                  senc trim BAAI/bge-m3 --texts *.txt --vocabulary 50000 --output bge-es
                """
            ),
            (
                "Files of texts, as --texts takes them.",
                "Archivos de textos, como los de --texts."
            ),
            (
                """
                A file with one text a line, or with records; it may be compressed with gzip, \
                bzip2, xz or zstd. Repeatable.
                """,
                """
                Un archivo con un texto por línea, o con registros; puede estar comprimido con \
                gzip, bzip2, xz o zstd. Se puede repetir.
                """
            ),
            (
                """
                How often the texts have a token at least that is kept; from 2 on some texts lose \
                tokens.
                """,
                """
                Cuántas veces tienen los textos, como mínimo, un token que se conserva; desde 2, \
                algunos textos pierden tokens.
                """
            ),
            (
                """
                How many tokens are kept at most, the most frequent ones; texts that have others \
                lose them.
                """,
                """
                Cuántos tokens se conservan como máximo, los más frecuentes; los textos que tienen \
                otros los pierden.
                """
            ),
            (
                """
                A file of further tokens to keep, one a line, as the vocabulary writes them.
                """,
                """
                Un archivo con más tokens que conservar, uno por línea, como los escribe el \
                vocabulario.
                """
            ),
            (
                """
                Keep all tokens of a single character, so that texts in other scripts are spelt \
                rather than unknown.
                """,
                """
                Conservar todos los tokens de un solo carácter, para que los textos en otras \
                escrituras se deletreen en vez de ser desconocidos.
                """
            ),
            (
                """
                How the weights are written; if not given, in float16 where all of the model's \
                are, else in float32.
                """,
                """
                Cómo se escriben los pesos; si no se da, en float16 si lo son todos los del \
                modelo, y si no en float32.
                """
            ),
            (
                "Print the numbers of tokens, bytes and texts as JSON.",
                "Imprimir los números de tokens, bytes y textos en JSON."
            ),
            (
                "give the files of texts with --texts",
                "da los archivos de textos con --texts"
            ),
            ("--min-count must be at least 1", "--min-count debe ser al menos 1"),
            ("--vocabulary must be at least 1", "--vocabulary debe ser al menos 1"),
            (
                """
                the weights were quantized or shared before: 'senc quantize' stores a model in 8 \
                or 4 bits
                """,
                """
                los pesos estaban cuantizados o compartidos: 'senc quantize' guarda un modelo en 8 \
                o 4 bits
                """
            ),
            ("the text keeps its tokens", "el texto conserva sus tokens"),
            ("all %1 texts keep their tokens", "los %1 textos conservan todos sus tokens"),
            ("the text loses tokens", "el texto pierde tokens"),
            (
                "%1 of %2 texts keep their tokens",
                "%1 de %2 textos conservan sus tokens"
            ),
            ("%1 → %2 tokens, %3 → %4; %5", "%1 → %2 tokens, %3 → %4; %5"),
        ]
    }
}
