extension Spanish {
    /// Texts of `train tokenizer`.
    static let trainTokenizer: [Entry] = [
        (
            "a vocabulary of %1 has no room for %2 special tokens and characters",
            "en un vocabulario de %1 no caben %2 tokens especiales y caracteres"
        ),
        (
            "give a larger --vocabulary, or a smaller --alphabet",
            "indica un --vocabulary mayor o un --alphabet menor"
        ),
        ("merging: %1 tokens", "fusionando: %1 tokens"),
        ("pruning: %1 pieces", "podando: %1 piezas"),
        (
            "Train a tokenizer on texts: WordPiece, Unigram or BPE.",
            "Entrena un tokenizador con textos: WordPiece, Unigram o BPE."
        ),
        (
            """
            The vocabulary is the one that Hugging Face tokenizers trains on the same lines, and \
            the directory one that transformers (AutoTokenizer) and senc load. wordpiece has \
            BERT's stages and special tokens ([CLS] [SEP]): in lower case and without accents, \
            so that Spanish is better served by --accents keep. unigram has SentencePiece's \
            stages and bpe GPT-2's, on bytes, both with RoBERTa's special tokens (<s> </s>) and \
            the texts' case and accents. Only bpe on bytes gives every text back whole.

            Examples:
              senc train tokenizer news.txt --output news-tokenizer
              senc train tokenizer news.csv --field body --kind bpe --vocabulary 8000 -o t
              senc tokenize "La lluvia golpea la ventana." --model news-tokenizer
            """,
            """
            El vocabulario es el que entrena tokenizers, de Hugging Face, con las mismas líneas, \
            y el directorio lo cargan transformers (AutoTokenizer) y senc. wordpiece tiene las \
            etapas y los tokens especiales de BERT ([CLS] [SEP]): en minúsculas y sin acentos, \
            de modo que al español le va mejor --accents keep. unigram tiene las etapas de \
            SentencePiece, y bpe las de GPT-2, sobre bytes; los dos, los tokens especiales de \
            RoBERTa (<s> </s>) y las mayúsculas y los acentos de los textos. Solo bpe sobre \
            bytes devuelve entero cualquier texto.

            Ejemplos:
              senc train tokenizer news.txt --output news-tokenizer
              senc train tokenizer news.csv --field body --kind bpe --vocabulary 8000 -o t
              senc tokenize "La lluvia golpea la ventana." --model news-tokenizer
            """
        ),
        ("How words are made of tokens.", "Cómo se forman las palabras con tokens."),
        (
            "Tokens in all, with special ones and single characters.",
            "Tokens en total, con los especiales y los caracteres sueltos."
        ),
        (
            """
            How often two tokens stand side by side at least to become one; 2 if not given. Not \
            of unigram.
            """,
            """
            Cuántas veces están juntos como mínimo dos tokens para ser uno; 2 si no se indica. \
            No es para unigram.
            """
        ),
        (
            """
            How many different characters are tokens at most, the most frequent ones; with \
            wordpiece 1000 if not given. Not of unigram.
            """,
            """
            Cuántos caracteres distintos son tokens como máximo, los más frecuentes; con \
            wordpiece, 1000 si no se indica. No es para unigram.
            """
        ),
        (
            "Whether texts are put in lower case; lower for wordpiece if not given.",
            "Si los textos se pasan a minúsculas; lower para wordpiece si no se indica."
        ),
        (
            """
            Whether letters lose their accents; strip for wordpiece in lower case if not given, \
            as BERT has it.
            """,
            """
            Si las letras pierden los acentos; strip para wordpiece en minúsculas si no se \
            indica, como en BERT.
            """
        ),
        (
            """
            How texts are cut into words: bert (wordpiece's) at white space and punctuation; \
            whitespace at white space and between letters and others; byte-level (bpe's) and \
            metaspace (unigram's) with the space before a word as its part.
            """,
            """
            Cómo se dividen los textos en palabras: bert (la de wordpiece), por los espacios y \
            la puntuación; whitespace, por los espacios y entre letras y otros signos; \
            byte-level (la de bpe) y metaspace (la de unigram), con el espacio que precede a \
            una palabra como parte de ella.
            """
        ),
        (
            "What is before a token that goes on with a word; ## for wordpiece if not given.",
            """
            Lo que va delante de un token que continúa una palabra; ## para wordpiece si no se \
            indica.
            """
        ),
        (
            "What is behind a token that ends a word, such as </w>.",
            "Lo que va detrás de un token que termina una palabra, como </w>."
        ),
        (
            """
            How many characters a token has at most, with unigram 16 if not given; with the \
            others, which have none if not given, tokens that are made of others have fewer \
            than this.
            """,
            """
            Cuántos caracteres tiene un token como máximo: con unigram, 16 si no se indica; con \
            los demás, que no tienen límite si no se indica, los tokens formados por otros \
            tienen menos que este número.
            """
        ),
        (
            "A further special token, which stands for no text. Repeatable.",
            "Otro token especial, que no representa ningún texto. Repetible."
        ),
        (
            "Print one JSON object: what was trained.",
            "Escribe un objeto JSON: lo que se ha entrenado."
        ),
        ("--kind unigram has no %1", "--kind unigram no tiene %1"),
        ("--kind wordpiece has no --suffix", "--kind wordpiece no tiene --suffix"),
        ("--kind wordpiece needs a --prefix", "--kind wordpiece necesita un --prefix"),
        ("--kind %1 does not go with --split %2", "--kind %1 no va con --split %2"),
        (
            "--prefix and --suffix are for words without spaces: give --split whitespace",
            """
            --prefix y --suffix son para palabras sin espacios: indica --split whitespace
            """
        ),
        ("%1 must have no white space", "%1 no puede tener espacios"),
        ("--special needs a token", "--special necesita un token"),
        ("%1 tokens of 1 word, %2 s (%3)", "%1 tokens de 1 palabra, %2 s (%3)"),
        (
            "%1 tokens of %2 different words (%3 in all), %4 s (%5)",
            "%1 tokens de %2 palabras distintas (%3 en total), %4 s (%5)"
        ),
    ]
}
