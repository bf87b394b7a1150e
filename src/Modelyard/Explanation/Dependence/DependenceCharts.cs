using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Draws how a model depends on its features: curves, surfaces, and how much features act together.</summary>
public static class DependenceCharts
{
    private const int MostCurves = 60;
    private const int MostShown = 15;
    private const int MostWritten = 8;
    private const int Levels = 12;

    /// <summary>Draws partial dependence: on a number as a line over the curves of some rows, on a category as bars, on two features as a surface.</summary>
    /// <param name="dependence">The dependence.</param>
    /// <param name="output">The position of the output.</param>
    /// <param name="isCentred">Whether the curves start at 0.</param>
    /// <returns>A line chart with the deciles along its axis, a bar chart, lines of equal height of two numbers, or a heat map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public static Chart Draw(PartialDependence dependence, int output = 0, bool isCentred = false)
    {
        ArgumentNullException.ThrowIfNull(dependence);
        double[] means = dependence.Means(output).ToArray();
        string unit = dependence.Unit(output), names = string.Join(" and ", dependence.Axes.Select(axis => axis.Feature.Name));
        if (dependence.Axes.Count == 2)
        {
            return Surface($"Partial dependence of the {unit} on {names}", dependence.Axes, means);
        }

        DependenceAxis axis = dependence.Axes[0];
        if (axis.HasLevels)
        {
            return Bars($"Partial dependence on {names}", axis, means, $"mean {unit}");
        }

        double[] x = axis.Values.ToArray();
        double start = isCentred ? means[0] : 0;
        LineSeries mean = new() { Name = dependence.HasCurves ? "mean" : "", X = x, Y = Array.ConvertAll(means, value => value - start) };
        return Line($"Partial dependence on {names}", axis, isCentred ? $"change of the {unit}" : unit, [mean, .. Curves(dependence, output, isCentred, x)]);
    }

