using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Inference;

/// <summary>Represents what a regression is made of: a design, a target, and, if there are any, weights, clusters and offsets.</summary>
/// <remarks>Immutable by agreement: nobody writes to the arrays once they are handed over.</remarks>
public sealed class RegressionData
{
    private readonly double[] _target;

    private RegressionData(DesignMatrix design, double[] target, string targetName)
    {
        Design = design;
        TargetName = targetName;
        _target = target;
    }

    /// <summary>Gets the columns that explain.</summary>
    public DesignMatrix Design { get; private init; }

    /// <summary>Gets the name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Gets the target, one number a row; of a category the position of its level.</summary>
    public ReadOnlySpan<double> Target => _target;

    /// <summary>Gets the levels of a target that is a category, sorted by code point; none of a number.</summary>
    public IReadOnlyList<string> TargetLevels { get; private init; } = [];

    /// <summary>Gets the weights, one a row, or an empty span.</summary>
    public ReadOnlySpan<double> Weights => WeightArray;

    /// <summary>Gets the cluster of each row, or an empty span.</summary>
    public ReadOnlySpan<int> Clusters => ClusterArray;

    /// <summary>Gets what is added to the weighted sum of each row, or an empty span.</summary>
    public ReadOnlySpan<double> Offset => OffsetArray;

    /// <summary>Gets the zero-based row of the table that each row was, or an empty span if none was left out.</summary>
    public ReadOnlySpan<int> SourceRows => SourceRowArray;

    /// <summary>Gets the number of rows that were left out as a cell was missing.</summary>
    public int DroppedRows { get; private init; }

    internal double[] TargetArray => _target;

    internal double[]? WeightArray { get; private init; }

    internal int[]? ClusterArray { get; private init; }

    internal double[]? OffsetArray { get; private init; }

    internal int[]? SourceRowArray { get; private init; }

    private string? OffsetColumn { get; init; }

    private string? ExposureColumn { get; init; }

    /// <summary>Takes columns of a table; rows in which a cell is missing are left out and counted.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>New data.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be what it is to be, or there are not more rows than coefficients.</exception>
    public static RegressionData Of(Frame frame, RegressionColumns columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(columns);
        Column target = frame[columns.Target];
        var apart = columns.Others().Append(columns.Target).ToHashSet(StringComparer.Ordinal);
        string[] features = columns.Features is null ? [.. frame.Columns.Select(column => column.Name).Where(name => !apart.Contains(name))] : [.. columns.Features];
        var terms = new RegressionTerms(features, columns.Interactions);
        if (terms.Columns().Contains(columns.Target, StringComparer.Ordinal))
        {
            throw new ModelyardException($"The target '{columns.Target}' is among the features, where it would explain itself. Leave it out.");
        }

        int[] rows = CompleteRows.Of(frame, terms.Columns().Concat(apart));
        (double[] numbers, IReadOnlyList<string> levels) = ReadTarget(target, rows);
        return new RegressionData(DesignCoding.Learn(frame, features, columns.Interactions, rows, columns.Intercept), numbers, columns.Target)
        {
            TargetLevels = levels,
            WeightArray = columns.Weights is null ? null : Numbers(frame[columns.Weights], rows, "a weight"),
            ClusterArray = columns.Clusters is null ? null : Groups(frame[columns.Clusters], rows),
            OffsetArray = ReadOffset(frame, columns.Offset, columns.Exposure, rows),
            OffsetColumn = columns.Offset,
            ExposureColumn = columns.Exposure,
            SourceRowArray = rows.Length == frame.RowCount ? null : rows,
            DroppedRows = frame.RowCount - rows.Length,
        };
    }

