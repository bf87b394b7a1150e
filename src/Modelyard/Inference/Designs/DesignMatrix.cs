using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents the columns that a regression weighs: an intercept, numbers as they are, booleans as 0 and 1, categories as one column for each level but the first, and products of these.</summary>
/// <remarks>
/// The levels of a category are sorted by code point and those that occur in no row are left out; the first is the reference that the others are compared with (treatment coding).
/// Where no term before it holds what the reference explains, a category has a column for each level: the first one if there is no intercept, or those of an interaction without its main effects.
/// Immutable and safe to read from any thread.
/// </remarks>
public sealed class DesignMatrix
{
    /// <summary>The name of the intercept.</summary>
    public const string InterceptName = "const";

    internal DesignMatrix(Matrix values, IReadOnlyList<DesignTerm> terms, bool isTransformed = false)
    {
        Values = values;
        Terms = terms;

        // Transformed rows have no column of ones any more.
        HasIntercept = !isTransformed && terms.Count > 0 && terms[0].Products.Count == 0;
        Columns = [.. terms.SelectMany(term => term.ColumnNames())];
    }

    /// <summary>Gets the numbers, rows x columns; the intercept is the first column if there is one.</summary>
    public Matrix Values { get; }

    /// <summary>Gets the features in order, each with its columns; the intercept is the first if there is one.</summary>
    public IReadOnlyList<DesignTerm> Terms { get; }

    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Values.Rows;

    /// <summary>Gets a value indicating whether the first column is the intercept.</summary>
    public bool HasIntercept { get; }

    /// <summary>Creates a design of columns of a table; rows in which a cell is missing are left out.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="features">The names of the columns.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    /// <returns>A new design.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be a feature, is constant or holds an infinite number, or no row is complete.</exception>
    public static DesignMatrix Of(Frame frame, IEnumerable<string> features, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Of(frame, new RegressionTerms([.. features], []), intercept);
    }

    /// <summary>Creates a design of columns of a table and of products of them; rows in which a cell is missing are left out.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="terms">The columns and the products.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    /// <returns>A new design.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be a feature, is constant or holds an infinite number, levels of an interaction never meet, or no row is complete.</exception>
    public static DesignMatrix Of(Frame frame, RegressionTerms terms, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(terms);
        return DesignCoding.Learn(frame, terms.Features, terms.Interactions, CompleteRows.Of(frame, terms.Columns()), intercept);
    }

    /// <summary>Creates a design of numbers.</summary>
    /// <param name="features">The numbers, rows x features, all finite.</param>
    /// <param name="names">One name a feature; by default x0, x1, and so on.</param>
    /// <param name="intercept">Whether an intercept is put before them.</param>
    /// <returns>A new design.</returns>
    /// <exception cref="ModelyardException">A feature is constant or holds a number that is not finite, or there are too many or too few names.</exception>
    public static DesignMatrix Of(Matrix features, IReadOnlyList<string>? names = null, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(features);
        names ??= [.. FeatureSchema.Numeric(features.Columns).Select(feature => feature.Name)];
        if (names.Count != features.Columns)
        {
            throw new ModelyardException($"There are '{names.Count}' names and must be '{features.Columns}', one for each feature.");
        }

        return DesignCoding.Learn(features, new FeatureSchema(names.Select(name => new Feature(name))), intercept);
    }

    /// <summary>Creates a design of the features of a data set; categories become columns of their levels.</summary>
    /// <param name="data">The data, without missing values.</param>
    /// <param name="intercept">Whether there is an intercept.</param>
    /// <returns>A new design.</returns>
    /// <exception cref="ModelyardException">A feature is constant or holds a missing value.</exception>
    public static DesignMatrix Of(Dataset data, bool intercept = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        return DesignCoding.Learn(data.ToDense().Features, data.Schema, intercept);
    }

    /// <summary>Codes the rows of another table as this design's were.</summary>
    /// <param name="frame">The table; it must have the features and no missing cell in them.</param>
    /// <returns>A new design of the same columns.</returns>
    /// <exception cref="ModelyardException">A cell is missing, or a level is not in the design.</exception>
    public DesignMatrix Encode(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new DesignMatrix(DesignCoding.Encode(frame, Terms), Terms);
    }

    /// <summary>Creates the design without one of its terms.</summary>
    /// <param name="name">The name of the feature; 'const' takes the intercept away.</param>
    /// <returns>A new design.</returns>
    /// <exception cref="ModelyardException">There is no such term.</exception>
    public DesignMatrix Without(string name)
    {
        DesignTerm left = Find(name);
        var values = new Matrix(RowCount, Columns.Count - left.Count);
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<double> from = Values.Row(row);
            Span<double> to = values.Row(row);
            from[..left.First].CopyTo(to);
            from[(left.First + left.Count)..].CopyTo(to[left.First..]);
        }

        return new DesignMatrix(values, [.. Terms.Where(term => term != left).Select(term => term.First > left.First ? term with { First = term.First - left.Count } : term)]);
    }

    /// <summary>Creates the design that explains the same, with levels compared with their mean; a term keeps the places of its columns, whose names mean nothing there.</summary>
    internal DesignMatrix ToSumCoding()
    {
        QR turned = QR.Of(SumCoding.Of(Terms).Transpose());
        Matrix values = Values.Transpose();
        turned.MultiplyTransposedQ(values);
        TriangularSolve.InPlace(turned.R, upper: true, transpose: false, values);
        Matrix coded = values.Transpose();
        for (int row = 0; row < RowCount && HasIntercept; row++)
        {
            coded[row, 0] = 1;
        }

        return new DesignMatrix(coded, Terms);
    }

    /// <summary>Gets the term of a name.</summary>
    internal DesignTerm Find(string name) => Terms.FirstOrDefault(term => term.Name == name)
        ?? throw new ModelyardException($"The term '{name}' is not in the regression. The nearest is '{Spelling.Nearest(name, Terms.Select(term => term.Name))}'.");

    /// <summary>Determines whether a term is the intercept, or a column that is the same in every row and stands in for one.</summary>
    internal bool IsConstant(DesignTerm term)
    {
        if (HasIntercept || term.Count != 1)
        {
            return HasIntercept && term.First == 0;
        }

        double first = Values[0, term.First];
        for (int row = 1; row < RowCount && first != 0; row++)
        {
            if (Values[row, term.First] != first)
            {
                return false;
            }
        }

        return first != 0;
    }

    /// <summary>Determines whether there is an intercept, a column that stands in for one, or a category with a column for each level.</summary>
    internal bool SpansConstant() => Terms.Any(term => term.SpansConstant || IsConstant(term));

    /// <summary>Gets the columns behind the intercept, without copying them.</summary>
    internal Matrix Features() => HasIntercept ? Values.View(0, RowCount, 1, Values.Columns - 1) : Values;
}
