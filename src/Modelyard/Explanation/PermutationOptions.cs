namespace Modelyard.Explanation;

/// <summary>Represents what is shuffled to see what a model leans on, how, and how often.</summary>
public sealed record PermutationOptions
{
    /// <summary>Gets the number of shuffles of each feature or group, at least 1; from one alone there is no interval.</summary>
    public int Repeats
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of shuffles is '{value}' and must be 1 or more.");
    } = 5;

    /// <summary>Gets the greatest number of rows, at least 1; of more a sample is drawn.</summary>
    public int MaxRows
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The greatest number of rows is '{value}' and must be 1 or more.");
    } = 2000;

    /// <summary>Gets the groups whose features are shuffled together; a feature that is in none stands alone. See <see cref="FeatureGroup.FindCorrelated"/>.</summary>
    public IReadOnlyList<FeatureGroup> Groups { get; init; } = [];

    /// <summary>Gets a value indicating whether values are shuffled only among rows whose other features say much the same of them: what a feature adds to the others, and no rows that could not be.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Gets the time that it may take, about, by the time of a first prediction: fewer rows are shuffled, and fewer times, if it would take longer. Null for no limit.</summary>
    public TimeSpan? Budget { get; init; }
}
