using Modelyard.Charts;
using Modelyard.Numerics;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows how far predicted numbers lie from the actual ones.</summary>
internal static class RegressionSection
{
    public static void Write(HtmlWriter writer, ReportTest test)
    {
        if (test.Predictions is not { } predictions || Math.Min(predictions.Actual.Count, predictions.Predicted.Count) == 0)
        {
            return;
        }

        int count = Math.Min(predictions.Actual.Count, predictions.Predicted.Count);
        double[] residuals = new double[count];
        for (int i = 0; i < count; i++)
        {
            residuals[i] = predictions.Actual[i] - predictions.Predicted[i];
        }

        string quantity = test.Unit.Length > 0 ? $"{test.Target} ({test.Unit})" : test.Target;
        bool squares = count > ScatterChart.MostDots;
        writer.Section("errors", "How far its predictions lie off", Summary(residuals, test), section =>
        {
            section.Grid(grid =>
            {
                grid.Figure(
                    new ScatterChart
                    {
                        Title = "Predicted and actual",
                        X = predictions.Predicted,
                        Y = predictions.Actual,
                        XAxis = new Axis { Label = "predicted " + quantity },
                        YAxis = new Axis { Label = "actual " + quantity },
                        SharesRange = true,
                        References = [ReferenceLine.Diagonal()],
                    },
                    squares ? "On the dashed line a prediction is exact. Darker squares hold more rows." : "On the dashed line a prediction is exact.");
                grid.Figure(
                    new ResidualChart { Title = "Residuals", Actual = predictions.Actual, Predicted = predictions.Predicted, Quantity = quantity },
                    "A median that leaves zero shows bias; a band that widens shows where predictions are less sure.");
                grid.Figure(
                    new HistogramChart
                    {
                        Title = "Distribution of residuals",
                        X = new Axis { Label = "actual − predicted" + (test.Unit.Length > 0 ? $" ({test.Unit})" : "") },
                        Series = [new HistogramSeries("", HistogramBins.Of(Middle(residuals), 36))],
                        References = [ReferenceLine.Vertical(0)],
                    },
                    "The middle 99 % of the rows.");
                WriteSizes(grid, residuals, test.Unit);
            });
        });
    }

    private static void WriteSizes(HtmlWriter writer, double[] residuals, string unit)
    {
        double[] sizes = [.. residuals.Where(double.IsFinite).Select(Math.Abs).Order()];
        if (sizes.Length == 0)
        {
            return;
        }

        writer.Write($"<div><h3>Size of the error</h3>");
        writer.Table(new HtmlTable
        {
            Title = "Size of the error by share of the rows",
            Columns = [new("Share of the rows"), new(unit.Length > 0 ? $"off by at most, {unit}" : "off by at most", HtmlColumnKind.Number)],
            Rows = [.. new[] { 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1 }.Select(share => new[]
            {
                Markup.Text(NumberText.Percent(share, 0)), Markup.Text(NumberText.Value(SortedQuantile.Of(sizes, share))),
            })],
        });
        writer.Write($"</div>");
    }

    private static string Summary(double[] residuals, ReportTest test)
    {
        double[] sizes = [.. residuals.Where(double.IsFinite).Select(Math.Abs).Order()];
        if (sizes.Length == 0)
        {
            return "";
        }

        string suffix = test.Unit.Length > 0 ? " " + test.Unit : "";
        return $"Half of the predictions on {test.Rows} are within {NumberText.Value(SortedQuantile.Of(sizes, 0.5))}{suffix} of the actual value, "
            + $"nine in ten within {NumberText.Value(SortedQuantile.Of(sizes, 0.9))}{suffix}; the worst is off by {NumberText.Value(sizes[^1])}{suffix}.";
    }

    private static double[] Middle(double[] residuals)
    {
        double[] sorted = [.. residuals.Where(double.IsFinite).Order()];
        if (sorted.Length < 200)
        {
            return sorted;
        }

        return sorted[(sorted.Length / 200)..(sorted.Length - (sorted.Length / 200))];
    }
}
