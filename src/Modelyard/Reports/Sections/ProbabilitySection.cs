using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows whether predicted probabilities can be taken at their word, and where the line is drawn.</summary>
internal static class ProbabilitySection
{
    public static void Write(HtmlWriter writer, ReportTest test)
    {
        if (test.Reliability.Count == 0 && test.Probabilities.Count == 0 && test.Threshold is null)
        {
            return;
        }

        writer.Section("probabilities", "Whether its probabilities can be trusted", Verdict(test.Reliability), section => section.Grid(grid =>
        {
            if (test.Reliability.Count > 0)
            {
                grid.Figure(
                    new ReliabilityChart { Title = "Calibration", Bins = test.Reliability },
                    "On the dashed line, of the rows given 70 % just 70 % come true. Above it the model is too cautious, below it too bold.");
            }

            if (test.Probabilities.Count > 0)
            {
                ReferenceLine[] line = test.Threshold is { } chosen ? [ReferenceLine.Vertical(chosen.Chosen, "threshold")] : [];
                grid.Figure(
                    new HistogramChart
                    {
                        Title = "Predicted probabilities by actual class",
                        X = new Axis { Label = test.PositiveClass.Length > 0 ? $"predicted probability of {test.PositiveClass}" : "predicted probability", Minimum = 0, Maximum = 1, Format = AxisFormat.Percent },
                        Series = test.Probabilities,
                        ShowsShares = true,
                        References = line,
                    },
                    "The less the groups overlap, the surer the model is of its answers.");
            }

            if (test.Threshold is { } threshold)
            {
                WriteThreshold(grid, threshold);
            }
        }));
    }

    private static void WriteThreshold(HtmlWriter writer, ReportThreshold threshold)
    {
        var series = new List<LineSeries> { new() { Name = threshold.Metric, X = threshold.Thresholds, Y = threshold.Scores } };
        if (threshold.Precision.Count > 0)
        {
            series.Add(new LineSeries { Name = "precision", X = threshold.Thresholds, Y = threshold.Precision, Dashed = true });
        }

        if (threshold.Recall.Count > 0)
        {
            series.Add(new LineSeries { Name = "recall", X = threshold.Thresholds, Y = threshold.Recall, Dashed = true });
        }

        string where = threshold.ChosenOn.Length > 0 ? $" on {threshold.ChosenOn}" : "";
        writer.Figure(
            new LineChart
            {
                Title = "Choice of the threshold",
                X = new Axis { Label = "threshold", Minimum = 0, Maximum = 1 },
                Y = new Axis { Label = "score", Minimum = series.Count > 1 ? 0 : null, Maximum = series.Count > 1 ? 1 : null },
                Series = series,
                References = [ReferenceLine.Vertical(threshold.Chosen, NumberText.Value(threshold.Chosen))],
            },
            $"Rows above {NumberText.Value(threshold.Chosen)} count as positive, which makes {threshold.Metric} greatest{where}.");
    }

    private static string Verdict(IReadOnlyList<ReliabilityBin> bins)
    {
        double rows = bins.Sum(bin => (double)bin.Count);
        if (rows == 0)
        {
            return "";
        }

        double error = bins.Where(bin => bin.Count > 0).Sum(bin => bin.Count / rows * Math.Abs(bin.Predicted - bin.Observed));
        string judgement = error switch { < 0.02 => "close to what happens", < 0.05 => "near what happens", < 0.1 => "somewhat off", _ => "far off; use them to rank, not as probabilities" };
        return $"On average a predicted probability is {NumberText.Fixed(error * 100, 1)} percentage points from the observed share: {judgement}.";
    }
}
