using System.CommandLine;
using Modelyard.Cli.Commands.Tables;
using Modelyard.Frames;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Prints what each feature of a linear or logistic regression, or of one of counts, explains.</summary>
internal static class AnovaVerb
{
    /// <summary>Names regressions, as the command calls them.</summary>
    private enum Model
    {
        Ols,
        Logit,
        Poisson,
    }

    internal static Command Create(Terminal terminal)
    {
        Argument<string> file = TableInput.File();
        var options = new RegressionOptions();
        Option<Model> model = Choice.Of("--model", "The regression", Model.Ols);
        Option<AnovaKind> kind = Choice.Of("--kind", "Beside which other features one is judged: all, or those before it", AnovaKind.Partial);
        Option<bool> json = SharedOptions.Json();
        var verb = new TableVerb(terminal, "anova", "Show what each feature explains: an analysis of variance, or of deviance.", "modelyard stats anova penguins.csv --target body_mass_g --features flipper_length_mm,species,sex");
        return verb.Say([file], [.. options.All, model, kind, json], parsed =>
        {
            Frame frame = verb.Input.Read(parsed, parsed.GetRequiredValue(file));
            RegressionMethod method = parsed.GetValue(model) switch
            {
                Model.Logit => new GlmRegression { Family = RegressionFamily.Binomial },
                Model.Poisson => new GlmRegression { Family = RegressionFamily.Poisson },
                _ => new OlsRegression(),
            };
            RegressionFit fit = options.Settings(parsed, method).Fit(options.Data(parsed, frame));
            AnovaTable table = fit is LinearFit linear ? AnovaTable.Of(linear, parsed.GetValue(kind)) : AnovaTable.Of((GeneralizedFit)fit, parsed.GetValue(kind));
            if (!parsed.GetValue(json))
            {
                terminal.Write(table.ToString());
                return CommandLine.Success;
            }

            JsonText.Write(terminal, writer =>
            {
                writer.WriteString("target", table.Target);
                writer.WriteString("kind", table.Kind.ToString().ToLowerInvariant());
                writer.WriteString("distribution", table.UsesF ? "f" : "chi-square");
                writer.Objects("terms", table.Rows, row =>
                {
                    writer.WriteString("name", row.Term);
                    writer.Number("degrees", row.Degrees);
                    writer.Number(table.UsesF ? "sumOfSquares" : "deviance", row.SumOfSquares);
                    writer.Number("mean", row.MeanSquare);
                    writer.Number("statistic", row.Statistic);
                    writer.Number("pValue", row.PValue);
                });
            });
            return CommandLine.Success;
        });
    }
}
