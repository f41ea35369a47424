extension Spanish {
    /// Texts of `SencWeights`.
    static let weights: [Entry] = [
        (
            "it is of the format before PyTorch 1.6; load and save it with a newer one",
            "es del formato anterior a PyTorch 1.6; cárgalo y guárdalo con uno más nuevo"
        ),
        (
            "no end of a zip archive; the file may be cut",
            "falta el final de un archivo zip; puede estar incompleto"
        ),
        ("it is one of several parts", "es uno de varias partes"),
        ("%1 entries are over the limit of %2", "%1 entradas superan el límite de %2"),
        ("the zip directory contradicts itself", "el directorio zip se contradice"),
        (
            "entry %1 contradicts the zip directory",
            "la entrada %1 contradice al directorio zip"
        ),
        ("entry %1 is there twice", "la entrada %1 está repetida"),
        ("entry %1 is compressed (method %2)", "la entrada %1 está comprimida (método %2)"),
        ("entry %1 is encrypted", "la entrada %1 está cifrada"),
        ("stored entry %1 has two sizes", "la entrada sin comprimir %1 tiene dos tamaños"),
        ("entry %1 does not fit the file", "la entrada %1 no cabe en el archivo"),
        ("entries %1 and %2 overlap", "las entradas %1 y %2 se solapan"),
        ("it does not have one data.pkl", "no tiene un único data.pkl"),
        ("its numbers are big-endian", "sus números son big-endian"),
        ("data.pkl: %1", "data.pkl: %1"),
        ("its version is %1; supported: 11 and 12", "su versión es %1; se admiten: 11 y 12"),
        ("it ends inside its %1", "termina dentro de su %1"),
        ("its %1 is %2, not %3 to %4", "su %1 es %2, no de %3 a %4"),
        (
            "its dictionary has %1 entries for %2 words and %3 labels",
            "su diccionario tiene %1 entradas para %2 palabras y %3 etiquetas"
        ),
        (
            "its header counts %1 words and labels, more than its %2 bytes can hold",
            "su cabecera cuenta %1 palabras y etiquetas, más de las que caben en sus %2 bytes"
        ),
        (
            "entry %1 of its dictionary has the type %2",
            "la entrada %1 de su diccionario tiene el tipo %2"
        ),
        (
            """
            it is quantized (.ftz), which is not supported; give the .bin that it was made \
            from
            """,
            "está cuantizado (.ftz), lo que no se admite; da el .bin del que se hizo"
        ),
        (
            "its n-grams are pruned to %1, which is not supported",
            "sus n-gramas están podados a %1, lo que no se admite"
        ),
        (
            "its %1 has the shape %2 where its header asks for %3",
            "su %1 tiene la forma %2, y su cabecera pide %3"
        ),
        ("%1 bytes follow its output matrix", "%1 bytes siguen a su matriz de salida"),
        ("it is cut", "está incompleto"),
        ("version %1 is not supported", "la versión %1 no se admite"),
        ("it has no room for %1 values", "no tiene sitio para %1 valores"),
        ("it has no room for %1 tensors", "no tiene sitio para %1 tensores"),
        (
            "a text of %1 bytes is over the limit of %2",
            "un texto de %1 bytes supera el límite de %2"
        ),
        (
            "a document of %1 bytes is over the limit of %2",
            "un documento de %1 bytes supera el límite de %2"
        ),
        ("key %1 is there twice", "la clave %1 está repetida"),
        ("key %1 is of the unknown type %2", "la clave %1 es del tipo desconocido %2"),
        ("key %1 is an array of arrays", "la clave %1 es un array de arrays"),
        ("key %1 has no room for %2 elements", "la clave %1 no tiene sitio para %2 elementos"),
        (
            "an alignment of %1 is not a power of two up to %2",
            "una alineación de %1 no es una potencia de dos hasta %2"
        ),
        ("%1 bytes are too few for a header", "%1 bytes son muy pocos para una cabecera"),
        (
            "a header of %1 bytes is over the limit of %2",
            "una cabecera de %1 bytes supera el límite de %2"
        ),
        (
            "a header of %1 bytes does not fit the file of %2, which is cut short",
            "una cabecera de %1 bytes no cabe en el archivo de %2, que está incompleto"
        ),
        ("the header does not start with '{'", "la cabecera no empieza por '{'"),
        ("the header is not valid JSON: %1", "la cabecera no es JSON válido: %1"),
        (
            "__metadata__ entry %1 is not a string",
            "la entrada %1 de __metadata__ no es una cadena"
        ),
        ("__metadata__ is not an object", "__metadata__ no es un objeto"),
        (
            "the tensors cover %1 of %2 data bytes",
            "los tensores cubren %1 de %2 bytes de datos"
        ),
        ("field %1 is not written as it should be", "el campo %1 no está escrito como debe"),
        ("it does not have one graph", "no tiene un único grafo"),
        ("more than %1 nodes and tensors", "más de %1 nodos y tensores"),
        ("%1 bytes are over the limit of %2", "%1 bytes superan el límite de %2"),
        ("more than %1 objects", "más de %1 objetos"),
        ("pickle protocol %1 is not supported", "el protocolo %1 de pickle no se admite"),
        ("instruction 0x%1 is not for tensors", "la instrucción 0x%1 no es para tensores"),
        ("%1 is not allowed; no code is run", "%1 no está permitido; no se ejecuta código"),
        (
            "instruction 0x%1 lacks what it works on",
            "a la instrucción 0x%1 le falta aquello con lo que trabaja"
        ),
        ("%1 is called wrongly", "%1 se llama de forma incorrecta"),
        (
            "a storage is not described as torch does it",
            "un almacenamiento no está descrito como lo hace torch"
        ),
        ("storage %1 is missing", "falta el almacenamiento %1"),
        (
            "storage %1 should have %2 bytes and has %3",
            "el almacenamiento %1 debería tener %2 bytes y tiene %3"
        ),
        ("it is not a dictionary of tensors", "no es un diccionario de tensores"),
        ("a tensor's name is not a string", "el nombre de un tensor no es una cadena"),
        ("no weight_map", "falta weight_map"),
        ("tensor %1 is listed twice", "el tensor %1 está repetido en la lista"),
        (
            "the shard of tensor %1 is not a string",
            "el fragmento del tensor %1 no es una cadena"
        ),
        (
            "shard %1 is not the name of a file beside it",
            "el fragmento %1 no es el nombre de un archivo a su lado"
        ),
        ("shard %1 is missing", "falta el fragmento %1"),
        ("tensor %1 is not in shard %2", "el tensor %1 no está en el fragmento %2"),
        ("is there twice", "está repetido"),
        ("is not described by an object", "no está descrito por un objeto"),
        ("has no valid %1", "no tiene un %1 válido"),
        ("has %1 twice", "tiene %1 repetido"),
        ("has the unknown type %1", "tiene el tipo desconocido %1"),
        (
            "has a shape too large to count: %1",
            "tiene una forma demasiado grande para contarla: %1"
        ),
        ("begins at %1 and ends before, at %2", "empieza en %1 y termina antes, en %2"),
        (
            "ends at %1, after the %2 data bytes: the file is cut short",
            "termina en %1, después de los %2 bytes de datos: el archivo está incompleto"
        ),
        (
            "needs %1 bytes by its shape and has %2",
            "necesita %1 bytes según su forma y tiene %2"
        ),
        ("has %1 bits, which are not whole bytes", "tiene %1 bits, que no son bytes enteros"),
        (
            "has rows of %1 elements, which are not whole blocks of %2",
            "tiene filas de %1 elementos, que no son bloques enteros de %2"
        ),
        ("has %1 dimensions", "tiene %1 dimensiones"),
        (
            "has its data in %1, which is not the name of a file beside it",
            "tiene sus datos en %1, que no es el nombre de un archivo a su lado"
        ),
        (
            "has its data in the file %1, which is missing",
            "tiene sus datos en el archivo %1, que falta"
        ),
        ("has its data in the file %1: %2", "tiene sus datos en el archivo %1: %2"),
        ("begins at %1, which is not aligned", "empieza en %1, que no está alineado"),
        (
            "repeats elements: it has %1 of a storage of %2",
            "repite elementos: tiene %1 de un almacenamiento de %2"
        ),
        (
            "begins at %1, inside another that ends at %2",
            "empieza en %1, dentro de otro que termina en %2"
        ),
        ("begins at %1, leaving a hole from %2", "empieza en %1 y deja un hueco desde %2"),
        ("is in two shards, %1 and %2", "está en dos fragmentos, %1 y %2"),
        (
            "has a scale in its block %1 that is infinite or not a number: the file is damaged",
            """
            tiene en su bloque %1 una escala infinita o que no es un número: el archivo está \
            dañado
            """
        ),
        (
            "has an element that is infinite or not a number, %1 in C order",
            "tiene un elemento infinito o que no es un número, el %1 en orden C"
        ),
        (
            """
            has numbers that are too large for a float16 or a scale of 16 bits, from element \
            %1 on in C order
            """,
            """
            tiene números demasiado grandes para un float16 o una escala de 16 bits, desde el \
            elemento %1 en orden C
            """
        ),
        ("is of type %1, which cannot be read yet", "es de tipo %1, que aún no se puede leer"),
        ("has %1 rows, not %2..<%3", "tiene %1 filas, no %2..<%3"),
        (
            "has the value %1, which is too large for %2; write it as F32",
            "tiene el valor %1, demasiado grande para %2; escríbelo como F32"
        ),
        ("no weights: none of %1 (%2)", "no hay pesos: ninguno de %1 (%2)"),
        (
            "several weight files, of which one must be named: %1 (%2)",
            "hay varios archivos de pesos, de los que hay que nombrar uno: %1 (%2)"
        ),
        (
            "not a valid safetensors file: %1 (%2)",
            "no es un archivo safetensors válido: %1 (%2)"
        ),
        ("tensor %1 %2 (%3)", "el tensor %1 %2 (%3)"),
        ("not a valid shard index: %1 (%2)", "no es un índice de fragmentos válido: %1 (%2)"),
        ("not a valid PyTorch file: %1 (%2)", "no es un archivo de PyTorch válido: %1 (%2)"),
        ("not a valid GGUF file: %1 (%2)", "no es un archivo GGUF válido: %1 (%2)"),
        ("not a valid ONNX file: %1 (%2)", "no es un archivo ONNX válido: %1 (%2)"),
        (
            "not a valid file of word vectors: %1 (%2)",
            "no es un archivo de vectores de palabras válido: %1 (%2)"
        ),
        ("it is empty", "está vacío"),
        ("a fastText model: %1", "un modelo de fastText: %1"),
        (
            "its first line is neither a count of words nor a word with its vector",
            "su primera línea no es ni un número de palabras ni una palabra con su vector"
        ),
        (
            "its vectors have the dimension %1, not 1 to %2",
            "sus vectores tienen dimensión %1, no de 1 a %2"
        ),
        (
            "its header counts %1 words, not 1 to %2",
            "su cabecera cuenta %1 palabras, no de 1 a %2"
        ),
        (
            "its header counts %1 words of dimension %2, more than its %3 bytes can hold",
            """
            su cabecera cuenta %1 palabras de dimensión %2, más de las que caben en sus %3 \
            bytes
            """
        ),
        ("it ends at word %1 of %2", "termina en la palabra %1 de %2"),
        (
            "it continues after the %1 words of its header",
            "continúa tras las %1 palabras de su cabecera"
        ),
        (
            "word %1 has %2 components where others have %3",
            "la palabra %1 tiene %2 componentes, y otras tienen %3"
        ),
        (
            "word %1 has 1 component where others have %2",
            "la palabra %1 tiene 1 componente, y otras tienen %2"
        ),
        ("word %1 has %2 for a number", "la palabra %1 tiene %2 en lugar de un número"),
        (
            "word %1 has a component that is infinite or not a number",
            "la palabra %1 tiene una componente infinita o que no es un número"
        ),
        ("its words have more than %1 bytes", "sus palabras ocupan más de %1 bytes"),
        ("a program or library (ELF)", "un programa o biblioteca (ELF)"),
        ("a program or library (Mach-O)", "un programa o biblioteca (Mach-O)"),
        ("a bzip2 file; unpack it first", "un archivo bzip2; descomprímelo antes"),
        ("an xz file; unpack it first", "un archivo xz; descomprímelo antes"),
        ("a Zstandard file; unpack it first", "un archivo Zstandard; descomprímelo antes"),
        ("a 7-Zip archive; unpack it first", "un archivo 7-Zip; descomprímelo antes"),
        ("a RAR archive; unpack it first", "un archivo RAR; descomprímelo antes"),
        (
            "weights in GGML's old form; GGUF is read",
            "pesos en la forma antigua de GGML; se lee GGUF"
        ),
        ("a ZIP archive; unpack it first", "un archivo ZIP; descomprímelo antes"),
        ("%1 weights", "pesos %1"),
        ("a Git LFS pointer", "un puntero de Git LFS"),
        ("an empty file", "un archivo vacío"),
        ("a text", "un texto"),
        (
            "a pickle of gensim's; its save_word2vec_format writes what is read",
            "un pickle de gensim; su save_word2vec_format escribe lo que se lee"
        ),
        ("a Python pickle", "un pickle de Python"),
        (
            "a gzip file of something else than word vectors; unpack it first",
            "un archivo gzip de algo que no son vectores de palabras; descomprímelo antes"
        ),
        ("data of no known kind", "datos de un tipo desconocido"),
        ("the weights", "los pesos"),
        ("header", "cabecera"),
        ("dictionary", "diccionario"),
        ("input matrix", "matriz de entrada"),
        ("output matrix", "matriz de salida"),
    ]
}