    /// <summary>Draws accumulated local effects: of a number as a line, of a category as bars, of two numbers as a heat map of what they do together.</summary>
    /// <param name="effects">The effects.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>A line chart with the deciles along its axis, a bar chart, or a heat map; cells without rows are blank.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public static Chart Draw(AccumulatedLocalEffects effects, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(effects);
        double[] values = effects.Effects(output).ToArray();
        string title = $"Accumulated local effects of {string.Join(" and ", effects.Axes.Select(one => one.Feature.Name))}", unit = $"effect on the {effects.Unit(output)}";
        DependenceAxis axis = effects.Axes[0];
        return effects.Axes.Count == 2 ? Cells(title, effects, values, effects.Unit(output))
            : axis.HasLevels ? Bars(title, axis, values, unit)
            : Line(title, axis, unit, [new LineSeries { X = axis.Values.ToArray(), Y = values }], ReferenceLine.Level(0));
    }

    /// <summary>Draws the sizes of interactions as a heat map: of each pair, and on the diagonal of each feature with all others. H is told on hovering.</summary>
    /// <param name="strength">The strengths.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public static HeatMapChart Draw(InteractionStrength strength, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(strength);
        string[] names = [.. strength.Features.Select(feature => feature.Name)];
        return new HeatMapChart
        {
            Title = "How much features act together",
            Description = $"What each pair does together beyond each alone, as a deviation of the {strength.Unit(output)}; on the diagonal each feature with all others.",
            Rows = names,
            Columns = names,
            Values = Cells((i, j) => strength.Size(i, j, output)),
            Notes = Cells((i, j) => $"H {NumberText.Fixed(strength.Strength(i, j, output), 2)}"),
        };

        IReadOnlyList<IReadOnlyList<T>> Cells<T>(Func<int, int, T> cell) => [.. names.Select((_, i) => (IReadOnlyList<T>)[.. names.Select((_, j) => cell(i, j))])];
    }

    /// <summary>Draws the sizes of interactions as bars, the greatest first, each with its H.</summary>
    /// <param name="strength">The strengths.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The pairs; of one feature, that with all others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    public static BarChart Bars(InteractionStrength strength, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(strength);
        return new BarChart
        {
            Title = "Which features act together",
            Description = "What pairs do together beyond each alone; H is its share of the joint effect.",
            Items = [.. strength.Ranked(output).Take(MostShown).Select(pair => Item(strength, pair, output))],
            Axis = new Axis { Label = $"deviation of the {strength.Unit(output)}", RoundsEnds = false },
        };
    }

    private static BarItem Item(InteractionStrength strength, (int First, int Second) pair, int output)
    {
        double size = strength.Size(pair.First, pair.Second, output), share = strength.Strength(pair.First, pair.Second, output);
        return new BarItem(strength.NameOf(pair), size) { Text = $"{NumberText.Value(size)} (H {NumberText.Fixed(share, 2)})" };
    }

    private static LineChart Line(string title, DependenceAxis axis, string unit, IReadOnlyList<LineSeries> series, params ReferenceLine[] references) => new()
    {
        Title = title,
        X = AxisOf(axis),
        Y = new Axis { Label = unit },
        Series = series,
        References = references,
        Rug = axis.Deciles.ToArray(),
    };

    private static BarChart Bars(string title, DependenceAxis axis, double[] values, string unit) => new()
    {
        Title = title,
        Items = [.. values.Select((value, point) => new BarItem(axis.Label(point), value))],
        ValueText = NumberText.Value,
        Axis = new Axis { Label = unit, RoundsEnds = false },
    };

    private static IEnumerable<LineSeries> Curves(PartialDependence dependence, int output, bool isCentred, double[] x)
    {
        if (!dependence.HasCurves)
        {
            return [];
        }

        Matrix curves = dependence.Curves(output, isCentred);
        int shown = Math.Min(MostCurves, curves.Rows);
        return Enumerable.Range(0, shown).Select(i => new LineSeries { X = x, Y = curves.Row((int)((long)i * curves.Rows / shown)).ToArray(), Muted = true });
    }

    private static Chart Surface(string title, IReadOnlyList<DependenceAxis> axes, double[] means)
    {
        int width = axes[1].Values.Length;
        IReadOnlyList<double>[] columns = [.. Enumerable.Range(0, width).Select(j => (IReadOnlyList<double>)[.. Enumerable.Range(0, means.Length / width).Select(i => means[(i * width) + j])])];
        if (axes.Any(axis => axis.HasLevels || axis.Values.Length < 2 || double.IsNaN(axis.Values[^1])))
        {
            double least = means.Min(), range = means.Max() - least;
            return new HeatMapChart
            {
                Title = title,
                RowAxis = axes[1].Feature.Name,
                ColumnAxis = axes[0].Feature.Name,
                Rows = Labels(axes[1]),
                Columns = Labels(axes[0]),
                Values = columns,
                ValueText = columns[0].Count <= MostWritten ? NumberText.Compact : null,
                Strength = value => range > 0 ? 0.1 + (0.9 * (value - least) / range) : 0.5,
            };
        }

        double low = means.Min(), high = means.Max(), step = RoundingNoise.Without(high - low, Math.Max(Math.Abs(low), Math.Abs(high))) / (Levels + 1);
        return new ContourChart
        {
            Title = title,
            Description = "Lines of equal output; where it is low the ground is dark.",
            XAxis = AxisOf(axes[0]),
            YAxis = AxisOf(axes[1]),
            X = axes[0].Values.ToArray(),
            Y = axes[1].Values.ToArray(),
            Heights = columns,
            WritesLevels = true,
            Levels = step > 0 ? [.. Enumerable.Range(1, Levels).Select(level => low + (level * step))] : [],
        };
    }

    /// <summary>Draws each cell by the mean of its corners; the second feature rises from the bottom.</summary>
    private static HeatMapChart Cells(string title, AccumulatedLocalEffects effects, double[] values, string unit)
    {
        (DependenceAxis first, DependenceAxis second) = (effects.Axes[0], effects.Axes[1]);
        int width = second.Values.Length, across = first.Values.Length - 1, up = width - 1;
        int[] counts = effects.Counts.ToArray();
        return new HeatMapChart
        {
            Title = title,
            Description = $"What both do together to the {unit} beyond what each does alone; cells without rows are blank.",
            RowAxis = second.Feature.Name,
            ColumnAxis = first.Feature.Name,
            Rows = [.. Enumerable.Range(1, up).Select(j => Interval(second, up - j))],
            Columns = [.. Enumerable.Range(0, across).Select(i => Interval(first, i))],
            Values = [.. Enumerable.Range(1, up).Select(j => (IReadOnlyList<double>)[.. Enumerable.Range(0, across).Select(i => Corner(i, up - j))])],
            ValueText = across <= MostWritten ? NumberText.Compact : null,
        };

        double Corner(int i, int j)
        {
            int at = (i * width) + j;
            return counts[(i * up) + j] == 0 ? double.NaN : (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
        }
    }

    private static string Interval(DependenceAxis axis, int at) => $"to {axis.Label(at + 1)}";

    private static string[] Labels(DependenceAxis axis) => [.. Enumerable.Range(0, axis.Values.Length).Select(axis.Label)];

    private static Axis AxisOf(DependenceAxis axis) => new() { Label = axis.Feature.Name, Format = axis.Feature.Kind == FeatureKind.Timestamp ? AxisFormat.Time : AxisFormat.Number, RoundsEnds = false };
}
