using Modelyard.Charts;
using Modelyard.Metrics;

namespace Modelyard.Reports.Sections;

/// <summary>Tells what answers cost: of few classes each pair of a class and an answer, of many those that cost most on the rows.</summary>
internal static class CostTable
{
    private const int MostClasses = 6;
    private const int MostPairs = 20;

    public static void Write(HtmlWriter writer, CostMatrix costs, Predictions predictions)
    {
        if (costs.Classes.Count <= MostClasses)
        {
            writer.Table(Whole(costs));
            return;
        }

        HtmlTable table = Dearest(costs, predictions);
        writer.Paragraph($"{table.Title}.");
        writer.Table(table);
    }

    private static HtmlTable Whole(CostMatrix costs) => new()
    {
        Title = "What each answer costs",
        Columns = [new HtmlColumn("It is"), .. costs.Classes.Select(name => new HtmlColumn($"predicted {name}", HtmlColumnKind.Number))],
        Rows = [.. costs.Classes.Select((name, actual) => (IReadOnlyList<Markup>)[
            Markup.Text(name), .. costs.Classes.Select((_, predicted) => Markup.Text(NumberText.Value(costs[actual, predicted])))])],
    };

    /// <summary>Lists the pairs that cost something, those first that cost or earn most on the rows, and the sum of those that are not listed.</summary>
    private static HtmlTable Dearest(CostMatrix costs, Predictions predictions)
    {
        double[,] weights = Weights(predictions);
        int size = costs.Classes.Count;
        (int Actual, int Predicted, double Rows, double Sum)[] pairs = [.. Enumerable.Range(0, size).SelectMany(actual => Enumerable.Range(0, size).Select(predicted => (actual, predicted)))
            .Where(pair => costs[pair.actual, pair.predicted] != 0)
            .Select(pair => (pair.actual, pair.predicted, weights[pair.actual, pair.predicted], weights[pair.actual, pair.predicted] * costs[pair.actual, pair.predicted]))
            .OrderByDescending(pair => Math.Abs(pair.Item4)).ThenByDescending(pair => Math.Abs(costs[pair.actual, pair.predicted]))];
        (int Actual, int Predicted, double Rows, double Sum)[] shown = pairs[..Math.Min(MostPairs, pairs.Length)], rest = pairs[shown.Length..];
        return new HtmlTable
        {
            Title = rest.Length == 0 ? "What answers cost, those first that cost most on these rows; pairs that are not listed cost nothing" : $"The {MostPairs} pairs that cost most on these rows, of {NumberText.Count(pairs.Length)} that cost something",
            Columns = [new HtmlColumn("It is"), new HtmlColumn("predicted"), Number("a row costs"), Number("rows"), Number("in all")],
            Rows =
            [
                .. shown.Select(pair => (IReadOnlyList<Markup>)[
                    Markup.Text(costs.Classes[pair.Actual]), Markup.Text(costs.Classes[pair.Predicted]), Value(costs[pair.Actual, pair.Predicted]), Value(pair.Rows), Value(pair.Sum)]),
                .. rest.Length == 0 ? [] : new[] { (IReadOnlyList<Markup>)[Markup.Text($"{NumberText.Count(rest.Length)} other pairs"), Markup.Text(""), Markup.Text(""), Value(rest.Sum(pair => pair.Rows)), Value(rest.Sum(pair => pair.Sum))] },
            ],
        };
    }

    private static double[,] Weights(Predictions predictions)
    {
        double[,] weights = new double[predictions.Classes.Count, predictions.Classes.Count];
        for (int row = 0; row < predictions.Count; row++)
        {
            weights[predictions.Labels[row], predictions.PredictedLabels[row]] += predictions.Weights.IsEmpty ? 1 : predictions.Weights[row];
        }

        return weights;
    }

    private static HtmlColumn Number(string title) => new(title, HtmlColumnKind.Number);

    private static Markup Value(double value) => Markup.Text(NumberText.Value(value));
}
