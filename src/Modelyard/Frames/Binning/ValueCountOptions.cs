namespace Modelyard.Frames;

/// <summary>Represents how values are counted.</summary>
public sealed record ValueCountOptions
{
    /// <summary>Gets a value indicating whether shares of all counted rows are given, as <c>proportion</c>, and not counts.</summary>
    public bool Normalize { get; init; }

    /// <summary>Gets a value indicating whether the most frequent value comes first, of equally frequent ones the least. Otherwise the values are sorted.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Gets a value indicating whether the least frequent value comes first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Gets a value indicating whether missing cells are counted too.</summary>
    public bool KeepMissing { get; init; }

    /// <summary>Gets the number of intervals of equal width that numbers are cut into first; null for none. Intervals without a number are counted too.</summary>
    public int? Bins { get; init; }
}
