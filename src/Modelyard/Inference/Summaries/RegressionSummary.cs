using System.Globalization;

namespace Modelyard.Inference;

/// <summary>Makes the table that is printed of a regression.</summary>
internal static class RegressionSummary
{
    // The width that a terminal has as a rule.
    private const int UsualWidth = 100;

    /// <summary>Makes the table: with ratios where the link has them and their column fits into the usual width.</summary>
    internal static SummaryTable Of(RegressionFit fit)
    {
        SummaryTable plain = Plain(fit);
        if (fit.RatioName.Length == 0)
        {
            return plain;
        }

        SummaryTable wider = plain with { Headers = [.. plain.Headers, fit.RatioName], Rows = [.. plain.Rows.Zip(fit.Ratios, (row, one) => (IReadOnlyList<string>)[.. row, SummaryNumber.Text(one.Ratio)])] };
        return wider.RowWidth <= UsualWidth ? wider : plain;
    }

    /// <summary>Makes the table of a page, which has the intervals of ratios too.</summary>
    internal static SummaryTable Wide(RegressionFit fit)
    {
        SummaryTable plain = Plain(fit);
        return fit.RatioName.Length == 0 ? plain : plain with
        {
            Headers = [.. plain.Headers, fit.RatioName, plain.Headers[^2], plain.Headers[^1]],
            Rows = [.. plain.Rows.Zip(fit.Ratios, (row, one) => (IReadOnlyList<string>)[.. row, SummaryNumber.Text(one.Ratio), SummaryNumber.Text(one.Low), SummaryNumber.Text(one.High)])],
        };
    }

    private static SummaryTable Plain(RegressionFit fit)
    {
        string level = (100 * fit.Settings.Confidence).ToString("0.##", CultureInfo.InvariantCulture);
        string statistic = double.IsInfinity(fit.Degrees) ? "z" : "t";
        return new SummaryTable
        {
            Title = $"{fit.Method} of {fit.Data.TargetName}",
            Facts = [("Standard errors", Errors(fit)), .. fit.Figures.Where(figure => figure.Name != "droppedRows" || figure.Value > 0).Select(figure => (figure.Label, Figure(figure)))],
            Headers = ["", "estimate", "std. error", statistic, $"P>|{statistic}|", $"{level} % low", "high"],
            Rows = [.. fit.Coefficients.Select(one => (IReadOnlyList<string>)[
                one.Name, SummaryNumber.Text(one.Estimate), SummaryNumber.Text(one.StandardError), one.Statistic.ToString("0.000", CultureInfo.InvariantCulture),
                SummaryNumber.PValue(one.PValue), SummaryNumber.Text(one.Low), SummaryNumber.Text(one.High)])],
            Notes = Notes(fit),
        };
    }

    internal static string Figure(FitFigure figure) =>
        figure.Name.EndsWith("PValue", StringComparison.Ordinal) ? SummaryNumber.PValue(figure.Value) : SummaryNumber.Text(figure.Value);

    private static string Errors(RegressionFit fit) => fit.Settings.Covariance switch
    {
        CovarianceKind.Classical => "classical",
        CovarianceKind.Cluster => $"by {SandwichCovariance.ClusterCount(fit.Data.ClusterArray)} clusters",
        _ => fit.Settings.Covariance.ToString(),
    };

    private static List<string> Notes(RegressionFit fit)
    {
        List<string> notes = [.. fit.Notes];
        if (fit.Data.DroppedRows > 0)
        {
            notes.Insert(0, $"{fit.Data.DroppedRows:N0} rows were left out, as a cell is missing in each.");
        }

        string[] references = [.. fit.Data.Design.Terms.SelectMany(term => term.Products).SelectMany(product => product.Columns)
            .Where(column => column.IsCategory && !column.IsFull).Select(column => $"{column.Name} = '{column.Levels[0]}'").Distinct()];
        if (references.Length > 0)
        {
            notes.Add($"Levels are compared with {string.Join(", ", references)}.");
        }

        return notes;
    }
}
