namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what is usual of a figure in a window: its level, and the law of what lies between windows and theirs.</summary>
/// <param name="Level">The level, on the scale of the figure.</param>
/// <param name="Error">How much wider the law is for it, as a level that few windows tell is uncertain.</param>
/// <param name="Law">The law of how far windows are off.</param>
/// <param name="Typical">The level as it is told.</param>
internal sealed record UsualLevel(double Level, double Error, FigureLaw Law, double Typical)
{
    /// <summary>Takes the mean of values for the level.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="values">Its values, at least three.</param>
    internal static UsualLevel Of(UsualFigure figure, IReadOnlyList<double> values)
    {
        double[] scaled = [.. values.Select(figure.Scale)];
        double level = scaled.Average();
        return new UsualLevel(level, 1, FigureLaw.Of([.. scaled.Select(one => one - level)]), figure.IsShare ? values.Average() : figure.Unscale(level));
    }

    /// <summary>Computes the chance of a value, on the scale of the figure, so great or greater.</summary>
    internal double AtLeast(double scaled) => Law.AtLeast((scaled - Level) / Error);

    /// <summary>Computes the chance of a value, on the scale of the figure, so small or smaller.</summary>
    internal double AtMost(double scaled) => Law.AtMost((scaled - Level) / Error);
}
