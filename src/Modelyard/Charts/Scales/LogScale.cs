namespace Modelyard.Charts.Scales;

/// <summary>Maps positive values to positions so that equal ratios take equal room.</summary>
/// <remarks>
/// A lower end that is not positive becomes a ten-thousandth of the upper end; a domain without any positive value
/// becomes 1 to 10.
/// </remarks>
public sealed class LogScale : IContinuousScale
{
    private readonly LinearScale _exponents;

    /// <summary>Initializes a scale.</summary>
    /// <param name="minimum">The least value of the domain, above 0.</param>
    /// <param name="maximum">The greatest value of the domain.</param>
    /// <param name="start">The position of the least value.</param>
    /// <param name="end">The position of the greatest value.</param>
    public LogScale(double minimum, double maximum, double start = 0, double end = 1)
    {
        (Minimum, Maximum) = Sound(minimum, maximum);
        _exponents = new LinearScale(Math.Log10(Minimum), Math.Log10(Maximum), start, end);
    }

    /// <inheritdoc/>
    public double Minimum { get; }

    /// <inheritdoc/>
    public double Maximum { get; }

    /// <inheritdoc/>
    public double Map(double value) => value > 0 ? _exponents.Map(Math.Log10(value)) : double.NaN;

    /// <inheritdoc/>
    public IReadOnlyList<AxisTick> Ticks(int target, AxisFormat format = AxisFormat.Number)
    {
        int first = (int)Math.Ceiling(Math.Log10(Minimum) - 1e-9);
        int last = (int)Math.Floor(Math.Log10(Maximum) + 1e-9);
        int decades = last - first + 1;
        if (decades >= 3)
        {
            int stride = Math.Max(1, (decades + target - 1) / Math.Max(target, 1));
            return Decades(first, last, stride, [1], format);
        }

        List<AxisTick> ticks = Decades(first - 1, last, 1, [1, 2, 5], format);
        return ticks.Count >= 3 ? ticks : new LinearScale(Minimum, Maximum).Ticks(target, format);
    }

    private List<AxisTick> Decades(int first, int last, int stride, ReadOnlySpan<int> leads, AxisFormat format)
    {
        var ticks = new List<AxisTick>();
        for (int exponent = first; exponent <= last; exponent += stride)
        {
            foreach (int lead in leads)
            {
                double value = exponent >= 0 ? lead * Math.Pow(10, exponent) : lead / Math.Pow(10, -exponent);
                if (value >= Minimum && value <= Maximum)
                {
                    ticks.Add(new AxisTick(value, format == AxisFormat.Percent ? NumberText.Percent(value) : NumberText.Compact(value)));
                }
            }
        }

        return ticks;
    }

    private static (double Minimum, double Maximum) Sound(double minimum, double maximum)
    {
        if (minimum > maximum)
        {
            (minimum, maximum) = (maximum, minimum);
        }

        if (!(maximum > 0) || !double.IsFinite(maximum))
        {
            return (1, 10);
        }

        maximum = Math.Clamp(maximum, 1e-290, 1e300);
        minimum = minimum > 0 ? Math.Clamp(minimum, 1e-290, 1e300) : Math.Max(maximum / 1e4, 1e-290);
        return maximum > minimum * (1 + 1e-6) ? (minimum, maximum) : (minimum / 2, maximum * 2);
    }
}
