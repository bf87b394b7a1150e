#!/usr/bin/env python3
"""Writes text.json: what scikit-learn's vectorizers make of short and ugly texts, for the tests of the text room.

Texts avoid what is defined otherwise on purpose: marks that are characters of their own belong to their word with us, and lower case is made letter by letter. Of the terms that are
equally frequent at the border of 'max_features' scikit-learn keeps some or others; the limits are chosen so that none are.
"""
import json
import os
import unicodedata

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "the dog, the fox and THE other dog",
    "",
    "   \t\n ",
    "a b c d",
    "Free money!!! Click http://example.com/free?money=1 NOW_now 100% free",
    "Straße Käse Łódź naïve café crème façade Ωmega Привет мир йод",
    "日本語のテキスト 中文 한국어 text",
    "x² ½ Ⅷ ③ 12,345.67 _under_ __ -- 3rd",
    "😀 emoji 😀😀 𝒳𝒴 𝐀𝐁𝐂 fox",
    "tabs\tand\r\nnew  lines   and\u00a0no-break\u2003em",
    "it's don't O'Reilly re-use e-mail",
    "fox fox fox fox dog",
    "free free FREE dog money",
]
NEW = ["the fox has free unknown words", "", "CAFÉ café", "😀 日本語のテキスト dog dog"]
STOP = ["the", "and", "over"]

TOKENIZERS = [
    {},
    {"lowercase": False},
    {"strip_accents": "unicode"},
    {"stop_words": STOP},
    {"ngram_range": [1, 2]},
    {"ngram_range": [2, 3], "stop_words": STOP},
    {"analyzer": "char", "ngram_range": [1, 3]},
    {"analyzer": "char", "ngram_range": [4, 4], "lowercase": False},
    {"analyzer": "char_wb", "ngram_range": [2, 4]},
    {"analyzer": "char_wb", "ngram_range": [5, 6]},
]
CHOICES = [
    {"min_df": 2},
    {"max_df": 0.25},
    {"min_df": 2, "max_df": 0.4, "ngram_range": [1, 2]},
    {"max_features": 3},
    {"binary": True},
]
WEIGHTINGS = [
    {},
    {"norm": "l1"},
    {"norm": None},
    {"use_idf": False},
    {"smooth_idf": False},
    {"sublinear_tf": True},
    {"sublinear_tf": True, "norm": "l1", "smooth_idf": False},
]
HASHES = [
    {"n_features": 2 ** 4},
    {"n_features": 2 ** 10, "alternate_sign": False, "norm": None},
    {"n_features": 2 ** 20, "ngram_range": [1, 2], "norm": "l1"},
    {"n_features": 2 ** 3, "norm": None, "binary": True},
    {"n_features": 2 ** 12, "analyzer": "char", "ngram_range": [2, 5]},
]


def unaccented(text):
    """Takes accents off, and nothing else: scikit-learn's own way writes out ligatures and fractions too, and parts Korean syllables."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)))


def settings(options):
    made = dict(options)
    if "strip_accents" in made:
        made["strip_accents"] = unaccented
    if "ngram_range" in made:
        made["ngram_range"] = tuple(made["ngram_range"])
    return made


def sparse(matrix):
    matrix = matrix.tocsr()
    matrix.sort_indices()
    rows = []
    for i in range(matrix.shape[0]):
        part = slice(matrix.indptr[i], matrix.indptr[i + 1])
        rows.append([[int(j), float(v)] for j, v in zip(matrix.indices[part], matrix.data[part]) if v != 0])
    return rows


counts = []
for options in TOKENIZERS + CHOICES:
    vectorizer = CountVectorizer(**settings(options))
    trained = vectorizer.fit_transform(TEXTS)
    counts.append({"options": options, "terms": vectorizer.get_feature_names_out().tolist(), "train": sparse(trained), "new": sparse(vectorizer.transform(NEW))})

weightings = []
for options in WEIGHTINGS:
    vectorizer = TfidfVectorizer(**options)
    trained = vectorizer.fit_transform(TEXTS)
    weightings.append({"options": options, "train": sparse(trained), "new": sparse(vectorizer.transform(NEW))})

random = np.random.default_rng(7)
dense = random.poisson(0.6, (30, 8)).astype(float)
dense[:, 2] = 1
tables = []
for options in WEIGHTINGS:
    transformer = TfidfTransformer(**options)
    tables.append({"options": options, "rows": transformer.fit_transform(dense).toarray().tolist()})

hashes = [{"options": options, "rows": sparse(HashingVectorizer(**settings(options)).transform(TEXTS))} for options in HASHES]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "text.json"), "w", encoding="utf-8") as file:
    json.dump({"texts": TEXTS, "new": NEW, "counts": counts, "weightings": weightings, "table": dense.tolist(), "tables": tables, "hashes": hashes}, file, ensure_ascii=False, separators=(",", ":"))
    file.write("\n")
