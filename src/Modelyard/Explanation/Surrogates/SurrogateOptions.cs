namespace Modelyard.Explanation.Surrogates;

/// <summary>Represents how large a surrogate may become and on how many rows it is fitted and tested.</summary>
public sealed record SurrogateOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static SurrogateOptions Default { get; } = new();

    /// <summary>Gets the greatest number of rules, 2 or more; they are grown where they gain most.</summary>
    public int Rules
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of rules is '{value}' and must be 2 or more.");
    } = 8;

    /// <summary>Gets the greatest number of questions that lead to a rule, 1 or more.</summary>
    public int Depth
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The depth is '{value}' and must be 1 or more.");
    } = 4;

    /// <summary>Gets the greatest number of rows, 10 or more; of more a sample is drawn.</summary>
    public int MaxRows
    {
        get;
        init => field = value >= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The greatest number of rows is '{value}' and must be 10 or more.");
    } = 20_000;

    /// <summary>Gets the share of the rows on which the surrogate is tested and not fitted, between 0 and 1.</summary>
    public double TestShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The share of the test is '{value}' and must lie between 0 and 1.");
    } = 0.3;
}
