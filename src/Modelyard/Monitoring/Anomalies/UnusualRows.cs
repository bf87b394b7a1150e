using System.Text;
using Modelyard.Drift;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Trees.Isolation;

namespace Modelyard.Monitoring;

/// <summary>Represents what rows of a reference look like as a whole: it says of other rows how unlike they are, each on its own.</summary>
/// <remarks>
/// An isolation forest learns from one half of the reference; of the other half the score is taken that the stated share exceeds. As that half was not learned from, rows of the same law exceed it as often, but for chance.
/// Source: Liu, Ting and Zhou (2008), Isolation Forest, ICDM.
/// </remarks>
public sealed class UnusualRows
{
    private const int LeastRows = 100;

    private readonly RowEncoder _encoder;
    private readonly PreparedRows _prepared;
    private readonly IsolationForestModel _forest;

    private UnusualRows(RowEncoder encoder, PreparedRows prepared, IsolationForestModel forest, double threshold, int rows, int beyond)
    {
        _encoder = encoder;
        _prepared = prepared;
        _forest = forest;
        Threshold = threshold;
        ReferenceRows = rows;
        ReferenceBeyond = beyond;
    }

    /// <summary>Gets the score from which on a row is unusual, from 0 to 1.</summary>
    public double Threshold { get; }

    /// <summary>Gets the number of rows of the reference that the threshold was taken from.</summary>
    public int ReferenceRows { get; }

    /// <summary>Gets how many of those are unusual.</summary>
    public int ReferenceBeyond { get; }

    /// <summary>Gets the names of the columns that are looked at.</summary>
    public IReadOnlyList<string> Columns => [.. _encoder.Inputs.Select(input => input.Name)];

    /// <summary>Learns from a reference.</summary>
    /// <param name="reference">The rows, at least 100. Identifiers, times and constant columns are left out.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="share">The share of the reference that is taken for unusual, between 0 and a half.</param>
    /// <param name="exclude">The columns that are left out; null for none.</param>
    /// <returns>What was learned.</returns>
    /// <exception cref="ModelyardException">There are too few rows, or no columns that say anything.</exception>
    public static UnusualRows Learn(Frame reference, FitContext context, double share = 0.01, IReadOnlyList<string>? exclude = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 0.5);
        if (reference.RowCount < LeastRows)
        {
            throw new ModelyardException($"The reference has '{reference.RowCount}' rows, and {LeastRows} are needed to say which rows are unusual.");
        }

        string[] names = [.. TallyGrid.Of(reference, exclude ?? []).Columns.Where(grid => grid.Kind is not FeatureKind.Timestamp && !IsConstant(reference[grid.Name])).Select(grid => grid.Name)];
        if (names.Length == 0)
        {
            throw new ModelyardException("No column of the reference varies and is no identifier and no time, so that no row is unlike the others.");
        }

        // Every other row: neither half is earlier than the other.
        int[] learned = [.. Enumerable.Range(0, reference.RowCount).Where(row => row % 2 == 0)], held = [.. Enumerable.Range(0, reference.RowCount).Where(row => row % 2 == 1)];
        var encoder = new RowEncoder(new FeatureSchema(names.Select(name => TablePlan.Describe(reference[name]) is { Kind: FeatureKind.Text } text ? text with { Levels = [] } : TablePlan.Describe(reference[name]))));
        Dataset half = Encode(encoder, reference.Take(learned), context);
        var prepared = PreparedRows.Learn(half, context);
        Matrix features = prepared.Transform(half, context);
        var schema = new FeatureSchema(Enumerable.Range(0, features.Columns).Select(column => new Feature($"x{column}")));
        IsolationForestModel forest = new IsolationForest().Fit(Dataset.WithoutTarget(features, schema), context);
        double[] scores = new double[held.Length];
        forest.Score(prepared.Transform(Encode(encoder, reference.Take(held), context), context), scores, context.Parallelism);
        double[] sorted = [.. scores.Order()];
        double threshold = sorted[^Math.Max(1, (int)Math.Floor(share * sorted.Length))];
        return new UnusualRows(encoder, prepared, forest, threshold, held.Length, scores.Count(score => score >= threshold));
    }

    /// <summary>Scores rows.</summary>
    /// <param name="rows">The rows, with the columns of the reference. A cell that is not what the reference has, as a word among numbers, counts as missing.</param>
    /// <param name="context">What surrounds the work.</param>
    /// <returns>The score of each, from 0 to 1: how soon it is told apart from others.</returns>
    /// <exception cref="ModelyardException">A column is not there.</exception>
    public double[] Score(Frame rows, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(context);
        double[] scores = new double[rows.RowCount];
        if (rows.RowCount > 0)
        {
            _forest.Score(_prepared.Transform(Encode(_encoder, rows, context), context), scores, context.Parallelism);
        }

        return scores;
    }

    /// <summary>Computes the chance that so many of some rows are unusual, or more, where they are of the law of the reference.</summary>
    /// <param name="beyond">How many are unusual.</param>
    /// <param name="rows">How many there are.</param>
    /// <returns>The p-value of one side.</returns>
    public double Chance(int beyond, int rows) => ExactCounts.AtLeast(beyond, rows, ReferenceBeyond, ReferenceRows);

    private static Dataset Encode(RowEncoder encoder, Frame rows, FitContext context) =>
        encoder.EncodeRows(Frame.Of(encoder.Inputs.Select((_, input) => Readable(encoder, input, rows[encoder.Inputs[input].Name]))), context.Parallelism);

    /// <summary>Takes cells that are not what the reference has, as a word among numbers, for missing: how many there are is a finding of its own, and the rows are looked at all the same.</summary>
    private static Column Readable(RowEncoder encoder, int input, Column column)
    {
        bool isReadable = encoder.Inputs[input].Kind switch
        {
            FeatureKind.Numeric => column is DoubleColumn or IntegerColumn or BooleanColumn,
            FeatureKind.Boolean => column is BooleanColumn,
            _ => true,
        };
        if (isReadable)
        {
            return column;
        }

        double[] cells = new double[column.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            cells[row] = !column.IsMissing(row) && encoder.TryEncode(input, column is TextColumn texts ? texts.Utf8(row) : Encoding.UTF8.GetBytes(column.FormatCell(row)), out double value) ? value : double.NaN;
        }

        return new DoubleColumn(column.Name, cells);
    }

    private static bool IsConstant(Column column)
    {
        ColumnSummary summary = ColumnSummary.Of(column);
        return summary.Count == 0 || (summary.Missing == 0 && summary.Distinct == 1);
    }
}
