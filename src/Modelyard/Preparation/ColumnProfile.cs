using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Describes the values of one column as they were in the training data: what drift is measured against.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">How its values are to be read.</param>
public sealed record ColumnProfile(string Name, FeatureKind Kind)
{
    /// <summary>Gets the number of rows, missing ones included.</summary>
    public long Rows { get; init; }

    /// <summary>Gets the number of rows in which the value is missing.</summary>
    public long Missing { get; init; }

    /// <summary>Gets the mean of a column that is not categorical; NaN if there is no value.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Gets the sample standard deviation of a column that is not categorical; NaN if there are fewer than two values.</summary>
    public double StandardDeviation { get; init; } = double.NaN;

    /// <summary>Gets the least value of a column that is not categorical; NaN if there is none.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Gets the greatest value of a column that is not categorical; NaN if there is none.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Gets the inner borders of the bins of a column that is not categorical, ascending: bin i holds the values above border i - 1 and up to border i.</summary>
    public IReadOnlyList<double> Borders { get; init; } = [];

    /// <summary>Gets the levels of a categorical column in the order of their codes.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Gets the number of rows in each bin, one more than there are borders, or of each level.</summary>
    public IReadOnlyList<long> Counts { get; init; } = [];

    /// <summary>Gets the number of rows of a text that hold each of its terms, in the order in which the model has them; empty if the terms were not counted.</summary>
    public IReadOnlyList<long> TermRows { get; init; } = [];

    /// <summary>Gets how often each term of a text stands in all rows together; as many as <see cref="TermRows"/>.</summary>
    public IReadOnlyList<long> TermCounts { get; init; } = [];
}
