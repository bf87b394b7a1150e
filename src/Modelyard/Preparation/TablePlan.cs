using System.Collections.Frozen;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Preparation;

/// <summary>Says which columns of a table are inputs of a model, as what they are read, and which are left out and why.</summary>
/// <remarks>
/// Left out are constants, columns without a value and identifiers: they cannot help on rows that were not seen. Cells of several words that hardly repeat are texts, of which the words are
/// counted. The rules look at the inputs alone, never at the target.
/// </remarks>
public sealed record TablePlan
{
    private const double IdentifierShare = 0.95;
    private const int LeastRowsForIdentifier = 30;
    internal const double FreeTextWords = 3;
    private const string Excluded = "excluded";
    private const string Identifier = "an identifier";

    /// <summary>The reason why a column of texts is left out where its words are not read.</summary>
    public const string FreeText = "free text";

    private static readonly FrozenSet<string> IdentifierWords = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "id", "key", "no", "nr", "number", "ref", "reference", "uid");

    // Training rows are a sample of the table, so that their numbers have gaps; a quantity all different hardly ever lies this close.
    private const double CounterShare = 0.5;
    private const int EarliestYear = 1500, LatestYear = 2200;

    /// <summary>Gets the inputs, in the order of the table.</summary>
    public required FeatureSchema Inputs { get; init; }

    /// <summary>Gets the columns that are left out.</summary>
    public IReadOnlyList<DroppedColumn> Dropped { get; init; } = [];

    /// <summary>Plans the use of a table.</summary>
    /// <param name="frame">The training rows.</param>
    /// <param name="target">The name of the target; null if there is none.</param>
    /// <param name="exclude">The names of columns not to use.</param>
    /// <param name="texts">The names of columns to read word by word, whatever their cells look like.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ModelyardException">A name is not in the table, a column that is to be read word by word has no word in two rows, or no column is left.</exception>
    public static TablePlan Learn(Frame frame, string? target, IReadOnlyCollection<string>? exclude = null, IReadOnlyCollection<string>? texts = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        exclude ??= [];
        texts ??= [];
        foreach (string name in exclude.Concat(texts))
        {
            frame.PositionOf(name);
        }

        if (texts.FirstOrDefault(name => name == target || exclude.Contains(name, StringComparer.Ordinal)) is { } wrong)
        {
            throw new ModelyardException($"The column '{wrong}' is {(wrong == target ? "the target" : "excluded")} and cannot be read as a text. Name another column with '--text'.");
        }

        var inputs = new List<Feature>();
        var dropped = new List<DroppedColumn>();
        foreach (Column column in frame.Columns.Where(column => column.Name != target))
        {
            ParallelLoop.Check();
            if (exclude.Contains(column.Name, StringComparer.Ordinal))
            {
                dropped.Add(new DroppedColumn(column.Name, Excluded));
            }
            else if (texts.Contains(column.Name, StringComparer.Ordinal))
            {
                inputs.Add(DescribeText(column));
            }
            else if (FindText(column) is { } text)
            {
                inputs.Add(text);
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
                ? $"The table has no column{(target is null ? "" : $" besides the target '{target}'")}; a model needs at least one to {(target is null ? "learn" : "predict")} from."
                : $"No column is left to {(target is null ? "learn" : $"predict '{target}'")} from: {string.Join("; ", dropped.Take(10).Select(one => $"'{one.Name}' ({one.Reason})"))}."
                    + string.Concat(dropped.Where(one => one.Reason != Excluded).Take(10).Select(one => TextHint.Of(frame[one.Name])).OfType<string>().Select(hint => $" {hint}")));
    }

    /// <summary>Gets the columns that are left out because they name rows.</summary>
    internal IEnumerable<DroppedColumn> Identifiers => Dropped.Where(dropped => dropped.Reason.StartsWith(Identifier, StringComparison.Ordinal));

    /// <summary>Tells what of a table is read otherwise than it may be meant.</summary>
    /// <param name="frame">The table, which has all columns of the plan.</param>
    /// <returns>Full sentences.</returns>
    public IReadOnlyList<string> Notes(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var notes = new List<string>();
        foreach (Column column in frame.Columns)
        {
            bool isInput = Inputs.Any(input => input.Name == column.Name);
            if (isInput && column is DoubleColumn numbers && CountUnusable(numbers) is > 0 and var count)
            {
                bool isInfinite = !numbers.Values.ContainsAnyInRange(RowEncoder.Greatest, double.MaxValue) && !numbers.Values.ContainsAnyInRange(double.MinValue, -RowEncoder.Greatest);
                notes.Add($"The column '{column.Name}' is {(isInfinite ? "infinite" : "infinite or beyond 1E+150")} in {count:N0} {(count == 1 ? "row; it is" : "rows; they are")} taken for missing.");
            }

            if (isInput || (column.Kind is ColumnKind.Text or ColumnKind.Category && Dropped.Any(one => one.Name == column.Name && one.Reason != Excluded)))
            {
                notes.AddRange(ReadingNotes.Of(column));
            }

            if (isInput && CountEmpty(column) is > 0 and var empty)
            {
                notes.Add($"The column '{column.Name}' is empty in {empty:N0} {(empty == 1 ? "row" : "rows")}, which is a text like any other here. If empty cells are missing, say '--missing \"\"' too.");
            }
        }

        return notes;
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

    /// <summary>Describes a column as an input of the same kind as before, with the levels or terms of other rows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="kind">The kind of the input.</param>
    /// <returns>The input.</returns>
    internal static Feature DescribeAs(Column column, FeatureKind kind) => kind == FeatureKind.Text ? DescribeText(column) : Describe(column);

    private static Feature DescribeText(Column column)
    {
        Feature text = TextTerms.Describe(column);
        return text.Levels.Count > 0
            ? text
            : throw new ModelyardException($"The column '{column.Name}' cannot be read as a text: no word of it stands in two rows. Leave out '--text {column.Name}', or add rows.");
    }

    /// <summary>Describes a column as a text; null if it is read as something else.</summary>
    private static Feature? FindText(Column column)
    {
        int present = column.Length - column.MissingCount;
        if (present < LeastRowsForIdentifier || column.Kind is not (ColumnKind.Text or ColumnKind.Category) || !TextTerms.IsText(column, present, ColumnSummary.Of(column).Distinct))
        {
            return null;
        }

        Feature text = TextTerms.Describe(column);
        return text.Levels.Count > 0 ? text : null;
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

    private static int CountUnusable(DoubleColumn column)
    {
        int count = 0;
        foreach (double value in column.Values)
        {
            count += Math.Abs(value) > RowEncoder.Greatest ? 1 : 0;
        }

        return count;
    }

    /// <summary>Counts the empty cells of a column that are present, as they are where the texts that stand for missing cells were given without the empty one.</summary>
    private static int CountEmpty(Column column)
    {
        int count = 0;
        bool mayBe = column is TextColumn || (column is CategoryColumn categories && categories.Levels.Contains("", StringComparer.Ordinal));
        for (int row = 0; mayBe && row < column.Length; row++)
        {
            count += !column.IsMissing(row) && (column is TextColumn texts ? texts.Utf8(row).IsEmpty : column.FormatCell(row).Length == 0) ? 1 : 0;
        }

        return count;
    }

    private static string? ReasonToDrop(Column column)
    {
        int present = column.Length - column.MissingCount;
        if (present == 0)
        {
            return "every cell is missing";
        }

        if (column is DoubleColumn numbers && CountUnusable(numbers) == present)
        {
            return "every cell is infinite or beyond 1E+150";
        }

        ColumnSummary summary = ColumnSummary.Of(column);
        if (summary.Distinct == 1 && column.MissingCount == 0)
        {
            return $"constant: '{summary.Top}'";
        }

        return Identify(
            column.Name, column.Kind, column.Length, present, summary.Distinct, summary.Distinct == present, summary.Minimum, summary.Maximum, () => WordsPerCell(column));
    }

    /// <summary>Says why a column that varies cannot help on rows that were not seen; null if it may.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The kind of its cells.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="present">The number of cells that are present.</param>
    /// <param name="distinct">The number of different values, or an estimate of it.</param>
    /// <param name="allDiffer">Whether no two cells are the same.</param>
    /// <param name="least">The least number.</param>
    /// <param name="greatest">The greatest number.</param>
    /// <param name="wordsPerCell">Counts the words of a cell, on average.</param>
    internal static string? Identify(string name, ColumnKind kind, long rows, long present, long distinct, bool allDiffer, double least, double greatest, Func<double> wordsPerCell)
    {
        if (present < LeastRowsForIdentifier)
        {
            return null;
        }

        return kind switch
        {
            ColumnKind.Text or ColumnKind.Category when distinct > 0.5 * present && wordsPerCell() >= FreeTextWords => FreeText,
            ColumnKind.Text or ColumnKind.Category when distinct > IdentifierShare * present => $"{Identifier}: nearly every cell differs",
            ColumnKind.Integer when allDiffer && present == rows && rows >= CounterShare * (greatest - least + 1) && !AreYears(least, greatest) => $"{Identifier}: it numbers the rows",
            ColumnKind.Integer when allDiffer && HasIdentifierName(name) => $"{Identifier}: every cell differs",
            _ => null,
        };
    }

    /// <summary>Says whether numbers that all differ are those of years, which number the rows too, and tell of a trend.</summary>
    private static bool AreYears(double least, double greatest) => least >= EarliestYear && greatest <= LatestYear;

    /// <summary>Says whether a name ends in a word for an identifier, in whatever spelling (<c>customer_id</c>, <c>CustomerNo</c>), or begins with <c>id_</c>.</summary>
    internal static bool HasIdentifierName(string name)
    {
        int end = name.Length;
        while (end > 0 && !char.IsLetter(name[end - 1]))
        {
            end--;
        }

        int start = end;
        while (start > 0 && char.IsLetter(name[start - 1]) && !(start < end && char.IsUpper(name[start]) && char.IsLower(name[start - 1])))
        {
            start--;
        }

        return IdentifierWords.Contains(name[start..end]) || name.EndsWith("ID", StringComparison.Ordinal) || name.StartsWith("id_", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Counts the words of a cell, on average over about a thousand.</summary>
    internal static double WordsPerCell(Column column)
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
