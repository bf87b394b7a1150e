using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Reads the cells of a column as the numbers that are counted: numbers, 0 or 1, seconds, numbers of words, or positions of levels; NaN is missing.</summary>
internal static class CellCodes
{
    /// <summary>The number of a cell whose level the reference does not have.</summary>
    internal const double Unknown = -1;

    /// <summary>The number of a cell that is not of the column's kind.</summary>
    internal const double Unreadable = double.MinValue;

    /// <summary>Reads a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="grid">What its cells are counted into.</param>
    /// <param name="unseen">Receives how often each level stands in it that the reference does not have.</param>
    internal static ReadOnlySpan<double> Of(Column column, ColumnGrid grid, UnseenLevels unseen)
    {
        switch (grid.Kind)
        {
            case FeatureKind.Text:
                return Words(column);
            case FeatureKind.Categorical:
                return Levels(column, grid, unseen);
            case FeatureKind.Numeric when column.Kind is ColumnKind.Double or ColumnKind.Integer or ColumnKind.Boolean:
            case FeatureKind.Timestamp when column.Kind == ColumnKind.Timestamp:
                return column is DoubleColumn { MissingCount: 0 } numbers ? numbers.Values : column.ToDoubles();
            case FeatureKind.Boolean when column.IsNumeric && column.Kind != ColumnKind.Timestamp:
                return Array.ConvertAll(column.ToDoubles(), value => double.IsNaN(value) || value is 0 or 1 ? value : Unreadable);
            default:
                return column.IsNumeric ? Array.ConvertAll(column.ToDoubles(), value => double.IsNaN(value) ? value : Unreadable) : Parsed(column, grid);
        }
    }

    /// <summary>Counts the words of each cell.</summary>
    internal static double[] Words(Column column)
    {
        var encoder = new RowEncoder(new FeatureSchema(new Feature(column.Name, FeatureKind.Text)));
        double[] words = new double[column.Length];
        var terms = new List<int>();
        for (int row = 0; row < words.Length; row++)
        {
            words[row] = column.IsMissing(row) ? double.NaN : column is TextColumn texts ? encoder.EncodeText(0, texts.Utf8(row), terms) : encoder.EncodeText(0, Encoding.UTF8.GetBytes(column.FormatCell(row)), terms);
        }

        return words;
    }

    private static double[] Levels(Column column, ColumnGrid grid, UnseenLevels unseen)
    {
        var positions = new Dictionary<string, int>(grid.Levels.Count, StringComparer.Ordinal);
        for (int level = 0; level < grid.Levels.Count; level++)
        {
            positions.TryAdd(grid.Levels[level], level);
        }

        double[] codes = new double[column.Length];
        if (column is CategoryColumn categories)
        {
            // Each level is looked up once; those that are in no row count nothing.
            double[] known = [.. categories.Levels.Select(level => (double)positions.GetValueOrDefault(level, (int)Unknown))];
            long[] strange = new long[known.Length];
            ReadOnlySpan<int> cells = categories.Codes;
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = cells[row] < 0 ? double.NaN : known[cells[row]];
                if (codes[row] == Unknown)
                {
                    strange[cells[row]]++;
                }
            }

            for (int level = 0; level < strange.Length; level++)
            {
                unseen.Add(categories.Levels[level], strange[level]);
            }

            return codes;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            string? cell = column.IsMissing(row) ? null : column.FormatCell(row);
            codes[row] = cell is null ? double.NaN : positions.GetValueOrDefault(cell, (int)Unknown);
            if (codes[row] == Unknown)
            {
                unseen.Add(cell!, 1);
            }
        }

        return codes;
    }

    /// <summary>Reads texts as what the column holds in the reference; those that are none are told apart.</summary>
    private static double[] Parsed(Column column, ColumnGrid grid)
    {
        var encoder = new RowEncoder(new FeatureSchema(new Feature(grid.Name, grid.Kind)));
        double[] codes = new double[column.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.IsMissing(row) ? double.NaN
                : encoder.TryEncode(0, column is TextColumn texts ? texts.Utf8(row) : Encoding.UTF8.GetBytes(column.FormatCell(row)), out double value) ? value : Unreadable;
        }

        return codes;
    }
}
