namespace Modelyard.Frames;

/// <summary>Names on which side of a row its partner is sought.</summary>
public enum AsOfDirection
{
    /// <summary>The last row whose key is not greater.</summary>
    Backward,

    /// <summary>The first row whose key is not less.</summary>
    Forward,

    /// <summary>The nearer of the two; of two equally near the one before.</summary>
    Nearest,
}
