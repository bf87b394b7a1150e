using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Represents how far a table has moved from its reference: column by column, and as a whole.</summary>
/// <remarks>
/// A column has drifted if it differs beyond chance, its p-value being adjusted for all columns and for the looks at their missing cells, and by as much as matters. Where nothing has changed the chance that
/// any column is told is at most the level, be there one column or a hundred, if columns are independent or go together.
/// </remarks>
public sealed class TableDrift
{
    private TableDrift(DriftOptions options, IReadOnlyList<ColumnDrift> columns) => (Options, Columns) = (options, columns);

    /// <summary>Gets what was compared, and what counts as drift.</summary>
    public DriftOptions Options { get; }

    /// <summary>Gets the columns, in the order of the reference.</summary>
    public IReadOnlyList<ColumnDrift> Columns { get; }

    /// <summary>Gets what does not fit the reference beside drift, such as levels that it does not have.</summary>
    public required IReadOnlyList<QualityFinding> Quality { get; init; }

    /// <summary>Gets the columns of the reference that were not compared, and why.</summary>
    public required IReadOnlyList<DroppedColumn> Unwatched { get; init; }

    /// <summary>Gets the number of rows of the reference.</summary>
    public required long ReferenceRows { get; init; }

    /// <summary>Gets the number of rows that were compared with it.</summary>
    public required long CurrentRows { get; init; }

    /// <summary>Gets the columns that have drifted, those of the greatest effect first.</summary>
    public IReadOnlyList<ColumnDrift> Drifted => [.. Columns.Where(column => column.Drifted).OrderByDescending(Size)];

    /// <summary>Gets a value indicating whether any column has drifted.</summary>
    public bool HasDrifted => Columns.Any(column => column.Drifted);

    /// <summary>Gets what came out, in a sentence.</summary>
    public string Summary => Tell(_ => null);

    /// <summary>Says what came out in a sentence, with what differs of the column that has moved most: where a sentence is all that is read, as in a message, a name alone says little.</summary>
    /// <param name="evidence">Says what differs of a column; null to name it alone.</param>
    internal string Tell(Func<ColumnDrift, string?> evidence)
    {
        IReadOnlyList<ColumnDrift> drifted = Drifted;
        string of = $"of {NumberText.Counted(Columns.Count, "column")}";
        string slight = Columns.Count(column => !column.Drifted && column.AdjustedPValue <= Options.Level) is > 0 and var count
            ? $" {NumberText.Counted(count, "other column")} {(count == 1 ? "differs" : "differ")} beyond chance, but by less than matters." : "";
        if (drifted.Count == 0)
        {
            return $"No drift: none {of} differs beyond chance and by as much as matters.{slight.Replace(" other ", " ", StringComparison.Ordinal)}";
        }

        ColumnDrift first = drifted[0];
        string most = evidence(first) is { Length: > 0 } text ? $"'{first.Name}' ({text})" : $"'{first.Name}'";
        return $"Drift: {drifted.Count} {of} {(drifted.Count == 1 ? $"has moved, {most}" : $"have moved, most {string.Join(", ", [most, .. drifted.Skip(1).Take(2).Select(column => $"'{column.Name}'")])}")}.{slight}";
    }

    /// <summary>Creates a chart of how far each column has moved.</summary>
    /// <returns>The chart; columns that have drifted stand out.</returns>
    public BarChart ToChart() => DriftCharts.Of(this);

    /// <summary>Compares the rows of two tables: numbers by all their values.</summary>
    /// <param name="reference">The rows of the reference, such as those of the training.</param>
    /// <param name="current">The rows to compare with it, such as those of last week.</param>
    /// <param name="options">What is compared; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A table has no rows, the tables have no column in common, or an option is out of its range.</exception>
    public static TableDrift Compare(Frame reference, Frame current, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        options ??= new DriftOptions();
        options.Check();
        Require(reference.RowCount, current.RowCount);
        var counted = TableTally.Of(reference, options.Exclude);
        TableDrift drift = Compare(counted, current, options, column => column.Grid is { HasLevels: false, Kind: not FeatureKind.Text } grid && current.TryGetColumn(grid.Name, out Column? other)
            ? new SortedSamples(Values(reference[grid.Name], grid), Values(other, grid))
            : null);
        IEnumerable<string> added = current.Columns.Select(column => column.Name).Except(reference.Columns.Select(column => column.Name), StringComparer.Ordinal);
        return drift.With([.. added.Select(name => new QualityFinding(name, QualityIssue.NewColumn, current.RowCount, 1)), .. drift.Quality]);
    }

