using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Anchors;

/// <summary>Represents a condition that holds for the row that is explained: its cell is the same, or a number is on the same side of a cut.</summary>
/// <param name="Source">The column, and the rows of the background for which it holds.</param>
/// <param name="Above">What the number lies above; negative infinity for no such bound.</param>
/// <param name="UpTo">What the number does not lie above; infinity for no such bound. Without bounds the cell is the row's own.</param>
internal sealed record AnchorCondition(AnchorSource Source, double Above, double UpTo)
{
    internal int Column => Source.Column;

    /// <summary>Gets a value indicating whether this is about a bound of a number.</summary>
    internal bool IsBound => !double.IsInfinity(Above) || !double.IsInfinity(UpTo);

    /// <summary>Lists the conditions that hold for a row; those that hold for the whole background say nothing and are left out.</summary>
    internal static AnchorCondition[] Of(ReadOnlySpan<double> row, RowLayout layout, Matrix background, int bins)
    {
        var found = new List<AnchorCondition>();
        double[] own = row.ToArray();
        for (int column = 0; column < layout.Columns.Count; column++)
        {
            bool isNumber = layout.Columns[column].Kind is FeatureKind.Numeric or FeatureKind.Timestamp && !double.IsNaN(row[column]);
            if (!isNumber)
            {
                Add(column, double.NegativeInfinity, double.PositiveInfinity, other => layout.Same(column, own, background.Row(other)));
                continue;
            }

            foreach (double cut in QuantileCuts.Of(background, column, bins).Cuts)
            {
                bool isAbove = row[column] > cut;
                Add(column, isAbove ? cut : double.NegativeInfinity, isAbove ? double.PositiveInfinity : cut, other => isAbove ? background[other, column] > cut : background[other, column] <= cut);
            }
        }

        return [.. found];

        void Add(int column, double above, double upTo, Predicate<int> holds)
        {
            var source = AnchorSource.Of(column, background.Rows, holds);
            if (source.Rows.Length < background.Rows)
            {
                found.Add(new AnchorCondition(source, above, upTo));
            }
        }
    }
}
