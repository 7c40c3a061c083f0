# To be sourced by the scripts of this folder, one for each client, which are called with one word:
#   version   prints the client's version, or what is missing and exits with 1
#   run       becomes the client. It is given URL, PORT, REQUESTS, TOKENS (of each answer), STREAMS (in flight; empty for no limit),
#             RATE (requests/s; empty for none), PROMPTS (a file), TOKENIZER, FOLDER (for its files, and where it stands), and
#             DETAIL (1 if its record of each request is wanted)
#   records   after the run, makes records that only the client's own software can read into a file
set -euo pipefail

lacks() {
    echo "$1"
    exit 1
}

# find_program VARIABLE NAME: sets program.
find_program() {
    program="${!1:-$(command -v "$2" || true)}"
    [[ -n "$program" && -x "$program" ]] || lacks "no $2 on PATH, and $1 names none"
}

# The Python that a program was installed with.
python_of() {
    sed -n '1s/^#! *//p' "$1"
}

# package_version PROGRAM PACKAGE
package_version() {
    "$(python_of "$1")" -c 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))' "$2"
}
