extension Spanish {
    /// Texts of `SencInput`.
    static let input: [Entry] = [
        (
            "binary data, unless --encoding tells its encoding",
            "datos binarios, salvo que --encoding diga su codificación"
        ),
        ("libbz2 cannot begin", "libbz2 no puede empezar"),
        ("other bytes after the last stream", "otros bytes tras el último flujo"),
        ("a wrong start", "un comienzo incorrecto"),
        ("libbz2 status %1", "estado %1 de libbz2"),
        ("nothing comes of it", "no sale nada de él"),
        ("a safetensors file", "un archivo safetensors"),
        ("a PNG image", "una imagen PNG"),
        ("a JPEG image", "una imagen JPEG"),
        ("a TIFF image", "una imagen TIFF"),
        ("a PDF document", "un documento PDF"),
        ("an old Office document", "un documento antiguo de Office"),
        ("an ELF program or library", "un programa o biblioteca ELF"),
        ("a Mach-O program or library", "un programa o biblioteca Mach-O"),
        ("a Mach-O program or a Java class", "un programa Mach-O o una clase de Java"),
        ("a WebAssembly module", "un módulo de WebAssembly"),
        ("a NumPy array (.npy)", "un array de NumPy (.npy)"),
        ("an SQLite database", "una base de datos SQLite"),
        ("an HDF5 file", "un archivo HDF5"),
        ("an Arrow file", "un archivo Arrow"),
        ("an Avro file", "un archivo Avro"),
        ("a 7-Zip archive", "un archivo comprimido 7-Zip"),
        ("a RAR archive", "un archivo comprimido RAR"),
        (
            "a gzip file inside another compressed file",
            "un archivo gzip dentro de otro archivo comprimido"
        ),
        ("a file of compress (.Z)", "un archivo de compress (.Z)"),
        (
            "a bzip2 file inside another compressed file",
            "un archivo bzip2 dentro de otro archivo comprimido"
        ),
        (
            "an xz file inside another compressed file",
            "un archivo xz dentro de otro archivo comprimido"
        ),
        (
            "a zstd file inside another compressed file",
            "un archivo zstd dentro de otro archivo comprimido"
        ),
        ("an LZMA file (.lzma)", "un archivo LZMA (.lzma)"),
        ("an LZ4 file", "un archivo LZ4"),
        ("a Matroska video", "un vídeo Matroska"),
        ("an Ogg file", "un archivo Ogg"),
        ("a fastText model (.bin)", "un modelo de fastText (.bin)"),
        ("a pickle", "un pickle"),
        ("a font", "un tipo de letra"),
        ("an icon", "un icono"),
        ("a GIF image", "una imagen GIF"),
        ("a BMP image", "una imagen BMP"),
        ("a Parquet file", "un archivo Parquet"),
        ("an ORC file", "un archivo ORC"),
        ("a GGUF file", "un archivo GGUF"),
        ("an MP3 file", "un archivo MP3"),
        ("a FLAC file", "un archivo FLAC"),
        ("a Windows program or library", "un programa o biblioteca de Windows"),
        ("an lzip file", "un archivo lzip"),
        ("a tar archive", "un archivo tar"),
        ("a Word document (.docx)", "un documento de Word (.docx)"),
        ("an Excel workbook (.xlsx)", "un libro de Excel (.xlsx)"),
        ("a PowerPoint presentation (.pptx)", "una presentación de PowerPoint (.pptx)"),
        ("an EPUB book", "un libro EPUB"),
        ("an OpenDocument file", "un archivo OpenDocument"),
        ("a file of NumPy arrays (.npz)", "un archivo de arrays de NumPy (.npz)"),
        ("a PyTorch file", "un archivo de PyTorch"),
        ("an Office document", "un documento de Office"),
        ("a ZIP archive", "un archivo ZIP"),
        ("a WebP image", "una imagen WebP"),
        ("a WAV file", "un archivo WAV"),
        ("an AVI video", "un vídeo AVI"),
        ("a HEIF image", "una imagen HEIF"),
        ("an MP4 file", "un archivo MP4"),
        ("it asks for more than %1 MiB of memory", "pide más de %1 MiB de memoria"),
        ("liblzma status %1", "estado %1 de liblzma"),
        ("libzstd status %1", "estado %1 de libzstd"),
        (
            """
            reading %1 needs the name of a field: --field NAME%2; or --input-format lines for \
            lines as they are
            """,
            """
            para leer %1 hace falta el nombre de un campo: --field NAME%2; o --input-format \
            lines para tomar las líneas tal cual
            """
        ),
        ("lines of text have no field %1", "las líneas de texto no tienen un campo %1"),
        ("lines of text have no use for %1", "a las líneas de texto no les sirve %1"),
        ("%1 has no use for %2", "a %1 no le sirve %2"),
        (" with one of %1", " con uno de %1"),
        ("reading was stopped (%1)", "se detuvo la lectura (%1)"),
        (
            "the file was changed while it was read; read it again when it is whole (%1)",
            "el archivo cambió mientras se leía; léelo de nuevo cuando esté entero (%1)"
        ),
        ("the gzip file ends too early (%1)", "el archivo gzip termina antes de tiempo (%1)"),
        ("not a valid gzip file: %1 (%2)", "no es un archivo gzip válido: %1 (%2)"),
        ("the %1 file ends too early (%2)", "el archivo %1 termina antes de tiempo (%2)"),
        ("not a valid %1 file: %2 (%3)", "no es un archivo %1 válido: %2 (%3)"),
        (
            """
            %1 files are read with the system's %2, which cannot be loaded; install it, or \
            decompress the file (%3)
            """,
            """
            los archivos %1 se leen con la biblioteca %2 del sistema, que no se puede cargar; \
            instálala, o descomprime el archivo (%3)
            """
        ),
        (
            "the system's iconv does not read %1; convert the file to UTF-8 (%2)",
            "el iconv del sistema no lee %1; convierte el archivo a UTF-8 (%2)"
        ),
        ("not text but %1 (%2)", "no es texto, sino %1 (%2)"),
        (
            """
            an array of JSON and not JSON Lines; %1 makes a line of each element, \
            --input-format lines takes its lines as they are (%2)
            """,
            """
            un array de JSON y no JSON Lines; %1 hace una línea de cada elemento, \
            --input-format lines toma sus líneas tal cual (%2)
            """
        ),
        (
            """
            JSON over several lines and not JSON Lines; %1 makes a line of each value, \
            --input-format lines takes its lines as they are (%2)
            """,
            """
            JSON en varias líneas y no JSON Lines; %1 hace una línea de cada valor, \
            --input-format lines toma sus líneas tal cual (%2)
            """
        ),
        ("%1 (%2, line %3)", "%1 (%2, línea %3)"),
        ("%1 and %2 more", "%1 y %2 más"),
        (
            "the input ends within a text: its bytes are %1 of %2",
            "la entrada termina dentro de un texto: tiene %1 de sus %2 bytes"
        ),
        ("a record is over the limit of %1 bytes", "un registro supera el límite de %1 bytes"),
        (
            """
            no field %1%2; --missing skip leaves such records out, --missing empty takes an \
            empty text
            """,
            """
            no hay un campo %1%2; --missing skip omite esos registros, --missing empty toma \
            un texto vacío
            """
        ),
        (
            """
            field %1 is null; --missing skip leaves such records out, --missing empty takes \
            an empty text
            """,
            """
            el campo %1 es nulo; --missing skip omite esos registros, --missing empty toma un \
            texto vacío
            """
        ),
        ("field %1 is not a string but %2", "el campo %1 no es una cadena, sino %2"),
        (
            "field %1 is neither string, number nor boolean but %2",
            "el campo %1 no es ni cadena, ni número, ni booleano, sino %2"
        ),
        (
            "no header with the names of columns",
            "falta la cabecera con los nombres de las columnas"
        ),
        ("no column %1, but %2", "no hay una columna %1; las que hay son %2"),
        ("a header of more than %1 columns", "una cabecera de más de %1 columnas"),
        ("more than one column %1", "más de una columna %1"),
        (
            "a row of %1 fields under a header of %2, between %3",
            "una fila de %1 campos bajo una cabecera de %2, separados por %3"
        ),
        (
            "a row of 1 field under a header of %1, between %2",
            "una fila de 1 campo bajo una cabecera de %1, separados por %2"
        ),
        (
            "a row of %1 fields, where the first has %2, between %3",
            "una fila de %1 campos, cuando la primera tiene %2, separados por %3"
        ),
        (
            "a row of 1 field, where the first has %1, between %2",
            "una fila de 1 campo, cuando la primera tiene %1, separados por %2"
        ),
        ("no column %1, but %2 columns", "no hay una columna %1, sino %2 columnas"),
        ("no column %1, but 1 column", "no hay una columna %1, sino 1 columna"),
        ("a quote is not closed", "unas comillas sin cerrar"),
        ("text after a closing quote", "texto tras unas comillas de cierre"),
        (
            "a carriage return without a line feed outside quotes",
            "un retorno de carro sin salto de línea fuera de comillas"
        ),
        (", but %1", "; los que hay son %1"),
        ("commas", "comas"),
        ("semicolons", "puntos y comas"),
        ("tabs", "tabuladores"),
        (
            "latin1, windows-1252, utf-16le, shift_jis, gb18030 or koi8-r",
            "latin1, windows-1252, utf-16le, shift_jis, gb18030 o koi8-r"
        ),
    ]
}
