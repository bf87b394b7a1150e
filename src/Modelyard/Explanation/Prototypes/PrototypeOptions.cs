namespace Modelyard.Explanation.Prototypes;

/// <summary>Represents how many prototypes and criticisms are chosen, and from how many rows.</summary>
public sealed record PrototypeOptions
{
    /// <summary>Gets the options that are taken unless others are given.</summary>
    public static PrototypeOptions Default { get; } = new();

    /// <summary>Gets the greatest number of prototypes, 1 or more.</summary>
    public int Prototypes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of prototypes is '{value}' and must be 1 or more.");
    } = 6;

    /// <summary>Gets the greatest number of criticisms, 0 or more.</summary>
    public int Criticisms
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of criticisms is '{value}' and must be 0 or more.");
    } = 4;

    /// <summary>Gets the greatest number of rows, 1 or more; of more a sample is drawn. Each pair of them is compared.</summary>
    public int MaxRows
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The greatest number of rows is '{value}' and must be 1 or more.");
    } = 2000;
}