    /// <summary>Takes a data set: its features, weights and groups.</summary>
    /// <param name="data">The data, without missing values.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    /// <returns>New data.</returns>
    /// <exception cref="ModelyardException">A feature is constant or holds a missing value, or there is no target.</exception>
    public static RegressionData Of(Dataset data, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] target = data.Task == TaskKind.Classification ? Array.ConvertAll(data.Labels.ToArray(), label => (double)label) : data.Target.ToArray();
        return new RegressionData(DesignMatrix.Of(data, intercept), target, data.TargetName)
        {
            TargetLevels = data.Classes,
            WeightArray = data.HasWeights ? CheckPositive(data.Weights.ToArray(), "weights", "a weight", null) : null,
            ClusterArray = data.Groups.IsEmpty ? null : data.Groups.ToArray(),
        };
    }

    /// <summary>Takes a design and a target.</summary>
    /// <param name="design">The design.</param>
    /// <param name="target">One finite number a row.</param>
    /// <param name="weights">One positive number a row; null for equal weights.</param>
    /// <param name="targetName">The name of the target.</param>
    /// <returns>New data.</returns>
    /// <exception cref="ModelyardException">The lengths differ, or a number is out of its range.</exception>
    public static RegressionData Of(DesignMatrix design, double[] target, double[]? weights = null, string targetName = "target")
    {
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(target);
        CheckLength("numbers of the target", target.Length, design.RowCount);
        int bad = Array.FindIndex(target, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new ModelyardException($"The target '{targetName}' is '{target[bad]}' in row '{bad}' and must be a finite number.");
        }

        if (weights is not null)
        {
            CheckLength("weights", weights.Length, design.RowCount);
            CheckPositive(weights, "weights", "a weight", null);
        }

        return new RegressionData(design, target, targetName) { WeightArray = weights };
    }

    /// <summary>Creates the same data with clusters.</summary>
    /// <param name="clusters">The cluster of each row; null for none.</param>
    /// <returns>New data.</returns>
    /// <exception cref="ModelyardException">There is not one cluster a row.</exception>
    public RegressionData WithClusters(int[]? clusters)
    {
        CheckLength("clusters", clusters?.Length ?? Design.RowCount, Design.RowCount);
        return Copy(Design, clusters, OffsetArray);
    }

    /// <summary>Creates the same data with offsets.</summary>
    /// <param name="offset">What is added to the weighted sum of each row; null for nothing.</param>
    /// <returns>New data.</returns>
    /// <exception cref="ModelyardException">There is not one offset a row.</exception>
    public RegressionData WithOffset(double[]? offset)
    {
        CheckLength("offsets", offset?.Length ?? Design.RowCount, Design.RowCount);
        return Copy(Design, ClusterArray, offset);
    }

    /// <summary>Creates the same data without one of its features.</summary>
    /// <param name="term">The name of the feature.</param>
    /// <returns>New data.</returns>
    /// <exception cref="ModelyardException">There is no such feature.</exception>
    public RegressionData Without(string term) => WithDesign(Design.Without(term));

    /// <summary>Creates the same data with another design of the same rows.</summary>
    internal RegressionData WithDesign(DesignMatrix design) => Copy(design, ClusterArray, OffsetArray);

    /// <summary>Reads what is added to the weighted sum of each row of another table, of the columns that told it of this one; null for nothing.</summary>
    internal double[]? OffsetOf(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (OffsetArray is not null && OffsetColumn is null && ExposureColumn is null)
        {
            throw new ModelyardException("The offsets of the regression are of no column, so that a table does not tell those of its rows. Give them beside the design of the table: 'Predict(fit.Data.Design.Encode(table), offset)'.");
        }

        return ReadOffset(frame, OffsetColumn, ExposureColumn, [.. Enumerable.Range(0, frame.RowCount)]);
    }

    /// <summary>Gets the number of a row in the table, counted from 1 as people do.</summary>
    internal int DataRow(int row) => (SourceRowArray is null ? row : SourceRowArray[row]) + 1;

    private RegressionData Copy(DesignMatrix design, int[]? clusters, double[]? offset) => new(design, _target, TargetName)
    {
        TargetLevels = TargetLevels,
        WeightArray = WeightArray,
        ClusterArray = clusters,
        OffsetArray = offset,
        OffsetColumn = ReferenceEquals(offset, OffsetArray) ? OffsetColumn : null,
        ExposureColumn = ReferenceEquals(offset, OffsetArray) ? ExposureColumn : null,
        SourceRowArray = SourceRowArray,
        DroppedRows = DroppedRows,
    };

    private static double[]? ReadOffset(Frame frame, string? offset, string? exposure, int[] rows)
    {
        double[]? sums = offset is null ? null : Numbers(frame[offset], rows, null);
        if (exposure is null)
        {
            return sums;
        }

        double[] logarithms = Array.ConvertAll(Numbers(frame[exposure], rows, "an exposure"), Math.Log);
        return sums is null ? logarithms : [.. sums.Zip(logarithms, (sum, one) => sum + one)];
    }

    private static (double[] Numbers, IReadOnlyList<string> Levels) ReadTarget(Column target, int[] rows)
    {
        if (target is TimestampColumn)
        {
            throw new ModelyardException($"The target '{target.Name}' holds times and must hold numbers, booleans or categories.");
        }

        if (target.IsNumeric)
        {
            return (Numbers(target, rows, null), []);
        }

        Column taken = target.Take(rows);
        CategoryColumn category = CategoryColumn.From(target.Name, Enumerable.Range(0, rows.Length).Select(row => (string?)taken.FormatCell(row)));
        return (Array.ConvertAll(category.Codes.ToArray(), code => (double)code), category.Levels);
    }

    private static double[] Numbers(Column column, int[] rows, string? positive)
    {
        if (!column.IsNumeric || column is TimestampColumn)
        {
            throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}' and must hold numbers.");
        }

        double[] all = column.ToDoubles(), taken = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = all[rows[i]];
            if (!double.IsFinite(taken[i]))
            {
                throw new ModelyardException($"The column '{column.Name}' is '{taken[i]}' in data row {rows[i] + 1} and must be a finite number.");
            }
        }

        return positive is null ? taken : CheckPositive(taken, column.Name, positive, rows);
    }

    private static double[] CheckPositive(double[] numbers, string name, string what, int[]? rows)
    {
        int bad = Array.FindIndex(numbers, number => !(number > 0 && double.IsFinite(number)));
        return bad < 0 ? numbers : throw new ModelyardException(
            $"The column '{name}' is '{numbers[bad]}' in data row {(rows is null ? bad : rows[bad]) + 1} and must be {what}, a finite number above 0. Mend the cell, or leave the row out.");
    }

    private static int[] Groups(Column column, int[] rows)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] groups = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            string cell = column.FormatCell(rows[i]);
            if (!numbers.TryGetValue(cell, out groups[i]))
            {
                numbers[cell] = groups[i] = numbers.Count;
            }
        }

        return groups;
    }

    private static void CheckLength(string what, int length, int rows)
    {
        if (length != rows)
        {
            throw new ModelyardException($"There are '{length}' {what} and must be '{rows}', one for each row.");
        }
    }
}
