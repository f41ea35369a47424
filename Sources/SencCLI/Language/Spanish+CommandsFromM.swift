extension Spanish {
    /// Texts of the other commands, of those from M to P.
    static let commandsFromM: [Entry] = [
        (
            "Draw texts as points, those close in meaning together.",
            "Dibujar textos como puntos, juntos los cercanos en significado."
        ),
        (
            """
            The name of the output tells what is written: a page to look at in a browser \
            (.html), a drawing (.svg, .png), the points with their labels and texts (.csv, \
            .jsonl), or the vectors for TensorBoard's projector (NAME.tsv, and \
            NAME.metadata.tsv beside it). Points are colored by cluster, named after its most \
            central text, or by --label. Vectors, FILE.npy, have their texts in FILE.txt; the \
            texts of word vectors are their words.

            Examples:
              senc map sentences.txt --output map.html
              senc map reviews.csv --field text --label stars --output map.svg
              senc map words.vec --limit 2000 --output words.html
            """,
            """
            El nombre de la salida dice lo que se escribe: una página para mirarla en un \
            navegador (.html), un dibujo (.svg, .png), los puntos con sus etiquetas y textos \
            (.csv, .jsonl), o los vectores para el proyector de TensorBoard (NAME.tsv, y a su \
            lado NAME.metadata.tsv). Los puntos se colorean por grupo, que se llama como su \
            texto más central, o por --label. Los vectores, FILE.npy, tienen sus textos en \
            FILE.txt; los textos de los vectores de palabras son sus palabras.

            Ejemplos:
              senc map sentences.txt --output map.html
              senc map reviews.csv --field text --label stars --output map.svg
              senc map words.vec --limit 2000 --output words.html
            """
        ),
        ("Files as --input takes them.", "Archivos como los de --input."),
        (
            "The file to write: .html, .svg, .png, .csv, .jsonl or .tsv.",
            "El archivo que se escribe: .html, .svg, .png, .csv, .jsonl o .tsv."
        ),
        (
            "The kind of file, if its name does not tell; tsv is for TensorBoard.",
            "El tipo de archivo, si su nombre no lo dice; tsv es para TensorBoard."
        ),
        (
            "How vectors become points: t-SNE keeps neighbors, PCA the widest directions.",
            """
            Cómo los vectores se convierten en puntos: t-SNE conserva los vecinos; PCA, las \
            direcciones más anchas.
            """
        ),
        (
            "About how many neighbors count for each text in t-SNE. (default: 30)",
            """
            Cuántos vecinos cuentan aproximadamente para cada texto en t-SNE. (por omisión: \
            30)
            """
        ),
        (
            "What t-SNE and k-means begin with; the same seed gives the same map.",
            "Con qué empiezan t-SNE y k-means; la misma semilla da el mismo mapa."
        ),
        (
            "How many clusters k-means makes; up to 8 if not given, 1 for none.",
            "Cuántos grupos hace k-means; si no se da, hasta 8; 1 para ninguno."
        ),
        (
            "Color by this field or column of JSON Lines, CSV or TSV instead.",
            "Colorear en su lugar por este campo o columna de JSON Lines, CSV o TSV."
        ),
        (
            "The map's title; the first file's name if not given.",
            "El título del mapa; el nombre del primer archivo si no se da."
        ),
        (
            "give a file of texts or vectors (- for standard input)",
            "da un archivo de textos o de vectores (- para la entrada estándar)"
        ),
        ("give --clusters or --label, not both", "da --clusters o --label, no ambos"),
        ("--perplexity is for --method tsne", "--perplexity es para --method tsne"),
        (
            """
            warning: these letters are boxes in the picture: %1; a .svg or .html file has \
            them (%2)
            """,
            """
            aviso: estas letras son recuadros en la imagen: %1; un archivo .svg o .html las \
            tiene (%2)
            """
        ),
        ("%1 points in %2 groups (%3)", "%1 puntos en %2 grupos (%3)"),
        ("%1 points in 1 group (%2)", "%1 puntos en 1 grupo (%2)"),
        ("%1 points (%2)", "%1 puntos (%2)"),
        (
            "too few different texts for a perplexity of %1: lowered to %2",
            "muy pocos textos distintos para una perplejidad de %1: se baja a %2"
        ),
        (
            """
            cannot tell the format from the name %1; end it in .html, .svg, .png, .csv, \
            .jsonl or .tsv, or say --format
            """,
            """
            el nombre %1 no dice el formato; termínalo en .html, .svg, .png, .csv, .jsonl o \
            .tsv, o usa --format
            """
        ),
        ("List the models at hand.", "Enumerar los modelos disponibles."),
        (
            """
            What --model finds by its name: on $SENC_MODELS, with senc itself, and in the \
            Hugging Face cache. For each its name, after a star if it is the default, its \
            languages as its card has them, the size of its files, the dimension of its \
            vectors, the tokens that a text may have, and where it is. Configurations and \
            headers alone are read; what they have wrong is told in the model's row. JSON is \
            one array of objects.

            Examples:
              senc models
              senc models --json
            """,
            """
            Lo que --model encuentra por su nombre: en $SENC_MODELS, junto al propio senc y \
            en la caché de Hugging Face. De cada uno su nombre, precedido de una estrella si \
            es el predeterminado, sus idiomas según su ficha, el tamaño de sus archivos, la \
            dimensión de sus vectores, los tokens que puede tener un texto y dónde está. Solo \
            se leen configuraciones y cabeceras; lo que tengan mal se dice en la fila del \
            modelo. JSON es un array de objetos.

            Ejemplos:
              senc models
              senc models --json
            """
        ),
        (
            """
            no models are at hand; 'senc pull ORG/NAME' fetches one, and SENC_MODELS names \
            directories of others
            """,
            """
            no hay modelos disponibles; 'senc pull ORG/NAME' descarga uno, y SENC_MODELS \
            nombra directorios de otros
            """
        ),
        (
            "Find the texts of a file that are least like the rest.",
            "Encontrar los textos de un archivo que menos se parecen a los demás."
        ),
        (
            """
            Prints the local outlier factor and the text, between tabs, the largest factor \
            first: how much less dense texts lie around one than around those that are \
            closest to it, about 1 for most. Vectors, --input FILE.npy, have their texts in \
            FILE.txt; without it the rows' numbers are printed, counted from 1. In JSON, an \
            object a text: "factor", "index" (from 0) and "text".

            Example:
              senc outliers --input sentences.txt --top 5
            """,
            """
            Imprime el factor local de atipicidad y el texto, separados por tabuladores, el \
            mayor factor primero: cuánto menos denso es lo que rodea a un texto que lo que \
            rodea a los más cercanos a él; alrededor de 1 en la mayoría. Los vectores, \
            --input FILE.npy, tienen sus textos en FILE.txt; sin él se imprimen los números \
            de las filas, contados desde 1. En JSON, un objeto por texto: "factor", "index" \
            (desde 0) y "text".

            Ejemplo:
              senc outliers --input sentences.txt --top 5
            """
        ),
        ("How many texts.", "Cuántos textos."),
        (
            "How many of the closest texts each is compared with.",
            "Con cuántos de los textos más cercanos se compara cada uno."
        ),
        ("--neighbors must be at least 1", "--neighbors debe ser al menos 1"),
        (
            """
            warning: some texts are there more than %1 times, beside which others seem far; \
            leave them out (senc dedupe), or ask for more --neighbors
            """,
            """
            aviso: algunos textos están más de %1 veces, y a su lado otros parecen lejanos; \
            quítalos (senc dedupe), o pide más --neighbors
            """
        ),
        (
            "Find the texts of a file that are closest to each other, or to another file's.",
            """
            Encontrar los textos de un archivo más cercanos entre sí, o a los de otro \
            archivo.
            """
        ),
        (
            """
            Compares every text with every other (paraphrase mining) and prints the closest \
            pairs: the score and the two texts, between tabs. Vectors, --input FILE.npy, have \
            their texts in FILE.txt; without it the rows' numbers are printed, counted from \
            1.

            With --with FILE, the pairs are of a text of --input and one of that file that \
            says the same, such as translations (bitext mining). Their score is the margin: \
            the cosine, divided by the mean cosine of the two texts with those that are \
            closest to them in the other file; over 1 is closer than that.

            In JSON, an object a pair: "score", "indices" (from 0) and "texts".

            Examples:
              senc pairs --input sentences.txt --top 20 --threshold 0.8
              senc pairs --input es.txt --with en.txt --model multilingual-e5-small
            """,
            """
            Compara cada texto con todos los demás (búsqueda de paráfrasis) e imprime los \
            pares más cercanos: la puntuación y los dos textos, separados por tabuladores. \
            Los vectores, --input FILE.npy, tienen sus textos en FILE.txt; sin él se imprimen \
            los números de las filas, contados desde 1.

            Con --with FILE, los pares son de un texto de --input y uno de ese archivo que \
            dice lo mismo, como las traducciones (búsqueda de textos paralelos). Su \
            puntuación es el margen: el coseno, dividido por el coseno medio de los dos \
            textos con los más cercanos a ellos en el otro archivo; más de 1 es más cerca que \
            eso.

            En JSON, un objeto por par: "score", "indices" (desde 0) y "texts".

            Ejemplos:
              senc pairs --input sentences.txt --top 20 --threshold 0.8
              senc pairs --input es.txt --with en.txt --model multilingual-e5-small
            """
        ),
        (
            "A file whose texts the others are paired with. Repeatable.",
            "Un archivo con cuyos textos se emparejan los demás. Se puede repetir."
        ),
        (
            "The field or column with the text in files of --with, if it is not --field's.",
            """
            El campo o la columna con el texto en los archivos de --with, si no es el de \
            --field.
            """
        ),
        (
            "With --with: how pairs are scored. (default: margin)",
            "Con --with: cómo se puntúan los pares. (por omisión: margin)"
        ),
        (
            "With --with: how many of the closest texts make the neighborhood. (default: 4)",
            """
            Con --with: cuántos de los textos más cercanos forman la vecindad. (por omisión: \
            4)
            """
        ),
        (
            """
            With --with: whether no text is in two pairs, or each text of --input has its \
            best. (default: one-to-one)
            """,
            """
            Con --with: si ningún texto está en dos pares, o cada texto de --input tiene el \
            mejor para él. (por omisión: one-to-one)
            """
        ),
        (
            "How many pairs; 100, or with --with all, if not given.",
            "Cuántos pares; si no se da, 100, o todos con --with."
        ),
        (
            "The least score of a pair; for margins one to one 1, if not given.",
            "La menor puntuación de un par; para márgenes uno a uno, 1 si no se da."
        ),
        ("--with needs the name of a file", "--with necesita el nombre de un archivo"),
        (
            "--metric is for one file; --scoring is for --with",
            "--metric es para un solo archivo; --scoring es para --with"
        ),
        (
            "--score percentile is for --scoring cosine",
            "--score percentile es para --scoring cosine"
        ),
        ("--top is for --matching one-to-one", "--top es para --matching one-to-one"),
        ("--neighbors is for --scoring margin", "--neighbors es para --scoring margin"),
        ("%1 needs --with FILE", "%1 necesita --with FILE"),
        (
            "Fetch a model from the Hugging Face hub into the local cache.",
            "Descargar un modelo del hub de Hugging Face a la caché local."
        ),
        (
            """
            Only what is needed is fetched: configuration, tokenizer, the modules' folders \
            and the weights in one form. The directory of the model is printed; --model takes \
            its name from then on, and so do Hugging Face's own libraries. A pull that was \
            stopped goes on where it was.

            HF_ENDPOINT names another hub, HF_TOKEN is for private and gated models, \
            HF_HUB_CACHE or HF_HOME say where the cache is, and HF_HUB_OFFLINE=1 forbids the \
            network.

            Examples:
              senc pull sentence-transformers/all-MiniLM-L12-v2
              senc pull BAAI/bge-small-en-v1.5@main
            """,
            """
            Solo se descarga lo necesario: configuración, tokenizador, las carpetas de los \
            módulos y los pesos en una de sus formas. Se imprime el directorio del modelo; \
            desde entonces --model acepta su nombre, y también las bibliotecas de Hugging \
            Face. Una descarga que se detuvo continúa donde estaba.

            HF_ENDPOINT nombra otro hub, HF_TOKEN es para modelos privados y de acceso \
            restringido, HF_HUB_CACHE o HF_HOME dicen dónde está la caché, y HF_HUB_OFFLINE=1 \
            prohíbe la red.

            Ejemplos:
              senc pull sentence-transformers/all-MiniLM-L12-v2
              senc pull BAAI/bge-small-en-v1.5@main
            """
        ),
        (
            "The model: ORG/NAME, or ORG/NAME@REVISION for a branch, tag or commit.",
            "El modelo: ORG/NAME, u ORG/NAME@REVISION para una rama, una etiqueta o un commit."
        ),
    ]
}
