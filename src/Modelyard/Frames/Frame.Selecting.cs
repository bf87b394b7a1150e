using Modelyard.Frames.Keys;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Selecting;

namespace Modelyard.Frames;

/// <content>Choosing rows.</content>
public sealed partial class Frame
{
    /// <summary>Finds the rows that repeat others.</summary>
    /// <param name="columns">The names of the columns that are compared; all if null. Missing cells equal each other.</param>
    /// <param name="keep">Which of several equal rows is no duplicate.</param>
    /// <returns>A column of one truth a row, named <c>duplicated</c>.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public BooleanColumn Duplicated(IReadOnlyList<string>? columns = null, KeepDuplicates keep = KeepDuplicates.First)
    {
        Column[] compared = columns is null ? _columns : [.. columns.Select(name => this[name])];
        bool[] repeats = new bool[RowCount];
        if (compared.Length == 0)
        {
            return new BooleanColumn("duplicated", repeats);
        }

        var keys = RowKeys.Of(compared, MissingKeys.Kept);
        int[] met = new int[keys.Count];
        foreach (int key in keys.Numbers[0])
        {
            met[key]++;
        }

        int[] left = keep == KeepDuplicates.Last ? (int[])met.Clone() : new int[keys.Count];
        for (int row = 0; row < repeats.Length; row++)
        {
            int key = keys.Numbers[0][row];
            repeats[row] = keep switch
            {
                KeepDuplicates.First => left[key]++ > 0,
                KeepDuplicates.Last => --left[key] > 0,
                _ => met[key] > 1,
            };
        }

        return new BooleanColumn("duplicated", repeats);
    }

    /// <summary>Keeps one of each set of equal rows.</summary>
    /// <param name="columns">The names of the columns that are compared; all if null. Missing cells equal each other.</param>
    /// <param name="keep">Which of them stays.</param>
    /// <returns>A new frame, in the order of the table.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame DropDuplicates(IReadOnlyList<string>? columns = null, KeepDuplicates keep = KeepDuplicates.First)
    {
        BooleanColumn repeats = Duplicated(columns, keep);
        return Filter(Array.ConvertAll(repeats.Values.ToArray(), repeated => !repeated))
            .Recorded("drop-duplicates", this, ("columns", LineageText.Names(columns)), ("keep", LineageText.Word(keep)));
    }

    /// <summary>Takes the rows with the greatest cells, the greatest first.</summary>
    /// <param name="count">The number of rows; all if there are fewer.</param>
    /// <param name="columns">The names of the columns, the first weighing most; at least one. Of equal rows the first come first, and missing cells last.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame Largest(int count, params IReadOnlyList<string> columns) => First(count, columns, descending: true);

    /// <summary>Takes the rows with the least cells, the least first.</summary>
    /// <param name="count">The number of rows; all if there are fewer.</param>
    /// <param name="columns">The names of the columns, as of <see cref="Largest"/>.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame Smallest(int count, params IReadOnlyList<string> columns) => First(count, columns, descending: false);

    /// <summary>Creates a frame of the last rows.</summary>
    /// <param name="count">The number of rows; all of them if there are fewer.</param>
    /// <returns>A new frame.</returns>
    public Frame Tail(int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int kept = Math.Min(count, RowCount);
        return Take(RowNumbers(RowCount).AsSpan(RowCount - kept)).Recorded("tail", this, ("rows", $"{count}"));
    }

    /// <summary>Creates a frame of rows drawn at random, with replacement or by weight, in the order of the table.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The seed: the same seed draws the same rows.</param>
    /// <param name="options">Replacement and weights.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">There is no such column of weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, exceeds the rows without replacement, or there is no row.</exception>
    /// <exception cref="ModelyardException">A weight is negative or infinite, all are zero, or too few are above it.</exception>
    public Frame Sample(int count, ulong seed, SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, options.Replace && RowCount > 0 ? int.MaxValue : RowCount);
        double[]? weights = options.Weights is null || count == 0 ? null : RowSample.Weights(this[options.Weights]);
        Frame drawn = count == 0
            ? Take([])
            : options.Replace
                ? Take(RowSample.WithReplacement(RowCount, weights, count, seed))
                : weights is null ? Sample(count, seed) : Take(RowSample.WithoutReplacement(weights, count, seed));
        return drawn.Recorded(
            "sample", this, ("rows", $"{count}"), ("seed", $"{seed}"), ("weights", options.Weights), ("replace", options.Replace ? "yes" : null));
    }

    private Frame First(int count, IReadOnlyList<string> columns, bool descending)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Count == 0
            ? throw new ArgumentException("There is no column and must be at least one.", nameof(columns))
            : Take(SortedRows(columns, descending).AsSpan(0, Math.Min(count, RowCount)))
                .Recorded(descending ? "largest" : "smallest", this, ("rows", $"{count}"), ("by", LineageText.Names(columns)));
    }
}
