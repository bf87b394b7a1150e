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
        writer.Section("coefficients", "Coefficients", "What the target changes by where a column rises by 1 and the others stay.", content =>
        {
            content.Table(SummaryMarkup.Table(summary));
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
            writer.Section("residuals", "Residuals", "A shape in them is something that the features do not explain.", content => WriteResiduals(content, fit, measures));
        }

        if (measures is not null)
        {
            writer.Section("influence", "Influence", "Rows far to the right weigh much; rows far up or down lie far from the fit; the coefficients lean on rows that do both.", content => WriteInfluence(content, fit, measures));
        }
    }

    private static void WriteResiduals(HtmlWriter writer, RegressionFit fit, InfluenceMeasures? measures)
    {
        writer.Figure(RegressionCharts.ResidualsOverFitted(fit), wide: true);
        if (measures is not null)
        {
            writer.Figure(RegressionCharts.NormalQuantiles(measures));
            writer.Figure(RegressionCharts.ScaleLocation(fit, measures));
        }
    }

    private static void WriteInfluence(HtmlWriter writer, RegressionFit fit, InfluenceMeasures measures)
    {
        writer.Figure(RegressionCharts.ResidualsOverLeverages(fit, measures), wide: true);
        writer.Table(SummaryMarkup.Table(new SummaryTable
        {
            Title = "The most influential rows",
            Headers = ["data row", "leverage", "studentised", "Cook's distance", "DFFITS"],
            Rows = [.. measures.MostInfluential(Shown).Select(row => (IReadOnlyList<string>)[
                $"{measures.DataRow(row)}", SummaryNumber.Text(measures.Leverages[row]), SummaryNumber.Text(measures.ExternallyStudentized[row]),
                SummaryNumber.Text(measures.CooksDistances[row]), SummaryNumber.Text(measures.Dffits[row])])],
        }));
    }
}
