"""Converts a BERT model for the peers that do not read its files: convert.py DIRECTORY MODEL

Makes, unless they are there, in DIRECTORY:
  model.onnx        as exported; read by OpenVINO
  model_fused.onnx  with attention, layer norms and GELU fused; for ONNX Runtime
  model_int8.onnx   the same, quantized dynamically with a scale for each output
  ov_int8.xml       quantized by NNCF, calibrated on 300 sentences
  ct2               for CTranslate2
"""

import json
import os
import pathlib
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
DIRECTORY, MODEL = map(pathlib.Path, sys.argv[1:3])
NAMES = ["input_ids", "attention_mask", "token_type_ids"]


def export():
    import torch
    from transformers import AutoModel

    class LastStates(torch.nn.Module):
        def __init__(self, bert):
            super().__init__()
            self.bert = bert

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.bert(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state

    bert = AutoModel.from_pretrained(MODEL, attn_implementation="eager", dtype=torch.float32)
    ones = torch.ones(2, 16, dtype=torch.long)
    torch.onnx.export(
        LastStates(bert.eval()), (ones, ones, ones * 0), DIRECTORY / "model.onnx",
        opset_version=17, dynamo=False, input_names=NAMES, output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*NAMES, "last_hidden_state"]})


def fuse():
    from onnxruntime.transformers import optimizer

    config = json.loads((MODEL / "config.json").read_text())
    fused = optimizer.optimize_model(
        str(DIRECTORY / "model.onnx"), model_type="bert", num_heads=config["num_attention_heads"],
        hidden_size=config["hidden_size"], opt_level=1)
    fused.save_model_to_file(str(DIRECTORY / "model_fused.onnx"))


def quantize_onnx():
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        DIRECTORY / "model_fused.onnx", DIRECTORY / "model_int8.onnx",
        weight_type=QuantType.QInt8, per_channel=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})


def quantize_openvino():
    import nncf
    import numpy
    import openvino
    from pydoc_data.topics import topics
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    sentences = [
        sentence.strip()
        for topic in topics.values()
        for sentence in topic.replace("\n", " ").split(". ")
    ]
    sentences = [sentence for sentence in sentences if 20 < len(sentence) < 300][:300]

    def inputs(text):
        ids = numpy.array([tokenizer.encode(text).ids], numpy.int64)
        return dict(zip(NAMES, [ids, numpy.ones_like(ids), numpy.zeros_like(ids)]))

    quantized = nncf.quantize(
        openvino.Core().read_model(DIRECTORY / "model.onnx"), nncf.Dataset(sentences, inputs),
        model_type=nncf.ModelType.TRANSFORMER, subset_size=len(sentences))
    openvino.save_model(quantized, DIRECTORY / "ov_int8.xml")


def convert_ctranslate2():
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(MODEL)).convert(str(DIRECTORY / "ct2"), force=True)


STEPS = [
    ("model.onnx", export),
    ("model_fused.onnx", fuse),
    ("model_int8.onnx", quantize_onnx),
    ("ov_int8.bin", quantize_openvino),
    ("ct2/model.bin", convert_ctranslate2),
]

DIRECTORY.mkdir(parents=True, exist_ok=True)
for file, make in STEPS:
    if not (DIRECTORY / file).exists():
        make()
