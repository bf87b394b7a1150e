using System.CommandLine;
using Modelyard.Charts;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Estimates regressions and prints their coefficients with standard errors, tests and intervals.</summary>
internal static class RegressionVerb
{
    internal static Command CreateOls(Terminal terminal) => Create(
        terminal,
        new TableVerb(terminal, "ols", "Estimate a linear regression: least squares, weighted if there are weights.", "modelyard stats ols concrete.csv --target compressive_strength --features cement,water,age --robust hc3"),
        [],
        _ => new OlsRegression());

    internal static Command CreateLogit(Terminal terminal) => Create(
        terminal,
        new TableVerb(terminal, "logit", "Estimate a logistic regression of two classes.", "modelyard stats logit churn.csv --target churn --features tenure,monthly_charges"),
        [],
        _ => new GlmRegression { Family = RegressionFamily.Binomial });

    internal static Command CreatePoisson(Terminal terminal) => Create(
        terminal,
        new TableVerb(terminal, "poisson", "Estimate a regression of counts.", "modelyard stats poisson claims.csv --target claims --exposure years --robust hc1"),
        [],
        _ => new GlmRegression { Family = RegressionFamily.Poisson });

    internal static Command CreateMultinomial(Terminal terminal) => Create(
        terminal,
        new TableVerb(terminal, "multinomial", "Estimate a logistic regression of several classes.", "modelyard stats multinomial penguins.csv --target species --features body_mass_g,sex"),
        [],
        _ => new MultinomialRegression());

    internal static Command CreateGlm(Terminal terminal)
    {
        var family = new FamilyOptions();
        return Create(
            terminal,
            new TableVerb(terminal, "glm", "Estimate a generalised linear model.", "modelyard stats glm claims.csv --target amount --family gamma --link log"),
            family.All,
            family.Method);
    }

    private static Command Create(Terminal terminal, TableVerb verb, IEnumerable<Option> own, Func<ParseResult, RegressionMethod> method)
    {
        Argument<string> file = TableInput.File();
        var options = new RegressionOptions();
        Option<bool> json = SharedOptions.Json();
        var output = new Option<string?>("--output", "-o") { Description = "A page (.html) with the table and charts of residuals and influence, or a picture (.svg) of the coefficients' intervals, to write." };
        return verb.Say([file], [.. options.All, .. own, output, json], parsed =>
        {
            string? path = parsed.GetValue(output);
            ChartPage.Check(path);
            RegressionMethod settings = options.Settings(parsed, method(parsed));
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionFit fit = settings.Fit(options.Data(parsed, frame));
            if (path is not null)
            {
                File.WriteAllText(path, ChartPage.IsPicture(path) ? RegressionCharts.Intervals(fit).ToSvg(ChartTheme.Light) : RegressionReport.Render(fit));
                terminal.ErrorLine($" -> {path}");
            }

            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => RegressionJson.Write(writer, fit));
                return CommandLine.Success;
            }

            terminal.Write(fit.Summary().ToString());
            return CommandLine.Success;
        });
    }
}