    /// <summary>Compares the rows of a table with the counts of a reference, such as the profile of a model file.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The rows to compare with it; columns that the reference does not have are passed over.</param>
    /// <param name="options">What is compared; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A side has no rows, the table has no column of the reference, or an option is out of its range.</exception>
    public static TableDrift Compare(TableTally reference, Frame current, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        options ??= new DriftOptions();
        options.Check();
        Require(reference.Rows, current.RowCount);
        return Compare(reference, current, options, _ => null);
    }

    /// <summary>Compares counts of rows, as windows of time and the profile of a model file have them.</summary>
    /// <param name="reference">The counts of the reference.</param>
    /// <param name="current">The counts to compare with it, of the same grid.</param>
    /// <param name="options">What is compared; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A side has no rows, or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">The two are of different grids.</exception>
    public static TableDrift Compare(TableTally reference, TableTally current, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        options ??= new DriftOptions();
        options.Check();
        Require(reference.Rows, current.Rows);
        reference.Grid.Require(current.Grid, nameof(current));
        return Compare(reference, current, options, _ => null);
    }

    private static TableDrift Compare(TableTally reference, Frame current, DriftOptions options, Func<ColumnTally, SortedSamples?> samples)
    {
        string[] watched = [.. reference.Grid.Columns.Select(column => column.Name).Where(name => !options.Exclude.Contains(name, StringComparer.Ordinal))];
        string[] absent = [.. watched.Where(name => !current.TryGetColumn(name, out _))];
        if (absent.Length == watched.Length)
        {
            throw new ModelyardException($"The tables have no column in common: the reference has {Names(watched)}, the other {Names(current.Columns.Select(column => column.Name))}.");
        }

        // A column that is not there is told as that, not as one whose cells are all missing.
        var now = new TableTally(reference.Grid);
        now.Add(current);
        TableDrift drift = Compare(reference, now, options with { Exclude = [.. options.Exclude, .. absent] }, samples);
        return drift.With([.. absent.Select(name => new QualityFinding(name, QualityIssue.AbsentColumn, current.RowCount, 1)), .. drift.Quality]);
    }

    private static TableDrift Compare(TableTally reference, TableTally current, DriftOptions options, Func<ColumnTally, SortedSamples?> samples)
    {
        int[] compared = [.. Enumerable.Range(0, reference.Columns.Count).Where(column => !options.Exclude.Contains(reference.Columns[column].Grid.Name, StringComparer.Ordinal) && current.Columns[column].Rows > 0)];
        var columns = new ColumnDrift[compared.Length];
        ParallelLoop.For(columns.Length, Environment.ProcessorCount, i => columns[i] = ColumnComparison.Of(reference.Columns[compared[i]], current.Columns[compared[i]], samples(reference.Columns[compared[i]]), options));
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. columns.Select(column => column.PValue), .. columns.Select(column => column.Missing.PValue)]);
        return new TableDrift(options, [.. columns.Select((column, i) => column with
        {
            AdjustedPValue = adjusted[i],
            ValuesDrifted = adjusted[i] <= options.Level && column.Effect >= options.LeastEffect,
            Missing = column.Missing with { AdjustedPValue = adjusted[columns.Length + i], Drifted = adjusted[columns.Length + i] <= options.Level && Math.Abs(column.Missing.Current - column.Missing.Reference) >= options.LeastMissing },
        })])
        {
            Quality = QualityChecks.Of([.. compared.Select(i => (reference.Columns[i], current.Columns[i]))], options.Level),
            Unwatched = reference.Grid.Unwatched,
            ReferenceRows = reference.Rows,
            CurrentRows = current.Rows,
        };
    }

    /// <summary>Computes by how much a column that has drifted has moved.</summary>
    public static double Size(ColumnDrift column) => Math.Max(column.ValuesDrifted ? column.Effect : 0, column.Missing.Drifted ? Math.Abs(column.Missing.Current - column.Missing.Reference) : 0);

    private static double[] Values(Column column, ColumnGrid grid)
    {
        ReadOnlySpan<double> cells = CellCodes.Of(column, grid, new UnseenLevels());
        double[] values = cells.ToArray();
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = Math.Abs(values[row]) <= RowEncoder.Greatest ? values[row] : double.NaN;
        }

        return values;
    }

    private static void Require(long reference, long current)
    {
        if (reference == 0 || current == 0)
        {
            throw new ModelyardException($"There are '{reference}' rows of the reference and '{current}' to compare with it, and there must be one or more of each.");
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Take(5).Select(name => $"'{name}'"));

    private TableDrift With(IReadOnlyList<QualityFinding> quality) => new(Options, Columns) { Quality = quality, Unwatched = Unwatched, ReferenceRows = ReferenceRows, CurrentRows = CurrentRows };
}
