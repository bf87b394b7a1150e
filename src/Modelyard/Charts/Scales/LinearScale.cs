namespace Modelyard.Charts.Scales;

/// <summary>Maps values to positions so that equal differences take equal room.</summary>
/// <remarks>A domain without length is widened about its value; a domain that is not finite becomes 0 to 1.</remarks>
public sealed class LinearScale : IContinuousScale
{
    private const double Limit = 1e300;
    private readonly double _start;
    private readonly double _end;

    /// <summary>Initializes a scale.</summary>
    /// <param name="minimum">The least value of the domain.</param>
    /// <param name="maximum">The greatest value of the domain.</param>
    /// <param name="start">The position of the least value.</param>
    /// <param name="end">The position of the greatest value.</param>
    public LinearScale(double minimum, double maximum, double start = 0, double end = 1)
    {
        (Minimum, Maximum) = Sound(minimum, maximum);
        _start = start;
        _end = end;
    }

    /// <inheritdoc/>
    public double Minimum { get; }

    /// <inheritdoc/>
    public double Maximum { get; }

    /// <inheritdoc/>
    public double Map(double value) => _start + ((value - Minimum) / (Maximum - Minimum) * (_end - _start));

    /// <summary>Computes the value at a position.</summary>
    /// <param name="position">The position.</param>
    /// <returns>The value whose position it is.</returns>
    public double Invert(double position) => Minimum + ((position - _start) / (_end - _start) * (Maximum - Minimum));

    /// <inheritdoc/>
    public IReadOnlyList<AxisTick> Ticks(int target, AxisFormat format = AxisFormat.Number)
    {
        TickRun run = TickRun.Find(Minimum, Maximum, target, format == AxisFormat.Count);
        var ticks = new AxisTick[run.Count];
        for (int i = 0; i < ticks.Length; i++)
        {
            ticks[i] = new AxisTick(run[i], TickLabel.Write(run[i], run, format));
        }

        return ticks;
    }

    /// <summary>Moves the ends of the domain outwards to round numbers.</summary>
    /// <param name="target">The number of ticks wished for.</param>
    /// <param name="lower">Whether the least value may move.</param>
    /// <param name="upper">Whether the greatest value may move.</param>
    /// <returns>The scale with round ends and the same positions.</returns>
    public LinearScale Rounded(int target = 5, bool lower = true, bool upper = true)
    {
        TickRun run = TickRun.Find(Minimum, Maximum, target);
        double below = run with { First = run.First - 1 } is var lowered ? lowered[0] : 0;
        double above = run[run.Count];
        double minimum = lower && run[0] > Minimum ? below : Minimum;
        double maximum = upper && run[run.Count - 1] < Maximum ? above : Maximum;
        return new LinearScale(minimum, maximum, _start, _end);
    }

    private static (double Minimum, double Maximum) Sound(double minimum, double maximum)
    {
        if (double.IsNaN(minimum) || double.IsNaN(maximum) || double.IsInfinity(minimum) || double.IsInfinity(maximum))
        {
            return (0, 1);
        }

        (minimum, maximum) = (Math.Clamp(Math.Min(minimum, maximum), -Limit, Limit), Math.Clamp(Math.Max(minimum, maximum), -Limit, Limit));
        double magnitude = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        if (maximum - minimum > 1e-9 * magnitude && maximum - minimum > 1 / Limit)
        {
            return (minimum, maximum);
        }

        double pad = magnitude > 1 / Limit * 1e3 ? 0.1 * magnitude : 0.5;
        return (minimum - pad, maximum + pad);
    }
}
