namespace Modelyard.Trees.Growing;

/// <summary>Represents a way to part the rows of a node.</summary>
internal struct Split
{
    /// <summary>The feature, or -1 if there is no split.</summary>
    public int Feature;

    /// <summary>The greatest code that goes left; codes count the different values of the feature in ascending order.</summary>
    public int Cut;

    /// <summary>The greatest value that goes left; positive infinity if only missing values go right.</summary>
    public double Threshold;

    /// <summary>Whether missing values go left.</summary>
    public bool MissingLeft;

    /// <summary>The codes that go left, as bits, if the feature is categorical.</summary>
    public ulong[]? LeftCodes;

    /// <summary>The sum of the scores of both sides; the greater, the purer.</summary>
    public double Score;

    /// <summary>Whether no split can be better: both sides are pure.</summary>
    public bool Perfect;

    /// <summary>Gets a value that stands for no split at all.</summary>
    public static Split None => new() { Feature = -1, Score = double.NegativeInfinity };
}
