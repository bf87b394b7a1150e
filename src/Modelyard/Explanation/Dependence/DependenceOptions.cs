namespace Modelyard.Explanation.Dependence;

/// <summary>Represents at which values, and on how many rows, the dependence of a model on its features is computed.</summary>
public sealed record DependenceOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static DependenceOptions Default { get; } = new();

    /// <summary>Gets the greatest number of values of a numeric feature, at least 2: all that there are or else quantiles; of two features together 20 each at most. Of accumulated effects it is the greatest number of intervals.</summary>
    public int GridSize
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The size of the grid is '{value}' and must be 2 or more.");
    } = 50;

    /// <summary>Gets the values of features by their names, in place of those that are found: numbers, or codes of levels; NaN stands for a missing cell.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Values { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Gets the greatest number of rows, at least 1; of more a sample is drawn. Null for 2,000 of partial dependence, 20,000 of accumulated effects and 200 of interactions.</summary>
    public int? MaxRows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The greatest number of rows is '{value}' and must be 1 or more.");
    }

    /// <summary>Gets a value indicating whether the curve of each row is kept, of partial dependence on one feature.</summary>
    public bool KeepsCurves { get; init; } = true;
}
