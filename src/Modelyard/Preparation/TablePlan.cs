using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Says which columns of a table are inputs of a model, as what they are read, and which are left out and why.</summary>
/// <remarks>
/// Left out are constants, columns without a value, identifiers and free text: they cannot help on rows that were not seen. The rules look at the inputs alone,
/// never at the target.
/// </remarks>
public sealed record TablePlan
{
    private const double IdentifierShare = 0.95;
    private const int LeastRowsForIdentifier = 30;
    private const double FreeTextWords = 3;

    // Training rows are a sample of the table, so that their numbers have gaps; a quantity all different hardly ever lies this close.
    private const double CounterShare = 0.5;

    /// <summary>Gets the inputs, in the order of the table.</summary>
    public required FeatureSchema Inputs { get; init; }

    /// <summary>Gets the columns that are left out.</summary>
    public IReadOnlyList<DroppedColumn> Dropped { get; init; } = [];

    /// <summary>Plans the use of a table.</summary>
    /// <param name="frame">The training rows.</param>
    /// <param name="target">The name of the target.</param>
    /// <param name="exclude">The names of columns not to use.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ModelyardException">A name is not in the table, or no column is left.</exception>
    public static TablePlan Learn(Frame frame, string target, IReadOnlyCollection<string>? exclude = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        exclude ??= [];
        foreach (string name in exclude)
        {
            frame.PositionOf(name);
        }

        var inputs = new List<Feature>();
        var dropped = new List<DroppedColumn>();
        foreach (Column column in frame.Columns.Where(column => column.Name != target))
        {
            if (exclude.Contains(column.Name, StringComparer.Ordinal))
            {
                dropped.Add(new DroppedColumn(column.Name, "excluded"));
            }
            else if (ReasonToDrop(column) is { } reason)
            {
                dropped.Add(new DroppedColumn(column.Name, reason));
            }
            else
            {
                inputs.Add(Describe(column));
            }
        }

        return inputs.Count > 0
            ? new TablePlan { Inputs = new FeatureSchema(inputs), Dropped = dropped }
            : throw new ModelyardException(dropped.Count == 0
                ? $"The table has no column besides the target '{target}'; a model needs at least one to predict from."
                : $"No column is left to predict '{target}' from: {string.Join("; ", dropped.Take(10).Select(one => $"'{one.Name}' ({one.Reason})"))}.");
    }

    /// <summary>Describes a column as an input.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The input; the levels of a categorical one are in ordinal order.</returns>
    public static Feature Describe(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Kind switch
        {
            ColumnKind.Boolean => new Feature(column.Name, FeatureKind.Boolean),
            ColumnKind.Timestamp => new Feature(column.Name, FeatureKind.Timestamp),
            ColumnKind.Text or ColumnKind.Category => new Feature(column.Name, FeatureKind.Categorical) { Levels = LevelsOf(column) },
            _ => new Feature(column.Name),
        };
    }

    private static string[] LevelsOf(Column column)
    {
        var levels = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < column.Length; row++)
        {
            if (!column.IsMissing(row))
            {
                levels.Add(column.FormatCell(row));
            }
        }

        string[] sorted = [.. levels];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    private static string? ReasonToDrop(Column column)
    {
        int present = column.Length - column.MissingCount;
        if (present == 0)
        {
            return "every cell is missing";
        }

        ColumnSummary summary = ColumnSummary.Of(column);
        if (summary.Distinct == 1 && column.MissingCount == 0)
        {
            return $"constant: '{summary.Top}'";
        }

        return Identify(
            column.Name, column.Kind, column.Length, present, summary.Distinct, summary.Distinct == present, summary.Maximum - summary.Minimum, () => WordsPerCell(column));
    }

    /// <summary>Says why a column that varies cannot help on rows that were not seen; null if it may.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The kind of its cells.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="present">The number of cells that are present.</param>
    /// <param name="distinct">The number of different values, or an estimate of it.</param>
    /// <param name="allDiffer">Whether no two cells are the same.</param>
    /// <param name="range">The greatest less the least number.</param>
    /// <param name="wordsPerCell">Counts the words of a cell, on average.</param>
    internal static string? Identify(string name, ColumnKind kind, long rows, long present, long distinct, bool allDiffer, double range, Func<double> wordsPerCell)
    {
        if (present < LeastRowsForIdentifier)
        {
            return null;
        }

        return kind switch
        {
            ColumnKind.Text or ColumnKind.Category when distinct > 0.5 * present && wordsPerCell() >= FreeTextWords => "free text",
            ColumnKind.Text or ColumnKind.Category when distinct > IdentifierShare * present => "an identifier: nearly every cell differs",
            ColumnKind.Integer when allDiffer && present == rows && rows >= CounterShare * (range + 1) => "an identifier: it numbers the rows",
            ColumnKind.Integer when allDiffer && HasIdentifierName(name) => "an identifier: every cell differs",
            _ => null,
        };
    }

    private static bool HasIdentifierName(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal)
        || name.StartsWith("id_", StringComparison.OrdinalIgnoreCase);

    private static double WordsPerCell(Column column)
    {
        long words = 0, cells = 0;
        int step = Math.Max(1, column.Length / 1000);
        for (int row = 0; row < column.Length; row += step)
        {
            if (!column.IsMissing(row))
            {
                cells++;
                words += column.FormatCell(row).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            }
        }

        return cells == 0 ? 0 : words / (double)cells;
    }
}
