namespace Modelyard.Selection.Search;

/// <summary>Says what a trial with a small share of the resource gets less of.</summary>
public enum SearchResource
{
    /// <summary>Folds: it is scored on the first of them only.</summary>
    Folds,

    /// <summary>Rows: each fit learns from a part of its rows, drawn at random.</summary>
    Rows,

    /// <summary>A hyperparameter that is a whole number, as the iterations of boosting or the trees of a forest: it is that share of its value.</summary>
    Hyperparameter,
}
