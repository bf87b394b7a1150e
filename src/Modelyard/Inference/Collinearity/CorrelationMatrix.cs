using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents how columns of a table go together, each pair measured on the rows in which both have a cell.</summary>
public sealed class CorrelationMatrix
{
    private CorrelationMatrix(CorrelationKind kind, IReadOnlyList<string> names, Matrix values, Matrix pValues)
    {
        Kind = kind;
        Names = names;
        Values = values;
        PValues = pValues;
        AdjustedPValues = Adjust(pValues);
        Clustered = LeafOrder.Of(values);
    }

    /// <summary>Gets how the association was measured.</summary>
    public CorrelationKind Kind { get; }

    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the associations, columns x columns; NaN where there is none, as for a constant column.</summary>
    public Matrix Values { get; }

    /// <summary>Gets the chance of an association as strong if there were none, columns x columns; NaN of a column with itself, and where there is no association.</summary>
    /// <remarks>
    /// Correlations of Pearson and Spearman are tested by Student's t, Kendall's τ by counting the orders of up to 33 rows without ties and else by the normal distribution, Cramér's V by the
    /// chi-squared statistic without a correction for continuity, the correlation ratio by the analysis of variance.
    /// </remarks>
    public Matrix PValues { get; }

    /// <summary>Gets the p-values with regard to all pairs that were tested, by the method of Benjamini and Hochberg.</summary>
    public Matrix AdjustedPValues { get; }

    /// <summary>Gets the order of the columns in which those that go together stand together: that of the leaves of a tree of average linkage on one less the sizes of the associations.</summary>
    public IReadOnlyList<int> Clustered { get; }

    /// <summary>Measures the associations of columns of a table.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="names">The names of the columns; null for all that the kind can measure but those of free text.</param>
    /// <param name="kind">How association is measured.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>A new matrix.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be measured so, or there are fewer than two.</exception>
    public static CorrelationMatrix Of(Frame frame, IEnumerable<string>? names = null, CorrelationKind kind = CorrelationKind.Auto, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Column[] columns = names is null ? [.. frame.Columns.Where(column => Fits(kind, column) && column.Kind != ColumnKind.Text)] : [.. names.Select(name => frame[name])];
        if (columns.Length < 2)
        {
            throw new ModelyardException($"There {(columns.Length == 1 ? "is one column" : "are no columns")} and there must be two or more.");
        }

        if (Array.Find(columns, column => !Fits(kind, column)) is { } wrong)
        {
            throw new ModelyardException($"The column '{wrong.Name}' holds '{wrong.Kind}', of which '{kind}' says nothing. Leave it out, or take 'auto'.");
        }

        AssociationColumn[] parts = Array.ConvertAll(columns, column => AssociationColumn.Of(column, kind));
        Matrix values = new(columns.Length, columns.Length), pValues = new(columns.Length, columns.Length);
        ParallelLoop.For(columns.Length * columns.Length, degree, pair =>
        {
            (int i, int j) = (pair / columns.Length, pair % columns.Length);
            if (j <= i)
            {
                AssociationStrength own = i == j ? new(kind == CorrelationKind.Ratio ? double.NaN : parts[i].WithItself(), double.NaN) : parts[i].With(parts[j], kind);
                (values[i, j], values[j, i]) = (own.Value, own.Value);
                (pValues[i, j], pValues[j, i]) = (own.PValue, own.PValue);
            }
        });
        return new CorrelationMatrix(kind, [.. columns.Select(column => column.Name)], values, pValues);
    }

    /// <summary>Draws the matrix as a heat map, in the clustered order.</summary>
    /// <returns>A new chart.</returns>
    public HeatMapChart ToChart()
    {
        string[] names = [.. Clustered.Select(place => Names[place])];
        return new HeatMapChart
        {
            Title = $"Associations ({Kind})",
            Description = "Columns that go together stand together.",
            Rows = names,
            Columns = names,
            Values = [.. Clustered.Select(i => (IReadOnlyList<double>)[.. Clustered.Select(j => Values[i, j])])],
            FullAt = 1,
            ValueText = value => NumberText.Fixed(value, 2),
            Notes = [.. Clustered.Select(i => (IReadOnlyList<string>)[.. Clustered.Select(j => Note(i, j))])],
        };
    }

    private string Note(int row, int column) => double.IsNaN(PValues[row, column]) ? "" : $"p {NumberText.Chance(PValues[row, column])}, adjusted {NumberText.Chance(AdjustedPValues[row, column])}";

    private static Matrix Adjust(Matrix pValues)
    {
        (int Row, int Column)[] pairs = [.. Enumerable.Range(1, pValues.Rows - 1).SelectMany(row => Enumerable.Range(0, row).Select(column => (row, column)))];
        IReadOnlyList<double> own = MultipleTests.BenjaminiHochberg(Array.ConvertAll(pairs, pair => pValues[pair.Row, pair.Column]));
        Matrix adjusted = pValues.Copy();
        for (int i = 0; i < pairs.Length; i++)
        {
            (int row, int column) = pairs[i];
            (adjusted[row, column], adjusted[column, row]) = (own[i], own[i]);
        }

        return adjusted;
    }

    private static bool Fits(CorrelationKind kind, Column column) => kind switch
    {
        CorrelationKind.Auto or CorrelationKind.Ratio => true,
        CorrelationKind.Cramer => column.Kind is not (ColumnKind.Double or ColumnKind.Timestamp),
        _ => column.IsNumeric,
    };
}
