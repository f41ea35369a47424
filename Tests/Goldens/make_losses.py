"""Writes gradients/losses.json and .safetensors: losses of sentence-transformers on given vectors.

    pip install sentence-transformers==6.2.0 transformers==5.24.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6
    python make_losses.py

losses.json is a list of cases
    name        of the case
    loss        the class of sentence-transformers
    arguments   of its constructor that are not the default; functions and metrics by their names
                (cos_sim, dot_score, pairwise_cos_sim, EUCLIDEAN, …); for MatryoshkaLoss, `loss` is
                {"loss", "arguments"} of the loss within
    inputs      the tensors with the columns of vectors, [batch, 8] each
    labels      the tensor of labels, or null
    guide       for GISTEmbedLoss, the guide's vectors of each column
    parameters  tensors of the loss's own layer
    value       the loss, float64; where it is a dictionary of terms, their sum
    gradients   the tensors of the value's gradients, for the inputs and then the parameters
losses.safetensors has all these tensors: inputs and parameters F32, labels F32 or I64, gradients
F64.

The computation is in float64. Gradients are checked against central differences, except where the
loss holds a part of itself constant (hardness_mode). CachedMultipleNegativesRankingLoss is checked
to equal MultipleNegativesRankingLoss in every case of the latter.
"""

import inspect

import torch
from safetensors.torch import save_file
from sentence_transformers.sentence_transformer import losses
from sentence_transformers.util import (
    cos_sim, dot_score, euclidean_sim, manhattan_sim, pairwise_cos_sim, pairwise_dot_score)
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

from family_models import HERE, write_json
from gradient_models import Doubles

BATCH, WIDTH, TEACHER = 6, 8, 5
DISTANCES = losses.BatchHardTripletLossDistanceFunction
FUNCTIONS = {function.__name__: function for function in (
    cos_sim, dot_score, euclidean_sim, manhattan_sim, pairwise_cos_sim, pairwise_dot_score,
    DISTANCES.cosine_distance, DISTANCES.euclidean_distance)}


class Stub(torch.nn.Sequential):
    """A model whose vectors are given."""

    def __init__(self, key):
        super().__init__(torch.nn.Identity())
        self.key = key
        self.device = torch.device("cpu")
        self.max_seq_length = 64
        self.tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()))

    def forward(self, features):
        return {"sentence_embedding": features[self.key]}

    def get_embedding_dimension(self):
        return WIDTH


def data():
    """Positives are near their anchors, so that no loss is all zero or all one."""
    a = torch.randn(BATCH, WIDTH)
    tensors = {"a": a, "p": a + 0.8 * torch.randn(BATCH, WIDTH),
               "n": 0.6 * a + torch.randn(BATCH, WIDTH), "m": 0.3 * a + torch.randn(BATCH, WIDTH)}
    tensors |= {"guide." + k: v[:, :TEACHER] + 0.5 * torch.randn(BATCH, TEACHER)
                for k, v in tensors.items()}
    tensors["scores"] = torch.tensor([0.25, 1.0, 0.5, 0.25, 0.0, 0.75])
    tensors["binary"] = torch.tensor([1, 0, 1, 1, 0, 0])
    tensors["ones"], tensors["zeros"] = torch.ones(BATCH).long(), torch.zeros(BATCH).long()
    tensors["soft"] = torch.tensor([0.0, 1.0, 0.5, 0.25, 1.0, 0.75])
    tensors["classes"] = torch.tensor([2, 0, 1, 1, 0, 2])
    tensors["groups"] = torch.tensor([0, 1, 0, 2, 1, 1])
    tensors["pairs"] = torch.tensor([0, 1, 0, 2, 1, 2])
    tensors["probabilities"] = torch.randn(BATCH, 3).softmax(1)
    tensors["teacher"] = torch.randn(BATCH, WIDTH)
    tensors["teacher.small"] = torch.randn(BATCH, TEACHER)
    tensors["teacher.columns"] = torch.randn(BATCH, 2, WIDTH)
    for columns in (1, 2, 3):
        tensors[f"teacher.scores{columns}"] = 2 * torch.randn(BATCH, columns)
    tensors["margins"] = torch.randn(BATCH)
    return tensors


