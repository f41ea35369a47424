#!/bin/sh
# Makes a Python environment with the peers, and the model converted for each beside it; does only
# what is not done yet: setup.sh DIRECTORY PYTHON MODEL
set -eu
directory=$1
here=$(dirname "$0")
if [ ! -x "$directory/bin/python" ]; then "$2" -m venv "$directory"; fi
modules="sentence_transformers, tokenizers, onnx, onnxscript, onnxruntime, openvino, nncf, ctranslate2, faiss"
if ! "$directory/bin/python" -c "
import importlib.util, sys
names = '$modules'.split(', ')
sys.exit(any(importlib.util.find_spec(name) is None for name in names))"; then
    "$directory/bin/pip" install --quiet sentence-transformers tokenizers onnx onnxscript \
        onnxruntime openvino nncf ctranslate2 faiss-cpu
fi
"$directory/bin/python" "$here/convert.py" "$directory/converted" "$3"
