using Modelyard.Charts.Scales;

namespace Modelyard.Charts;

/// <summary>Represents what one axis of a chart shows and how.</summary>
public sealed record Axis
{
    /// <summary>Gets the name of what the axis measures, with its unit.</summary>
    public string Label { get; init; } = "";

    /// <summary>Gets the least value shown; null takes it from the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>Gets the greatest value shown; null takes it from the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>Gets how values are spaced.</summary>
    public AxisSpacing Spacing { get; init; }

    /// <summary>Gets how numbers are written.</summary>
    public AxisFormat Format { get; init; }

    /// <summary>Gets a value indicating whether zero is always in sight.</summary>
    public bool IncludesZero { get; init; }

    /// <summary>Gets a value indicating whether the ends move outwards to round numbers where the data sets them.</summary>
    public bool RoundsEnds { get; init; } = true;

    internal IContinuousScale Scale(double dataMinimum, double dataMaximum, double start, double end, int target)
    {
        double minimum = Finite(Minimum) ?? (IncludesZero ? Math.Min(0, dataMinimum) : dataMinimum);
        double maximum = Finite(Maximum) ?? (IncludesZero ? Math.Max(0, dataMaximum) : dataMaximum);
        if (Spacing == AxisSpacing.Logarithmic)
        {
            return new LogScale(minimum, maximum, start, end);
        }

        if (Format == AxisFormat.Time)
        {
            return new TimeScale(minimum, maximum, start, end);
        }

        if (Format == AxisFormat.Count && Maximum is null && maximum - minimum < 2)
        {
            maximum = minimum + 2;
        }

        var scale = new LinearScale(minimum, maximum, start, end);
        return RoundsEnds ? scale.Rounded(target, Finite(Minimum) is null, Finite(Maximum) is null) : scale;
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
