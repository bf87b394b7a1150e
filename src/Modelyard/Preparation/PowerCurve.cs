using Modelyard.Probability;

namespace Modelyard.Preparation;

/// <summary>Represents the bending of one feature, then its shift and stretch.</summary>
/// <param name="Kind">How it is bent.</param>
/// <param name="Power">The power.</param>
/// <param name="Center">What is subtracted afterwards.</param>
/// <param name="Scale">What it is divided by then, never 0.</param>
internal readonly record struct PowerCurve(PowerKind Kind, double Power, double Center, double Scale)
{
    // A power this near to 0 (or 2) is one, where the limit is a logarithm.
    private const double Zero = 2.220446049250313e-16;

    // Keeps what is far from the training rows finite.
    private const double GreatestExponent = 700;

    internal static PowerCurve None { get; } = new(PowerKind.None, 1, 0, 1);

    internal double At(double value) => Kind == PowerKind.None || double.IsNaN(value) ? value : (Bend(value) - Center) / Scale;

    /// <summary>Computes the logarithm of the slope of the curve at a value, without the factor <c>Power − 1</c>.</summary>
    internal static double LogSlope(PowerKind kind, double value) => kind == PowerKind.BoxCox ? Math.Log(value) : Math.CopySign(SpecialFunctions.LogOnePlus(Math.Abs(value)), value);

    internal double Bend(double value)
    {
        if (Kind == PowerKind.BoxCox)
        {
            // Below the least positive number there is nothing to bend; it counts as that.
            double logarithm = Math.Log(Math.Max(value, double.Epsilon));
            return Math.Abs(Power) < Zero ? logarithm : SpecialFunctions.ExpMinusOne(Math.Min(Power * logarithm, GreatestExponent)) / Power;
        }

        if (value >= 0)
        {
            double logarithm = SpecialFunctions.LogOnePlus(value);
            return Math.Abs(Power) < Zero ? logarithm : SpecialFunctions.ExpMinusOne(Math.Min(Power * logarithm, GreatestExponent)) / Power;
        }

        double mirrored = SpecialFunctions.LogOnePlus(-value);
        return Math.Abs(Power - 2) <= Zero ? -mirrored : -SpecialFunctions.ExpMinusOne(Math.Min((2 - Power) * mirrored, GreatestExponent)) / (2 - Power);
    }
}
