extension Spanish {
    /// Texts of `SencHub`.
    static let hub: [Entry] = [
        ("its head is over the limit of %1 bytes", "su cabecera supera el límite de %1 bytes"),
        (
            "not the name of a model on the hub: %1; write ORG/NAME or ORG/NAME@REVISION",
            "no es el nombre de un modelo del hub: %1; escribe ORG/NAME u ORG/NAME@REVISION"
        ),
        ("not a branch, tag or commit: %1", "no es una rama, una etiqueta ni un commit: %1"),
        (
            "HF_ENDPOINT must be an address that begins with http:// or https:// (%1)",
            "HF_ENDPOINT debe ser una dirección que empiece por http:// o https:// (%1)"
        ),
        ("not an access token (%1)", "no es un token de acceso (%1)"),
        ("the access token: %1", "el token de acceso: %1"),
        (
            "no place for the cache: set HF_HUB_CACHE, HF_HOME or HOME",
            "no hay sitio para la caché: define HF_HUB_CACHE, HF_HOME o HOME"
        ),
        (
            "no libcurl found; install it (libcurl4, or brew's curl)",
            "no se encontró libcurl; instálala (libcurl4, o curl de brew)"
        ),
        (
            "no libcrypto found; install it (libssl3)",
            "no se encontró libcrypto; instálala (libssl3)"
        ),
        (
            """
            the system's libcrypto does not compute %1; OpenSSL's configuration may forbid it \
            (openssl.cnf)
            """,
            """
            la libcrypto del sistema no calcula %1; puede que la configuración de OpenSSL lo \
            prohíba (openssl.cnf)
            """
        ),
        (
            "%1 is not in the cache, and HF_HUB_OFFLINE forbids to fetch it (%2)",
            "%1 no está en la caché, y HF_HUB_OFFLINE prohíbe descargarlo (%2)"
        ),
        (
            "no model %1 that this user may see (%2); if it is private, set HF_TOKEN",
            """
            no hay un modelo %1 que este usuario pueda ver (%2); si es privado, define \
            HF_TOKEN
            """
        ),
        ("%1 has no revision %2", "%1 no tiene la revisión %2"),
        ("%1 has no file %2", "%1 no tiene el archivo %2"),
        (
            "%1 is gated: ask its owner for access (%2/%3), then set HF_TOKEN",
            "%1 es de acceso restringido: pide acceso a su dueño (%2/%3) y define HF_TOKEN"
        ),
        (
            "the hub does not accept the access token (%1)",
            "el hub no acepta el token de acceso (%1)"
        ),
        ("the hub refuses%1 (%2)", "el hub rechaza la petición%1 (%2)"),
        (
            """
            %1 has no weights that senc reads: no model.safetensors, pytorch_model.bin, GGUF \
            file or model.onnx
            """,
            """
            %1 no tiene pesos que senc lea: no hay model.safetensors, pytorch_model.bin, \
            archivo GGUF ni model.onnx
            """
        ),
        (
            "the hub's answer is malformed: %1 (%2)",
            "la respuesta del hub está mal formada: %1 (%2)"
        ),
        (
            "the hub names a file that would lead out of the model's folder: %1 (%2)",
            "el hub nombra un archivo que saldría de la carpeta del modelo: %1 (%2)"
        ),
        ("the hub answers %1%2 (%3)", "el hub responde %1%2 (%3)"),
        ("the hub answers %1%2%3 (%4)", "el hub responde %1%2%3 (%4)"),
        ("%1 has %2 bytes, over the limit of %3", "%1 tiene %2 bytes, más que el límite de %3"),
        (
            "%1 came with %2 bytes where the hub says %3",
            "%1 llegó con %2 bytes, y el hub dice %3"
        ),
        (
            "%1 came damaged: its hash is %2, not %3; it was removed",
            "%1 llegó dañado: su hash es %2, no %3; se ha borrado"
        ),
        (", too many requests", ", demasiadas peticiones"),
        (", internal error", ", error interno"),
        (", bad gateway", ", pasarela incorrecta"),
        (", out of service", ", fuera de servicio"),
        (", gateway timeout", ", tiempo de espera de la pasarela agotado"),
        (", and to ask again in %1 s", ", y pide volver a intentarlo en %1 s"),
        ("it names no commit", "no nombra ningún commit"),
        ("it has no list of files", "no tiene una lista de archivos"),
        ("it lists over %1 files", "enumera más de %1 archivos"),
        ("a file has no name", "un archivo no tiene nombre"),
        ("the list is over the limit of %1 bytes", "la lista supera el límite de %1 bytes"),
        ("the file's size is %1", "el tamaño del archivo es %1"),
        ("the file's size is missing", "falta el tamaño del archivo"),
        ("the ETag is not a SHA-256 or SHA-1: %1", "el ETag no es un SHA-256 ni un SHA-1: %1"),
        (
            "the transfer ended after %1 of %2 bytes",
            "la transferencia terminó tras %1 de %2 bytes"
        ),
        ("%1 is %2, not '%3'", "%1 es %2, no '%3'"),
        ("%1 is missing, not '%2'", "falta %1, que debe ser '%2'"),
        ("status %1 with over %2 bytes", "estado %1 con más de %2 bytes"),
        ("it redirects to %1", "redirige a %1"),
        ("over %1 redirections", "más de %1 redirecciones"),
    ]
}