def cases():
    """name, loss, arguments, columns, labels"""
    pairs, triplets, more = ["a", "p"], ["a", "p", "n"], ["a", "p", "n", "m"]
    ranking = "MultipleNegativesRankingLoss"
    for name, columns in [("pairs", pairs), ("triplets", triplets), ("two-negatives", more)]:
        yield f"ranking-{name}", ranking, {}, columns, None
        yield f"ranking-{name}-scale", ranking, {"scale": 3.5}, columns, None
        yield f"ranking-{name}-dot", ranking, {
            "scale": 1.0, "similarity_fct": "dot_score"}, columns, None
        every = ["query_to_doc", "query_to_query", "doc_to_query", "doc_to_doc"]
        for chosen in (every[:2], every[0:3:2], every[0:4:3], every[:3], every):
            yield f"ranking-{name}-" + "-".join(chosen[1:]), ranking, {
                "scale": 5.0, "directions": chosen}, columns, None
        yield f"ranking-{name}-per-direction", ranking, {
            "scale": 5.0, "directions": every[0:3:2], "partition_mode": "per_direction"}, \
            columns, None
        yield f"ranking-{name}-per-one-direction", ranking, {
            "scale": 5.0, "partition_mode": "per_direction"}, columns, None
        for mode in ("in_batch_negatives", "hard_negatives", "all_negatives"):
            yield f"ranking-{name}-{mode}", ranking, {
                "scale": 4.0, "hardness_mode": mode, "hardness_strength": 5.0}, columns, None
        yield f"ranking-{name}-hard-every", ranking, {
            "scale": 4.0, "hardness_mode": "all_negatives", "hardness_strength": 2.5,
            "directions": every}, columns, None
        yield f"ranking-{name}-hard-dot", ranking, {
            "scale": 0.5, "hardness_mode": "all_negatives", "hardness_strength": 0.25,
            "similarity_fct": "dot_score"}, columns, None
    for name, columns in [("pairs", pairs), ("triplets", triplets)]:
        yield f"symmetric-{name}", "MultipleNegativesSymmetricRankingLoss", {
            "scale": 5.0}, columns, None
        yield f"cached-{name}", "CachedMultipleNegativesRankingLoss", {
            "mini_batch_size": 4}, columns, None
    for labels in ("scores", "binary", "ones"):
        yield f"cosent-{labels}", "CoSENTLoss", {}, pairs, labels
        yield f"angle-{labels}", "AnglELoss", {}, pairs, labels
    yield "cosent-scale", "CoSENTLoss", {"scale": 2.5}, pairs, "scores"
    yield "cosent-dot", "CoSENTLoss", {
        "scale": 0.5, "similarity_fct": "pairwise_dot_score"}, pairs, "scores"
    yield "angle-scale", "AnglELoss", {"scale": 2.5}, pairs, "scores"
    yield "angle-triplets", "AnglELoss", {"scale": 4.0}, triplets, None
    yield "angle-triplets-labels", "AnglELoss", {"scale": 4.0}, triplets, "scores"
    yield "angle-two-negatives", "AnglELoss", {"scale": 4.0}, more, None
    yield "cosine", "CosineSimilarityLoss", {}, pairs, "scores"
    for metric, margin in [("EUCLIDEAN", 3.0), ("MANHATTAN", 7.0), ("COSINE_DISTANCE", 0.75)]:
        for loss in ("ContrastiveLoss", "OnlineContrastiveLoss"):
            yield f"{loss}-{metric}", loss, {
                "distance_metric": metric, "margin": margin}, ["a", "n"], "binary"
    for loss in ("ContrastiveLoss", "OnlineContrastiveLoss"):
        for labels in ("ones", "zeros"):
            yield f"{loss}-{labels}", loss, {}, pairs, labels
        yield f"{loss}-default", loss, {}, ["a", "n"], "binary"
    yield "ContrastiveLoss-sum", "ContrastiveLoss", {"size_average": False}, ["a", "n"], "binary"
    yield "ContrastiveLoss-soft", "ContrastiveLoss", {}, ["a", "n"], "soft"
    for metric, margin in [("COSINE", 0.25), ("EUCLIDEAN", 0.75), ("MANHATTAN", 1.5)]:
        yield f"triplet-{metric}", "TripletLoss", {
            "distance_metric": metric, "triplet_margin": margin}, triplets, None
    yield "triplet", "TripletLoss", {}, triplets, None
    for flags in range(1, 8):
        chosen = {"concatenation_sent_rep": bool(flags & 1),
                  "concatenation_sent_difference": bool(flags & 2),
                  "concatenation_sent_multiplication": bool(flags & 4)}
        yield f"softmax-{flags}", "SoftmaxLoss", {
            "embedding_dimension": WIDTH, "num_labels": 3} | chosen, pairs, "classes"
    yield "softmax-probabilities", "SoftmaxLoss", {
        "embedding_dimension": WIDTH, "num_labels": 3}, pairs, "probabilities"
    yield "mse", "MSELoss", {}, ["a"], "teacher"
    yield "mse-broadcast", "MSELoss", {}, pairs, "teacher"
    yield "mse-columns", "MSELoss", {}, pairs, "teacher.columns"
    yield "mse-projection", "MSELoss", {"projection_dim": TEACHER}, ["a"], "teacher.small"
    for metric in ("mse", "l2", "cosine"):
        yield f"distill-{metric}", "EmbedDistillLoss", {"distance_metric": metric}, ["a"], "teacher"
        yield f"distill-{metric}-columns", "EmbedDistillLoss", {
            "distance_metric": metric}, pairs, "teacher.columns"
        yield f"distill-{metric}-projection", "EmbedDistillLoss", {
            "distance_metric": metric, "projection_dim": TEACHER}, pairs, "teacher.small"
    yield "margin-1", "MarginMSELoss", {}, triplets, "margins"
    yield "margin-1-column", "MarginMSELoss", {}, triplets, "teacher.scores1"
    yield "margin-1-scores", "MarginMSELoss", {}, triplets, "teacher.scores2"
    yield "margin-2", "MarginMSELoss", {}, more, "teacher.scores2"
    yield "margin-2-scores", "MarginMSELoss", {}, more, "teacher.scores3"
    yield "margin-cosine", "MarginMSELoss", {
        "similarity_fct": "pairwise_cos_sim"}, triplets, "margins"
    yield "divergence-2", "DistillKLDivLoss", {}, triplets, "teacher.scores2"
    yield "divergence-3", "DistillKLDivLoss", {}, more, "teacher.scores3"
    yield "divergence-temperature", "DistillKLDivLoss", {
        "temperature": 2.0}, more, "teacher.scores3"
    yield "divergence-temperatures", "DistillKLDivLoss", {
        "student_temperature": 0.5, "teacher_temperature": 1.5,
        "similarity_fct": "pairwise_cos_sim"}, more, "teacher.scores3"
    for name, columns in [("pairs", pairs), ("triplets", triplets)]:
        yield f"gist-{name}", "GISTEmbedLoss", {}, columns, None
        for anchors, positives in [(True, True), (True, False), (False, True), (False, False)]:
            yield f"gist-{name}-{int(anchors)}{int(positives)}", "GISTEmbedLoss", {
                "temperature": 0.25, "contrast_anchors": anchors,
                "contrast_positives": positives}, columns, None
        for strategy, margin in [("absolute", 0.3), ("relative", 0.4), ("absolute", -0.2)]:
            yield f"gist-{name}-{strategy}-{margin}", "GISTEmbedLoss", {
                "temperature": 0.25, "margin_strategy": strategy, "margin": margin}, columns, None
    dims = {"matryoshka_dims": [8, 5, 2]}
    weights = {"matryoshka_dims": [3, 8, 4], "matryoshka_weights": [0.5, 1.0, 2.0]}
    for name, more_arguments in [("dims", dims), ("weights", weights)]:
        for inner, arguments, columns, labels in [
            (ranking, {"scale": 5.0}, triplets, None),
            (ranking, {"scale": 1.0, "similarity_fct": "dot_score"}, pairs, None),
            ("CoSENTLoss", {"scale": 4.0}, pairs, "scores"),
            ("CosineSimilarityLoss", {}, pairs, "scores"),
            ("AnglELoss", {"scale": 4.0}, pairs, "scores"),
            ("TripletLoss", {"triplet_margin": 0.75}, triplets, None),
            ("MSELoss", {}, pairs, "teacher")]:
            dot = "-dot" if "similarity_fct" in arguments else ""
            yield f"matryoshka-{name}-{inner}{dot}", "MatryoshkaLoss", {
                "loss": {"loss": inner, "arguments": arguments}} | more_arguments, columns, labels
    for loss, name in [("BatchAllTripletLoss", "all"), ("BatchHardTripletLoss", "hard"),
                       ("BatchSemiHardTripletLoss", "semi-hard"),
                       ("BatchHardSoftMarginTripletLoss", "soft")]:
        for metric, margin in [("euclidean_distance", 1.0), ("cosine_distance", 0.25)]:
            arguments = {"distance_metric": metric} | ({"margin": margin} if name != "soft" else {})
            for labels in ("groups", "pairs"):
                yield f"batch-{name}-{metric}-{labels}", loss, arguments, ["a"], labels
        yield f"batch-{name}", loss, {}, ["a"], "groups"
    gor = "GlobalOrthogonalRegularizationLoss"
    yield "orthogonal", gor, {}, pairs, None
    yield "orthogonal-sum", gor, {"aggregation": "sum"}, pairs, None
    yield "orthogonal-mean-only", gor, {
        "mean_weight": 2.0, "second_moment_weight": None}, pairs, None
    yield "orthogonal-second-only", gor, {
        "mean_weight": None, "second_moment_weight": 0.5}, triplets, None
    yield "orthogonal-dot", gor, {"similarity_fct": "dot_score"}, ["a"], None
    yield "mega-batch", "MegaBatchMarginLoss", {"use_mini_batched_version": False}, pairs, None
    yield "mega-batch-margins", "MegaBatchMarginLoss", {
        "use_mini_batched_version": False, "positive_margin": 0.9,
        "negative_margin": 0.1}, pairs, None


