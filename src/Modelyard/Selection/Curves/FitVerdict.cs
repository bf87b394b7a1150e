namespace Modelyard.Selection;

/// <summary>Defines what a curve of scores says of a fit.</summary>
public enum FitVerdict
{
    /// <summary>It learns, and nearly all that it learns holds for other rows.</summary>
    Balanced,

    /// <summary>It predicts no better than the usual answer for all rows.</summary>
    NotBetterThanGuessing,

    /// <summary>It does not even predict well the rows it learned from: bias.</summary>
    Underfits,

    /// <summary>Much of what it learned holds only for the rows it learned from: variance.</summary>
    Overfits,

    /// <summary>The scores do not tell: they look better than the usual answer but scatter by more than that over the folds, or are not defined.</summary>
    Unclear,
}
