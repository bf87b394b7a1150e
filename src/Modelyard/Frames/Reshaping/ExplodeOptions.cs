namespace Modelyard.Frames;

/// <summary>Represents how texts that hold several values are taken apart.</summary>
public sealed record ExplodeOptions
{
    /// <summary>Gets what stands between two values, not empty; of no account for JSON.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Gets a value indicating whether white space around the values is left out; of no account for JSON.</summary>
    public bool Trim { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the texts are JSON arrays, as in <c>[1, 2]</c>. Integers, numbers and booleans then give a column of that kind, if all values
    /// are of it; otherwise texts. Objects and arrays within stay JSON.
    /// </summary>
    public bool Json { get; init; }

    /// <summary>Gets the greatest number of rows that the result may have.</summary>
    public int MaxRows { get; init; } = 100_000_000;
}