def build(name, arguments, model):
    kind = getattr(losses, name)
    known = inspect.signature(kind).parameters
    made = {"model": model}
    if "guide" in known:
        made["guide"] = Stub("guide")
    for key, value in arguments.items():
        if key == "loss":
            value = build(value["loss"], value["arguments"], model)
        elif key == "similarity_fct" or key == "distance_metric" and value in FUNCTIONS:
            value = FUNCTIONS[value]
        elif key == "distance_metric" and name == "TripletLoss":
            value = getattr(losses.TripletDistanceMetric, value)
        elif key == "distance_metric" and "Contrastive" in name:
            value = getattr(losses.SiameseDistanceMetric, value)
        elif key == "directions":
            value = tuple(value)
        made[key] = value
    return kind(**made)


def compute(loss, columns, guides, labels):
    features = [{"own": column} for column in columns]
    for feature, guide in zip(features, guides):
        feature["guide"] = guide
    with Doubles():
        value = loss(features, labels)
    return torch.stack(list(value.values())).sum() if isinstance(value, dict) else value


def check(case, loss, leaves, count, guides, labels, gradients, step=1e-6):
    for leaf, gradient in zip(leaves, gradients):
        flat = leaf.detach().view(-1)
        for index in (int(gradient.abs().argmax()), len(flat) // 2, len(flat) - 1):
            old, ends = flat[index].item(), []
            for sign in (1, -1):
                flat[index] = old + sign * step
                with torch.no_grad():
                    ends.append(compute(loss, leaves[:count], guides, labels).item())
            flat[index] = old
            near, exact = (ends[0] - ends[1]) / (2 * step), gradient.reshape(-1)[index].item()
            assert abs(near - exact) < 1e-6 * max(1, abs(exact)), (case, near, exact)


def gradients_of(loss, columns, guides, labels):
    leaves = [column.double().requires_grad_() for column in columns]
    parameters = [parameter for parameter in loss.parameters()]
    value = compute(loss, leaves, guides, labels)
    assert value.dtype == torch.float64
    value.backward()
    leaves += parameters
    return value.item(), leaves, [
        torch.zeros_like(leaf) if leaf.grad is None else leaf.grad.clone() for leaf in leaves]


def main():
    torch.manual_seed(1)
    tensors, described = data(), []
    for name, kind, arguments, columns, labels in cases():
        torch.set_default_dtype(torch.float32)
        loss = build(kind, arguments, Stub("own"))
        parameters = {f"{name}.{key}": parameter for key, parameter in loss.named_parameters()}
        for key, parameter in parameters.items():
            parameter.data = 0.5 * torch.randn(parameter.shape)
            tensors[key] = parameter.data.clone()
        loss.double()
        torch.set_default_dtype(torch.float64)
        label = None if labels is None else tensors[labels]
        label = label.double() if label is not None and label.is_floating_point() else label
        guided = columns if kind == "GISTEmbedLoss" else []
        guides = [tensors["guide." + c].double() for c in guided]
        inputs = [tensors[c] for c in columns]
        value, leaves, gradients = gradients_of(loss, inputs, guides, label)
        if "hardness_mode" not in arguments and "Cached" not in kind:
            check(name, loss, leaves, len(columns), guides, label, gradients)
        if kind == "MultipleNegativesRankingLoss":
            for size in (2, 4):
                cached = build("Cached" + kind, arguments | {"mini_batch_size": size}, Stub("own"))
                other, _, same = gradients_of(cached, inputs, guides, label)
                assert abs(other - value) < 1e-12
                assert all((x - y).abs().max() < 1e-12 for x, y in zip(gradients, same))
        names = [f"{name}.grad.{c}" for c in columns] + [
            f"{name}.grad.{key.removeprefix(name + '.')}" for key in parameters]
        tensors |= zip(names, gradients, strict=True)
        case = {"name": name, "loss": kind, "arguments": arguments, "inputs": columns,
                "labels": labels, "parameters": list(parameters), "value": value,
                "gradients": names}
        if guides:
            case["guide"] = ["guide." + c for c in guided]
        assert not any(d["name"] == name for d in described), name
        described.append(case)
        print(f"{name:40} {value:12.6f} {max(g.abs().max().item() for g in gradients):10.6f}")
    save_file({k: v.contiguous() for k, v in tensors.items()},
              HERE / "gradients" / "losses.safetensors")
    write_json(HERE / "gradients" / "losses.json", described)


if __name__ == "__main__":
    main()
