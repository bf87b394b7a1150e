namespace Modelyard.Explanation;

/// <summary>Tells what a model does from what comes of rounding.</summary>
/// <remarks>Sums and means of outputs agree to some 1e-15 of their size; what cancels in a model, such as a large intercept against large cells, leaves more. What is far below either is no finding.</remarks>
internal static class RoundingNoise
{
    private const double Share = 1e-10;

    /// <summary>Replaces what is too small beside the outputs of a model by 0.</summary>
    /// <param name="value">A difference or a sum of differences of outputs.</param>
    /// <param name="scale">The size of the outputs.</param>
    internal static double Without(double value, double scale) => Math.Abs(value) <= Share * scale ? 0 : value;
}
