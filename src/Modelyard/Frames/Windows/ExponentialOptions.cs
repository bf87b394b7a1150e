namespace Modelyard.Frames;

/// <summary>Represents how cells count in an exponentially weighted window.</summary>
public sealed record ExponentialOptions
{
    /// <summary>Gets a value indicating whether weights are divided by their sum; otherwise the first cell begins as the mean.</summary>
    public bool Adjust { get; init; } = true;

    /// <summary>Gets a value indicating whether weights fall only from present cell to present cell; otherwise they fall by missing cells all the same.</summary>
    public bool IgnoreMissing { get; init; }

    /// <summary>Gets the number of present cells that a window must have.</summary>
    public int Least { get; init; }
}
