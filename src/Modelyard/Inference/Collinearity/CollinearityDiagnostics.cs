using System.Globalization;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents how nearly the columns of a design depend on each other: condition indices, and the share of each coefficient's variance that goes with each.</summary>
/// <remarks>
/// Columns are scaled to length 1 and not centred. An index beyond 30 is a near dependence; the columns with more than half of their variance at it take part.
/// Source: Belsley (1991), Conditioning Diagnostics: Collinearity and Weak Data in Regression.
/// </remarks>
public sealed class CollinearityDiagnostics
{
    private CollinearityDiagnostics(IReadOnlyList<string> columns, double[] indices, Matrix proportions)
    {
        Columns = columns;
        ConditionIndices = indices;
        Proportions = proportions;
    }

    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the condition indices in ascending order: the greatest singular value over each.</summary>
    public IReadOnlyList<double> ConditionIndices { get; }

    /// <summary>Gets the shares of the variance of each coefficient, indices x columns; those of a column add up to 1.</summary>
    public Matrix Proportions { get; }

    /// <summary>Draws the shares of variance as a heat map, the greatest condition index first.</summary>
    /// <returns>A new chart.</returns>
    public HeatMapChart ToChart() => new()
    {
        Title = "Condition indices and the columns that take part",
        Description = "Each row is a condition index, and how much of each column's variance goes with it; an index beyond 30 with two dark cells or more is a near dependence.",
        Rows = [.. Enumerable.Range(0, ConditionIndices.Count).Reverse().Select(i => SummaryNumber.Text(ConditionIndices[i]))],
        Columns = Columns,
        Values = [.. Enumerable.Range(0, ConditionIndices.Count).Reverse().Select(i => (IReadOnlyList<double>)[.. Proportions.Row(i)])],
        FullAt = 1,
        ValueText = share => share.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>Diagnoses a design.</summary>
    /// <param name="design">The design.</param>
    /// <returns>The diagnostics.</returns>
    /// <exception cref="ModelyardException">Columns are perfectly collinear.</exception>
    public static CollinearityDiagnostics Of(DesignMatrix design)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (design.RowCount <= design.Columns.Count)
        {
            throw new ModelyardException($"There are '{design.RowCount}' rows and '{design.Columns.Count}' columns; there must be more rows than columns.");
        }

        Matrix triangle = DesignFactor.Of(design, new double[design.RowCount], null, FitContext.Default).Triangle();
        int size = triangle.Columns;
        for (int j = 0; j < size; j++)
        {
            double length = 0;
            for (int i = 0; i <= j; i++)
            {
                length += triangle[i, j] * triangle[i, j];
            }

            for (int i = 0; i <= j; i++)
            {
                triangle[i, j] /= Math.Sqrt(length);
            }
        }

        Svd parts = Svd.Of(triangle);
        var proportions = new Matrix(size, size);
        for (int j = 0; j < size; j++)
        {
            double total = 0;
            for (int i = 0; i < size; i++)
            {
                double share = parts.VTransposed[i, j] / parts.SingularValues[i];
                proportions[i, j] = share * share;
                total += share * share;
            }

            for (int i = 0; i < size; i++)
            {
                proportions[i, j] /= total;
            }
        }

        return new CollinearityDiagnostics(design.Columns, Array.ConvertAll(parts.SingularValues, value => parts.SingularValues[0] / value), proportions);
    }
}
