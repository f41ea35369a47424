"""Writes evaluation/: results and what scipy, scikit-learn and sentence-transformers make of them.

    pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 sentence-transformers==6.2.0
    python make_evaluation.py

measures.json    correlations, measures of labeled pairs and of rankings, with and without ties
pairs.csv, labeled.jsonl, queries.jsonl, passages.csv, relevance.tsv   inputs of senc evaluate
evaluators.json  what the three evaluators say of tiny-bert on these inputs
bitext.json      vectors of two languages, and the pairs that the example of parallel sentence
                 mining of sentence-transformers finds in them, with k = 4 and 2, by margin and cosine
"""

import csv
import json
import pathlib

import numpy as np
import torch
from scipy.stats import pearsonr, rankdata, spearmanr
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.evaluation import (
    BinaryClassificationEvaluator,
    EmbeddingSimilarityEvaluator,
    InformationRetrievalEvaluator,
)
from sklearn.metrics import average_precision_score, matthews_corrcoef

GOLDENS = pathlib.Path(__file__).resolve().parent
HERE = GOLDENS / "evaluation"
generator = np.random.default_rng(8)


def correlation(scores, similarities):
    return {
        "scores": [float(score) for score in scores],
        "similarities": [float(similarity) for similarity in similarities],
        "ranks": rankdata(scores).tolist(),
        "pearson": float(pearsonr(scores, similarities)[0]),
        "spearman": float(spearmanr(scores, similarities)[0]),
    }


def correlations():
    scores = generator.normal(size=60)
    noisy = scores + 0.5 * generator.normal(size=60)
    return [
        correlation(scores, noisy),
        correlation(np.round(2 * scores) / 2, noisy.astype(np.float32)),
        correlation(np.round(scores), np.round(2 * noisy)),
        correlation(np.round(scores), -np.round(scores)),
        correlation(1e300 * scores, 1e-300 * noisy),
        correlation(1e9 + scores, noisy),
        correlation([1, 2], [5, 3]),
    ]


def labeled(similarities, labels):
    similarities = np.asarray(similarities, dtype=np.float32)
    labels = np.asarray(labels)
    find = BinaryClassificationEvaluator
    accuracy, accuracy_threshold = find.find_best_acc_and_threshold(similarities, labels, True)
    f1, precision, recall, f1_threshold = find.find_best_f1_and_threshold(
        similarities, labels, True
    )
    values = {
        "accuracy": accuracy,
        "accuracyThreshold": accuracy_threshold,
        "f1": f1,
        "f1Threshold": f1_threshold,
        "precision": precision,
        "recall": recall,
        "averagePrecision": average_precision_score(labels, similarities),
        "matthewsCorrelation": matthews_corrcoef(labels, similarities >= f1_threshold),
    }
    return {
        "similarities": similarities.tolist(),
        "labels": labels.astype(bool).tolist(),
        **{name: float(value) for name, value in values.items()},
    }


def labelings():
    labels = generator.integers(0, 2, 80)
    similarities = np.clip(0.3 * labels + 0.3 * generator.normal(size=80) + 0.4, -1, 1)
    one = np.float32(0.5)
    return [
        labeled(similarities, labels),
        labeled(np.round(similarities, 1), labels),
        labeled(np.round(similarities), labels),
        labeled(-similarities, labels),
        labeled(-10 * np.abs(generator.normal(size=80)), labels),
        labeled([0.5] * 6, [0, 1, 1, 0, 1, 0]),
        labeled([0.9, 0.1], [0, 1]),
        # The middle of neighboring numbers is one of them.
        labeled([np.nextafter(one, np.float32(1)), one], [1, 0]),
        labeled([one, np.nextafter(one, np.float32(0))], [1, 0]),
    ]


