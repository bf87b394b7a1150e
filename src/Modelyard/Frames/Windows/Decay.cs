namespace Modelyard.Frames;

/// <summary>Represents how fast the weights of earlier rows fall.</summary>
public sealed record Decay
{
    private Decay(double alpha) => Alpha = alpha;

    /// <summary>Gets the share by which a weight falls from row to row, above 0 and at most 1.</summary>
    public double Alpha { get; }

    /// <summary>Creates a decay by the share itself.</summary>
    /// <param name="alpha">The share, above 0 and at most 1.</param>
    /// <returns>The decay.</returns>
    public static Decay FromAlpha(double alpha) => alpha is > 0 and <= 1
        ? new Decay(alpha)
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"Alpha is '{alpha}' and must be above 0 and at most 1.");

    /// <summary>Creates a decay by a span of rows: alpha is <c>2 / (span + 1)</c>.</summary>
    /// <param name="span">The span, at least 1.</param>
    /// <returns>The decay.</returns>
    public static Decay FromSpan(double span) => span >= 1
        ? new Decay(2 / (span + 1))
        : throw new ArgumentOutOfRangeException(nameof(span), span, $"The span is '{span}' and must be 1 or more.");

    /// <summary>Creates a decay by the number of rows in which a weight falls by half.</summary>
    /// <param name="halfLife">The number of rows, above 0.</param>
    /// <returns>The decay.</returns>
    public static Decay FromHalfLife(double halfLife) => halfLife > 0
        ? new Decay(1 - Math.Exp(-Math.Log(2) / halfLife))
        : throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, $"The half-life is '{halfLife}' and must be above 0.");

    /// <summary>Creates a decay by the centre of mass of the weights: alpha is <c>1 / (1 + centre)</c>.</summary>
    /// <param name="center">The centre, 0 or more.</param>
    /// <returns>The decay.</returns>
    public static Decay FromCenterOfMass(double center) => center >= 0
        ? new Decay(1 / (1 + center))
        : throw new ArgumentOutOfRangeException(nameof(center), center, $"The centre of mass is '{center}' and must be 0 or more.");
}
