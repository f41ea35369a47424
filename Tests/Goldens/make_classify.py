"""Writes classify/: examples of classes, and what scikit-learn and gensim find in them.

    pip install numpy==2.4.6 scikit-learn==1.9.1 gensim==4.4.0
    python make_classify.py

examples.npy   float32 [240, 16], of four classes that overlap and are not as many
tasks.json     for all four classes and for two of them, with several options: the weights of logistic
               regression at its minimum, probabilities, what cross-validation finds, also with
               the usual solver and tolerance; local outlier factors; analogies
"""

import json
import pathlib
import warnings

import numpy as np
from gensim.models import KeyedVectors
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.neighbors import LocalOutlierFactor

HERE = pathlib.Path(__file__).resolve().parent / "classify"
NAMES = np.array(["weather", "food", "music", "ávila"])


def regression(vectors, labels, **options):
    # The usual solver stops a little before the minimum.
    usual = LogisticRegression(max_iter=1000, **options)
    exact = LogisticRegression(solver="newton-cholesky", tol=1e-12, **options)
    exact.fit(vectors, labels)
    folds = StratifiedKFold(5)
    return {
        "regularization": options.get("C", 1.0),
        "isBalanced": "class_weight" in options,
        "classes": exact.classes_.tolist(),
        "weights": exact.coef_.ravel().tolist(),
        "intercepts": exact.intercept_.tolist(),
        "probabilities": exact.predict_proba(vectors[:5]).ravel().tolist(),
        "accuracies": cross_val_score(exact, vectors, labels, cv=folds).tolist(),
        "usual": cross_val_score(usual, vectors, labels, cv=folds).mean(),
        "results": np.stack(
            precision_recall_fscore_support(
                labels, cross_val_predict(exact, vectors, labels, cv=folds)
            ),
            axis=1,
        ).tolist(),
    }


def outliers(vectors, neighbors):
    found = LocalOutlierFactor(neighbors, metric="cosine", algorithm="brute").fit(vectors)
    return {"neighbors": neighbors, "factors": (-found.negative_outlier_factor_).tolist()}


def analogies(vectors):
    words = KeyedVectors(vectors.shape[1])
    words.add_vectors([str(row) for row in range(len(vectors))], vectors)
    result = []
    for a, b, c in [(0, 1, 2), (17, 203, 96), (5, 5, 9)]:
        found = words.most_similar(positive=[str(a), str(c)], negative=[str(b)], topn=7)
        result.append(
            {
                "rows": [a, b, c],
                "indices": [int(word) for word, _ in found],
                "scores": [float(score) for _, score in found],
            }
        )
    return result


def main():
    HERE.mkdir(exist_ok=True)
    generator = np.random.default_rng(7)
    labels = generator.choice(4, 240, p=[0.45, 0.3, 0.15, 0.1])
    centroids = generator.normal(size=(4, 16))
    vectors = centroids[labels] + 1.6 * generator.normal(size=(240, 16))
    vectors[::60] = 3 * generator.normal(size=(4, 16))
    vectors = vectors.astype(np.float32)
    np.save(HERE / "examples.npy", vectors)
    exact = vectors.astype(np.float64)
    names = NAMES[labels]
    two = labels < 2
    regressions = []
    for options in [{}, {"C": 0.1}, {"C": 30.0, "class_weight": "balanced"}]:
        regressions.append(regression(exact, names, **options))
        regressions.append(regression(exact[two], names[two], **options))
    tasks = {
        "labels": names.tolist(),
        "two": np.flatnonzero(two).tolist(),
        "regressions": regressions,
        "outliers": [outliers(exact, 20), outliers(exact, 5)],
        "analogies": analogies(vectors),
    }
    (HERE / "tasks.json").write_text(json.dumps(tasks) + "\n")


warnings.simplefilter("error")
main()
