using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Explanation.Dependence;

namespace Modelyard.Cli.Commands.Explaining;

/// <summary>Represents the outputs of a model along one column, or along two.</summary>
/// <param name="Axes">The values of the columns.</param>
/// <param name="Values">The outputs or effects; of two columns those of the second within each value of the first.</param>
/// <param name="Unit">The unit of the output.</param>
/// <param name="Range">The least and the greatest output for rows as they are: a full bar.</param>
/// <param name="RowCount">The number of rows that were looked at.</param>
/// <param name="Chart">The same as a chart.</param>
internal sealed record DependenceTable(IReadOnlyList<DependenceAxis> Axes, double[] Values, string Unit, (double Low, double High) Range, int RowCount, Chart Chart)
{
    private const int ShownValues = 10;
    private const int ShownLevels = 20;
    private const int ShownAcross = 7;
    private const int BarWidth = 40;
    private const double NoiseShare = 1e-10;

    /// <summary>Writes a bar for each of some values, or a table of two columns.</summary>
    internal void WriteText(Terminal terminal, string what)
    {
        terminal.Line();
        if (Axes.Count == 2)
        {
            WriteTable(terminal, what);
            return;
        }

        // A flat curve has no bars: by them one sees how far the column moves what is predicted, beside all else that moves it.
        double least = Values.Min(), full = Math.Max(Values.Max() - least, Range.High - Range.Low), noise = NoiseShare * Math.Max(Math.Abs(Range.Low), Math.Abs(Range.High));
        TextTable table = new TextTable(Axes[0].Feature.Name, $"{what} {Unit}", "").Right(Axes[0].HasLevels ? [2] : [0, 2]);
        int[] shown = Shown(Axes[0], Axes[0].HasLevels ? ShownLevels : ShownValues);
        foreach (int point in shown)
        {
            table.Add(Label(Axes[0], point), TextChart.Bar(full > noise ? (Values[point] - least) / full : 0, BarWidth), Figures.Score(Values[point]));
        }

        table.Write(terminal);
        if (Axes[0].HasLevels && shown.Length < Axes[0].Values.Length)
        {
            terminal.Line($" and {Axes[0].Values.Length - shown.Length:N0} more levels; '--json' has all");
        }
    }

    internal void WriteJson(Utf8JsonWriter writer, string what)
    {
        writer.WriteStartObject();
        writer.Texts("columns", Axes.Select(axis => axis.Feature.Name));
        writer.WriteString("unit", Unit);
        writer.WriteStartArray("values");
        foreach (DependenceAxis axis in Axes)
        {
            writer.WriteStartArray();
            for (int point = 0; point < axis.Values.Length; point++)
            {
                if (axis.HasLevels || axis.Feature.Kind == Learning.FeatureKind.Timestamp)
                {
                    writer.WriteStringValue(axis.Label(point));
                }
                else
                {
                    writer.WriteNumberValue(axis.Values[point]);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray(what);
        foreach (double value in Values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteTable(Terminal terminal, string what)
    {
        terminal.Line($" {what} {Unit}, {Axes[0].Feature.Name} down and {Axes[1].Feature.Name} across");
        int[] down = Shown(Axes[0], ShownValues), across = Shown(Axes[1], ShownAcross);
        TextTable table = new TextTable(["", .. across.Select(column => Label(Axes[1], column))]).Right([.. Enumerable.Range(Axes[0].HasLevels ? 1 : 0, across.Length + 1)]);
        foreach (int row in down)
        {
            table.Add([Label(Axes[0], row), .. across.Select(column => Figures.Score(Values[(row * Axes[1].Values.Length) + column]))]);
        }

        table.Write(terminal);
    }

    private static string Label(DependenceAxis axis, int point) => axis.Label(point).Replace('−', '-');

    /// <summary>Chooses values that are spread over all; of levels the first.</summary>
    private static int[] Shown(DependenceAxis axis, int most)
    {
        int count = axis.Values.Length;
        return axis.HasLevels || count <= most
            ? [.. Enumerable.Range(0, Math.Min(count, most))]
            : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round(i * (count - 1.0) / (most - 1)))];
    }
}
