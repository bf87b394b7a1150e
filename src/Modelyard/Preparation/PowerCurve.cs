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

    internal static PowerCurve None { get; } = new(PowerKind.None, 1, 0, 1);

    internal double At(double value) => Kind == PowerKind.None || double.IsNaN(value) ? value : (Bend(value) - Center) / Scale;

    /// <summary>Computes the logarithm of the slope of the curve at a value, without the factor <c>Power − 1</c>.</summary>
    internal static double LogSlope(PowerKind kind, double value) => kind == PowerKind.BoxCox ? Math.Log(value) : Math.CopySign(LogOnePlus(Math.Abs(value)), value);

    internal double Bend(double value)
    {
        if (Kind == PowerKind.BoxCox)
        {
            // Below the least positive number there is nothing to bend; it counts as that.
            double logarithm = Math.Log(Math.Max(value, double.Epsilon));
            return Math.Abs(Power) < Zero ? logarithm : ExpMinusOne(Power * logarithm) / Power;
        }

        if (value >= 0)
        {
            double logarithm = LogOnePlus(value);
            return Math.Abs(Power) < Zero ? logarithm : ExpMinusOne(Power * logarithm) / Power;
        }

        double mirrored = LogOnePlus(-value);
        return Math.Abs(Power - 2) <= Zero ? -mirrored : -ExpMinusOne((2 - Power) * mirrored) / (2 - Power);
    }

    private static double LogOnePlus(double x) => x < 1e-5 ? x - (0.5 * x * x) + (x * x * x / 3) : Math.Log(1 + x);

    private static double ExpMinusOne(double x) => Math.Abs(x) < 1e-5 ? x + (0.5 * x * x) + (x * x * x / 6) : Math.Exp(Math.Min(x, 700)) - 1;
}
