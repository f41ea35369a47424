#!/bin/sh
# A certificate that signs itself and its key, for the tests of TLS, and a key that is another's.
# Made by OpenSSL 3.0.19.
cd "$(dirname "$0")" || exit 1
new() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 "$@"
}
new -keyout key.pem -out certificate.pem
new -keyout other_key.pem -out /dev/null
