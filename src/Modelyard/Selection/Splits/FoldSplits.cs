namespace Modelyard.Selection;

/// <summary>Makes the splits of rows that are dealt into folds.</summary>
internal static class FoldSplits
{
    internal static Split[] Of(int[] foldOfRow, int folds) =>
    [
        .. Enumerable.Range(0, folds).Select(fold => new Split(
            [.. Enumerable.Range(0, foldOfRow.Length).Where(row => foldOfRow[row] != fold)],
            [.. Enumerable.Range(0, foldOfRow.Length).Where(row => foldOfRow[row] == fold)])),
    ];
}