def ranking(queries, passages, relevant_share, rounded=None, **depths):
    """Vectors whose products are the scores, for an evaluator that is given them."""
    scores = generator.normal(size=(queries, passages)).astype(np.float32)
    if rounded is not None:
        scores = np.round(scores, rounded)
    ids = [f"{passage:04d}" for passage in range(passages)]
    relevant = {
        str(query): {ids[i] for i in np.flatnonzero(generator.random(passages) < relevant_share)}
        or {ids[int(np.argmax(scores[query]))]}
        for query in range(queries)
    }

    class Given:
        similarity_fn_name = "dot"
        model_card_data = None

        def similarity(self, a, b):
            return a @ b.T

        def encode_query(self, *arguments, **options):
            return torch.from_numpy(scores)

    evaluator = InformationRetrievalEvaluator(
        {str(query): "" for query in range(queries)},
        {passage: "" for passage in ids},
        relevant,
        **depths,
    )
    evaluator.score_functions = evaluator._model_score_functions(Given())
    evaluator.score_function_names = ["dot"]
    values = evaluator.compute_all_metrics(
        Given(), corpus_embeddings=torch.eye(passages, dtype=torch.float32)
    )
    values = values["dot"]
    order = np.lexsort((np.tile(np.arange(passages), (queries, 1)), -scores))
    (reciprocal,), (gain,), (average,) = (
        list(values[name].items()) for name in ("mrr@k", "ndcg@k", "map@k")
    )
    return {
        "rankings": order[:, :100].tolist(),
        "relevant": [sorted(int(i) for i in relevant[str(query)]) for query in range(queries)],
        "hits": list(values["accuracy@k"]),
        "accuracies": [float(value) for value in values["accuracy@k"].values()],
        "precisions": [float(value) for value in values["precision@k"].values()],
        "recalls": [float(value) for value in values["recall@k"].values()],
        "depths": [reciprocal[0], gain[0], average[0]],
        "means": [float(reciprocal[1]), float(gain[1]), float(average[1])],
    }


WORDS = "the king queen sea rain of and la reina el rey lluvia golpea ventana mar y".split()


def text():
    return " ".join(generator.choice(WORDS, generator.integers(2, 7)))


