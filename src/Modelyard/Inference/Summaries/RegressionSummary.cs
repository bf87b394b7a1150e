using System.Globalization;

namespace Modelyard.Inference;

/// <summary>Makes the table that is printed of a regression.</summary>
internal static class RegressionSummary
{
    // The characters of a line that a terminal on half a screen shows.
    private const int MostWidth = 100;

    /// <summary>Makes the table, with a column of ratios where the link has them and there is room for it.</summary>
    internal static SummaryTable Of(RegressionFit fit)
    {
        SummaryTable plain = Plain(fit);
        if (fit.RatioName is not { Length: > 0 } name)
        {
            return plain;
        }

        SummaryTable wider = plain with { Headers = [.. plain.Headers, name], Rows = [.. plain.Rows.Zip(fit.Ratios(), (row, one) => (IReadOnlyList<string>)[.. row, SummaryNumber.Ratio(one.Ratio)])] };
        return wider.RowWidth <= MostWidth ? wider : plain;
    }

    /// <summary>Makes the table of ratios with their intervals; null where the link has none.</summary>
    internal static SummaryTable? Ratios(RegressionFit fit) => fit.RatioName is not { Length: > 0 } name ? null : new SummaryTable
    {
        Title = $"{char.ToUpperInvariant(name[0])}{name[1..]}s",
        Headers = ["", name, $"{Level(fit)} % low", "high", PValueHeader(fit)],
        Rows = [.. fit.Ratios().Zip(fit.Coefficients, (one, coefficient) => (IReadOnlyList<string>)[
            one.Name, SummaryNumber.Ratio(one.Ratio), SummaryNumber.Ratio(one.Low), SummaryNumber.Ratio(one.High), SummaryNumber.PValue(coefficient.PValue)])],
    };

    /// <summary>Makes the table without ratios.</summary>
    internal static SummaryTable Plain(RegressionFit fit) => new()
    {
        Title = $"{fit.Method} of {fit.Data.TargetName}",
        Facts = [("Standard errors", Errors(fit)), .. fit.Figures.Where(figure => figure.Name != "droppedRows" || figure.Value > 0).Select(figure => (figure.Label, Figure(figure)))],
        Headers = ["", "estimate", "std. error", Statistic(fit), PValueHeader(fit), $"{Level(fit)} % low", "high"],
        Rows = [.. fit.Coefficients.Select(one => (IReadOnlyList<string>)[
            one.Name, SummaryNumber.Text(one.Estimate), SummaryNumber.Text(one.StandardError), one.Statistic.ToString("0.000", CultureInfo.InvariantCulture),
            SummaryNumber.PValue(one.PValue), SummaryNumber.Text(one.Low), SummaryNumber.Text(one.High)])],
        Notes = Notes(fit),
    };

    internal static string Figure(FitFigure figure) =>
        figure.Name.EndsWith("PValue", StringComparison.Ordinal) ? SummaryNumber.PValue(figure.Value) : SummaryNumber.Text(figure.Value);

    private static string Level(RegressionFit fit) => (100 * fit.Settings.Confidence).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Statistic(RegressionFit fit) => double.IsInfinity(fit.Degrees) ? "z" : "t";

    private static string PValueHeader(RegressionFit fit) => $"P>|{Statistic(fit)}|";

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
            notes.Insert(0, fit.Data.DroppedRows == 1 ? "1 row was left out, as a cell is missing in it." : $"{fit.Data.DroppedRows:N0} rows were left out, as a cell is missing in each.");
        }

        string[] references = [.. fit.Data.Design.Terms.SelectMany(term => term.Products).SelectMany(product => product.Columns)
            .Where(column => column.IsCategory && !column.IsFull).Select(column => $"{column.Name} = '{column.Levels[0]}'").Distinct()];
        if (fit.Ratios().FirstOrDefault(one => double.IsNaN(one.Ratio)) is { } far)
        {
            notes.Add($"What a rise of '{far.Name}' by 1 multiplies by is beyond what a number holds: its unit is far greater than its spread. Divide the column first, so that 1 is a step that occurs.");
        }

        if (references.Length > 0)
        {
            notes.Add($"Levels are compared with {string.Join(", ", references)}.");
        }

        return notes;
    }
}
