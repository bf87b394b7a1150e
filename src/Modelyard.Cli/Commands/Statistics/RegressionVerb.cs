using System.CommandLine;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Estimates regressions and prints their coefficients with standard errors, tests and intervals.</summary>
internal static class RegressionVerb
{
    /// <summary>Names distributions, as the command calls them.</summary>
    private enum Family
    {
        Gaussian,
        Binomial,
        Poisson,
        Gamma,
        InverseGaussian,
        Tweedie,
        NegativeBinomial,
    }

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
        Option<Family> family = Choice.Of("--family", "The distribution of the target around its mean", Family.Gaussian);
        Option<RegressionLink?> link = Choice.Of<RegressionLink>("--link", "The function of the mean that is a weighted sum; that of the family by default");
        Option<double> power = new Option<double>("--power") { Description = "The power of the Tweedie distribution, above 1 and below 2.", DefaultValueFactory = _ => 1.5 }.Plainly("a number above 1 and below 2");
        Option<double> dispersion = new Option<double>("--dispersion") { Description = "The dispersion of the negative binomial distribution, above 0.", DefaultValueFactory = _ => 1 }.Plainly("a number above 0");
        return Create(
            terminal,
            new TableVerb(terminal, "glm", "Estimate a generalised linear model.", "modelyard stats glm claims.csv --target amount --family gamma --link log"),
            [family, link, power, dispersion],
            parsed => new GlmRegression
            {
                Link = parsed.GetValue(link),
                Family = parsed.GetValue(family) switch
                {
                    Family.Binomial => RegressionFamily.Binomial,
                    Family.Poisson => RegressionFamily.Poisson,
                    Family.Gamma => RegressionFamily.Gamma,
                    Family.InverseGaussian => RegressionFamily.InverseGaussian,
                    Family.Tweedie => RegressionFamily.Tweedie(parsed.GetValue(power)),
                    Family.NegativeBinomial => RegressionFamily.NegativeBinomial(parsed.GetValue(dispersion)),
                    _ => RegressionFamily.Gaussian,
                },
            });
    }

    private static Command Create(Terminal terminal, TableVerb verb, IEnumerable<Option> own, Func<ParseResult, RegressionMethod> method)
    {
        Argument<string> file = TableInput.File();
        var options = new RegressionOptions();
        Option<bool> json = SharedOptions.Json();
        var page = new Option<string?>("--html") { Description = "Write a page with the table and charts of residuals and influence to this file." };
        return verb.Say([file], [.. options.All, .. own, json, page], parsed =>
        {
            string? path = parsed.GetValue(page);
            OutputFile.Check(path);
            RegressionMethod settings = options.Settings(parsed, method(parsed));
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionFit fit = settings.Fit(options.Data(parsed, frame));
            if (parsed.GetValue(json))
            {
                JsonText.Write(terminal, writer => RegressionJson.Write(writer, fit));
            }
            else
            {
                terminal.Write(fit.Summary().ToString());
            }

            if (path is not null)
            {
                File.WriteAllText(path, RegressionReport.Render(fit));
                terminal.ErrorLine($" page    {path}");
            }

            return CommandLine.Success;
        });
    }
}
