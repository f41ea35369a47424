"""One peer, ready to encode: peer.py NAME MODEL [--threads N] [--text TEXT]

NAME is st (sentence-transformers), ort (ONNX Runtime), ov (OpenVINO) or ct2 (CTranslate2), with
_bf16 or _int8 after it for another precision than float32.

Prints "ready" when the model is loaded and warm. Then each line of standard input, FILE, EVERY
and VECTORS with tabs between, has it encode every EVERYth line of FILE, print the seconds that
took, and write VECTORS, an .npy file. With --text it encodes that text alone and ends.
"""

import argparse
import os
import pathlib
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "true"
import numpy

CONVERTED = pathlib.Path(sys.prefix, "converted")
BATCH = 32
MAXIMUM_TOKENS = 256


def batched(model, forward):
    """An encoder that sorts texts by length, pads batches, and takes the mean of the states.

    forward: ids and mask [texts, tokens] to states [texts, tokens, hidden].
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(pathlib.Path(model, "tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAXIMUM_TOKENS)

    def encode(texts):
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        vectors = None
        for start in range(0, len(texts), BATCH):
            rows = order[start:start + BATCH]
            encodings = tokenizer.encode_batch([texts[index] for index in rows])
            length = max(len(encoding.ids) for encoding in encodings)
            ids = numpy.zeros((len(rows), length), numpy.int64)
            mask = numpy.zeros_like(ids)
            for row, encoding in enumerate(encodings):
                ids[row, :len(encoding.ids)] = encoding.ids
                mask[row, :len(encoding.ids)] = 1
            states = forward(ids, mask)
            weights = mask[:, :, None].astype(numpy.float32)
            means = (states * weights).sum(1) / weights.sum(1)
            means /= numpy.linalg.norm(means, axis=1, keepdims=True)
            if vectors is None:
                vectors = numpy.zeros((len(texts), means.shape[1]), numpy.float32)
            vectors[rows] = means
        return vectors

    return encode


def load_sentence_transformers(model, precision, threads):
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    encoder = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": torch.float32})
    return lambda texts: encoder.encode(texts, batch_size=BATCH, show_progress_bar=False)


def load_onnx_runtime(model, precision, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    name = "model_int8.onnx" if precision == "int8" else "model_fused.onnx"
    session = onnxruntime.InferenceSession(
        str(CONVERTED / name), options, providers=["CPUExecutionProvider"])
    wanted = {item.name for item in session.get_inputs()}

    def forward(ids, mask):
        inputs = {
            "input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
        return session.run(None, {key: inputs[key] for key in wanted})[0]

    return batched(model, forward)


def load_openvino(model, precision, threads):
    import openvino

    name = "ov_int8.xml" if precision == "int8" else "model.onnx"
    compiled = openvino.Core().compile_model(CONVERTED / name, "CPU", {
        "INFERENCE_PRECISION_HINT": "bf16" if precision == "bf16" else "f32",
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
    })
    request = compiled.create_infer_request()
    wanted = set().union(*(item.names for item in compiled.inputs))

    def forward(ids, mask):
        inputs = {
            "input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
        answers = request.infer({key: inputs[key] for key in inputs if key in wanted})
        return next(iter(answers.values()))

    return batched(model, forward)


def load_ctranslate2(model, precision, threads):
    import ctranslate2

    encoder = ctranslate2.Encoder(
        str(CONVERTED / "ct2"), device="cpu", intra_threads=threads,
        compute_type="int8" if precision == "int8" else "float32")

    def forward(ids, mask):
        texts = [row[:count].tolist() for row, count in zip(ids, mask.sum(1))]
        return numpy.array(encoder.forward_batch(texts).last_hidden_state)

    return batched(model, forward)


PEERS = {
    "st": load_sentence_transformers,
    "ort": load_onnx_runtime,
    "ov": load_openvino,
    "ct2": load_ctranslate2,
}


def processors():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=processors())
    parser.add_argument("--text")
    arguments = parser.parse_args()
    peer, _, precision = arguments.name.partition("_")
    encode = PEERS[peer](arguments.model, precision, arguments.threads)
    if arguments.text is not None:
        print(*encode([arguments.text])[0])
        return
    encode(["A text to warm up with."] * 4)
    print("ready", flush=True)
    for line in sys.stdin:
        file, every, vectors = line.rstrip("\n").split("\t")
        texts = pathlib.Path(file).read_text("utf-8").splitlines()[::int(every)]
        start = time.perf_counter()
        result = encode(texts)
        seconds = time.perf_counter() - start
        numpy.save(vectors, numpy.asarray(result, numpy.float32))
        print(seconds, flush=True)


main()
