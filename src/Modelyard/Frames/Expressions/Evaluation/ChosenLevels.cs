using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents the levels of a choice between two categories, and which of them stand for those of each.</summary>
/// <param name="Levels">The levels of both, sorted by code point unless they are those of one.</param>
/// <param name="Texts">The same as UTF-8.</param>
/// <param name="First">The levels that stand for those of the first, after one for missing.</param>
/// <param name="Second">The levels that stand for those of the second, after one for missing.</param>
internal sealed record ChosenLevels(string[] Levels, TextCells Texts, int[] First, int[] Second)
{
    /// <summary>Finds levels among others.</summary>
    /// <returns>-1 for missing, then the place of each level.</returns>
    public static int[] Places(string[] levels, string[] among)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int place = 0; place < among.Length; place++)
        {
            places[among[place]] = place;
        }

        return [CategoryColumn.Missing, .. levels.Select(level => places[level])];
    }

    /// <summary>Chooses codes.</summary>
    public void Select(ReadOnlySpan<ulong> condition, ReadOnlySpan<int> x, ReadOnlySpan<int> y, Span<int> result)
    {
        bool isSameX = x.Length < result.Length, isSameY = y.Length < result.Length;
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = BitKernels.Get(condition, row) ? First[x[isSameX ? 0 : row] + 1] : Second[y[isSameY ? 0 : row] + 1];
        }
    }
}
