using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Writes the points of curves: with bars for people, with the score of every fold for programs.</summary>
internal static class CurvePoints
{
    private const int BarWidth = 24;

    /// <summary>Writes a row a point; the bar goes from the least to the greatest score of the curve.</summary>
    /// <param name="terminal">Where it goes.</param>
    /// <param name="header">What the points are.</param>
    /// <param name="points">The points.</param>
    /// <param name="notes">A note beside each point.</param>
    internal static void Write(Terminal terminal, string header, IReadOnlyList<CurvePoint> points, Func<int, string> notes)
    {
        double[] means = [.. points.Select(point => point.ValidationMean).Where(double.IsFinite)];
        double least = means.DefaultIfEmpty(0).Min(), span = means.DefaultIfEmpty(0).Max() - least;
        TextTable table = new TextTable(header, "on new rows", "on rows learned from", "fit", "new rows", "").Right(0, 1, 2, 3);
        foreach ((int place, CurvePoint point) in points.Index())
        {
            table.Add(
                point.Label, Score(point.ValidationMean, point.ValidationDeviation), Score(point.TrainMean, point.TrainDeviation), Figures.Seconds(point.FitSeconds),
                double.IsFinite(point.ValidationMean) ? TextChart.Bar(span > 0 ? (point.ValidationMean - least) / span : 1, BarWidth) : "", notes(place));
        }

        table.Write(terminal);
        terminal.Line();
    }

    /// <summary>Writes what a curve says.</summary>
    internal static void Write(Terminal terminal, CurveReading reading)
    {
        terminal.Line($" {reading.Summary}");
        if (reading.Advice.Length > 0)
        {
            terminal.Line($" {reading.Advice.TrimEnd()}");
        }

        terminal.Line();
    }

    /// <summary>Writes what a curve says as members of a JSON object.</summary>
    internal static void WriteJson(Utf8JsonWriter json, CurveReading reading)
    {
        json.WriteString("verdict", reading.Verdict.ToString());
        json.WriteString("summary", reading.Summary);
        json.WriteString("advice", reading.Advice.TrimEnd());
    }

    /// <summary>Writes points as an array of objects.</summary>
    internal static void WriteJson(Utf8JsonWriter json, IReadOnlyList<CurvePoint> points, Action<int> position)
    {
        json.WriteStartArray("points");
        foreach ((int place, CurvePoint point) in points.Index())
        {
            json.WriteStartObject();
            position(place);
            json.Number("validation", point.ValidationMean);
            json.Number("validationStd", point.ValidationDeviation);
            json.Number("train", point.TrainMean);
            json.Number("trainStd", point.TrainDeviation);
            json.Numbers("validationFolds", point.Validation);
            json.Numbers("trainFolds", point.Train);
            json.Number("fitSeconds", point.FitSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Score(double mean, double deviation) => double.IsNaN(deviation) ? Figures.Score(mean) : $"{Figures.Score(mean)} ± {Figures.Score(deviation)}";
}