def evaluators():
    model = SentenceTransformer(str(GOLDENS / "tiny-bert"), device="cpu")
    first, second = [text() for _ in range(40)], [text() for _ in range(40)]
    second[3] = 'the "king", and\nthe queen'
    scores = np.round(5 * generator.random(40), 1)
    labels = generator.integers(0, 2, 40)
    with open(HERE / "pairs.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sentence1", "sentence2", "score"])
        writer.writerows(zip(first, second, scores))
    with open(HERE / "labeled.jsonl", "w") as file:
        for pair in zip(first, second, labels.tolist()):
            print(json.dumps(dict(zip(["sentence1", "sentence2", "label"], pair))), file=file)
    queries = {f"q{index}": text() for index in range(12)}
    # Not in the order of their ids, and with equal texts.
    passages = {f"p{index * 7 % 30:02d}": text() for index in range(30)}
    passages["p03"] = passages["p21"] = passages["p05"]
    with open(HERE / "queries.jsonl", "w") as file:
        for name, query in queries.items():
            print(json.dumps({"_id": name, "text": query}), file=file)
    with open(HERE / "passages.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "text"])
        writer.writerows(passages.items())
    relevant = {}
    with open(HERE / "relevance.tsv", "w") as file:
        print("query-id\tcorpus-id\tscore", file=file)
        # Some queries have no relevant passage.
        for query in list(queries)[:10]:
            chosen = generator.choice(sorted(passages), generator.integers(1, 5), replace=False)
            for place, passage in enumerate(chosen):
                grade = 0 if place == 3 else 1 + place
                print(query, passage, grade, sep="\t", file=file)
                if grade:
                    relevant.setdefault(query, set()).add(str(passage))
    result = {}
    for name in ("cosine", "dot", "euclidean", "manhattan"):
        scored = EmbeddingSimilarityEvaluator(
            first, second, scores.tolist(), similarity_fn_names=[name]
        )(model)
        told = BinaryClassificationEvaluator(
            first, second, labels.tolist(), similarity_fn_names=[name]
        )(model)
        result[name] = {
            "scored": {key.removesuffix("_" + name): float(v) for key, v in scored.items()},
            "labeled": {key.removeprefix(name + "_"): float(v) for key, v in told.items()},
        }
    found = InformationRetrievalEvaluator(
        queries, passages, relevant, query_prompt_name="query"
    )(model)
    result["retrieval"] = {key.removeprefix("cosine_"): float(v) for key, v in found.items()}
    return result


def bitext(x, y, neighbors, is_margin):
    """The steps of bitext_mining.py and bitext_mining_utils.py, without FAISS and files."""
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    y = y / np.linalg.norm(y, axis=1, keepdims=True)

    def nearest(a, b):
        similarities = a @ b.T
        indices = np.argsort(-similarities, axis=1, kind="stable")[:, :neighbors]
        return np.take_along_axis(similarities, indices, axis=1), indices

    def candidates(a, b, indices, means_of_a, means_of_b):
        scores = np.zeros(indices.shape)
        for i in range(indices.shape[0]):
            for j in range(indices.shape[1]):
                k = indices[i, j]
                cosine = a[i].dot(b[k])
                scores[i, j] = cosine / ((means_of_a[i] + means_of_b[k]) / 2) if is_margin else cosine
        return scores

    forward, forward_indices = nearest(x, y)
    backward, backward_indices = nearest(y, x)
    means, other_means = forward.mean(axis=1), backward.mean(axis=1)
    scores = candidates(x, y, forward_indices, means, other_means)
    other_scores = candidates(y, x, backward_indices, other_means, means)
    best = forward_indices[np.arange(len(x)), scores.argmax(axis=1)]
    other_best = backward_indices[np.arange(len(y)), other_scores.argmax(axis=1)]
    indices = np.stack(
        [
            np.concatenate([np.arange(len(x)), other_best]),
            np.concatenate([best, np.arange(len(y))]),
        ],
        axis=1,
    )
    all_scores = np.concatenate([scores.max(axis=1), other_scores.max(axis=1)])
    seen, other_seen, pairs = set(), set(), []
    for i in np.argsort(-all_scores, kind="stable"):
        first, second = (int(index) for index in indices[i])
        if first not in seen and second not in other_seen:
            seen.add(first)
            other_seen.add(second)
            pairs.append([float(all_scores[i]), first, second])
    each = [[float(score), i, int(j)] for i, (score, j) in enumerate(zip(scores.max(axis=1), best))]
    return {"neighbors": neighbors, "isMargin": is_margin, "pairs": pairs, "each": each}


def translations():
    x = generator.normal(size=(90, 12)) + 0.7
    y = x[generator.permutation(90)[:70]] + 0.6 * generator.normal(size=(70, 12))
    x, y = np.round(x, 3), np.round(y, 3)
    found = [bitext(x, y, k, m) for k in (4, 2) for m in (True, False)]
    # More neighbors than one language has vectors: all of those.
    few = bitext(x, y[:3], 4, True)
    return {"first": x.tolist(), "second": y.tolist(), "found": found, "few": few}


def write(name, value):
    (HERE / name).write_text(json.dumps(value) + "\n")


def main():
    HERE.mkdir(exist_ok=True)
    write(
        "measures.json",
        {
            "correlations": correlations(),
            "labelings": labelings(),
            "rankings": [
                ranking(25, 150, 0.02),
                ranking(25, 150, 0.2, rounded=0),
                ranking(10, 7, 0.3),
                ranking(
                    8, 40, 0.1, accuracy_at_k=[2, 20], precision_recall_at_k=[2, 20],
                    mrr_at_k=[3], ndcg_at_k=[5], map_at_k=[4],
                ),
            ],
        },
    )
    write("evaluators.json", evaluators())
    write("bitext.json", translations())


main()
