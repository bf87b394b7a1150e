using Modelyard.Charts;
using Modelyard.Inference;

namespace Modelyard.Reports;

/// <summary>Composes the page on a regression: its figures, its coefficients, and what residuals and influence say against it.</summary>
public static class RegressionReport
{
    private const int Shown = 10;

    /// <summary>Writes the page.</summary>
    /// <param name="fit">The regression.</param>
    /// <returns>A whole HTML document in one file.</returns>
    public static string Render(RegressionFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        SummaryTable summary = fit.Summary();
        return new HtmlPage
        {
            Title = summary.Title,
            Kicker = "Regression",
            Subtitle = $"{NumberText.Counted(fit.RowCount, "row")} · {NumberText.Count(fit.Coefficients.Count)} coefficients",
            Body = writer => WriteBody(writer, fit, summary),
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        }.ToHtml();
    }

    private static void WriteBody(HtmlWriter writer, RegressionFit fit, SummaryTable summary)
    {
        foreach (string note in summary.Notes)
        {
            writer.Callout(CalloutKind.Note, note);
        }

        writer.Section("figures", "Figures", "", content => content.Definitions(summary.Facts));
        writer.Section("coefficients", "Coefficients", CoefficientScale.Of(fit).Meaning, content =>
        {
            content.Table(SummaryMarkup.Table(RegressionSummary.Plain(fit)));
            if (RegressionSummary.Ratios(fit) is { } ratios)
            {
                SummaryMarkup.Write(content, ratios);
            }

            WriteDescribed(content, RegressionCharts.Intervals(fit));
        });
        InfluenceMeasures? measures = fit switch
        {
            LinearFit { Settings: not GlsRegression } linear => linear.Influence(),
            GeneralizedFit generalized => generalized.Influence(),
            _ => null,
        };
        if (measures is not null)
        {
            IReadOnlyList<Chart> charts = RegressionCharts.Of(fit, measures);
            WriteResiduals(writer, charts.Take(charts.Count - 1));
            writer.Section("influence", "Influence", "How much the coefficients lean on single rows.", content =>
            {
                WriteDescribed(content, charts[^1]);
                SummaryMarkup.Write(content, measures.Summary(Shown));
            });
        }
        else if (fit is LinearFit)
        {
            WriteResiduals(writer, [RegressionCharts.ResidualsOverFitted(fit)]);
        }
    }

    private static void WriteResiduals(HtmlWriter writer, IEnumerable<Chart> charts) => writer.Section(
        "residuals", "Residuals", "A shape in them is something that the features do not explain.", content => content.Grid(grid =>
        {
            foreach (Chart chart in charts)
            {
                WriteDescribed(grid, chart);
            }
        }));

    private static void WriteDescribed(HtmlWriter writer, Chart chart) => writer.Figure(chart, chart.Description);
}
