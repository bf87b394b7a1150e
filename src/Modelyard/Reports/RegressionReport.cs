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
            Subtitle = $"{NumberText.Count(fit.RowCount)} rows · {NumberText.Count(fit.Coefficients.Count)} coefficients",
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
        writer.Section("coefficients", "Coefficients", fit.CoefficientMeaning(), content =>
        {
            content.Table(SummaryMarkup.Table(RegressionSummary.Wide(fit)));
            content.Figure(RegressionCharts.Intervals(fit));
        });
        InfluenceMeasures? measures = fit switch
        {
            LinearFit { Settings: not GlsRegression } linear => linear.Influence(),
            GeneralizedFit generalized => generalized.Influence(),
            _ => null,
        };
        if (fit is LinearFit or GeneralizedFit)
        {
            writer.Section("residuals", "Residuals", "A shape in them is something that the features do not explain.", content => content.Grid(grid => WriteResiduals(grid, fit, measures)));
        }

        if (measures is not null)
        {
            writer.Section("influence", "Influence", "Rows far to the right weigh much; rows far up or down lie far from the fit; the coefficients lean on rows that do both.", content => WriteInfluence(content, fit, measures));
        }
    }

    private static void WriteResiduals(HtmlWriter writer, RegressionFit fit, InfluenceMeasures? measures)
    {
        WriteDescribed(writer, RegressionCharts.ResidualsOverFitted(fit));
        if (measures is not null)
        {
            WriteDescribed(writer, RegressionCharts.NormalQuantiles(measures));
            WriteDescribed(writer, RegressionCharts.ScaleLocation(fit, measures));
        }
    }

    private static void WriteInfluence(HtmlWriter writer, RegressionFit fit, InfluenceMeasures measures)
    {
        WriteDescribed(writer, RegressionCharts.ResidualsOverLeverages(fit, measures));
        writer.Table(SummaryMarkup.Table(measures.Summary(Shown)));
    }

    private static void WriteDescribed(HtmlWriter writer, Chart chart) => writer.Figure(chart, chart.Description);
}
