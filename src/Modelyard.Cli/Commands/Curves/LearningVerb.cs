using System.CommandLine;
using System.Globalization;
using Modelyard.Learning;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Shows scores by the number of rows learned from.</summary>
internal static class LearningVerb
{
    internal static Command Create(Terminal terminal)
    {
        var sizes = new Option<string?>("--sizes") { Description = $"The shares of the training rows to learn from, with commas between; by default {string.Join(',', LearningCurve.DefaultShares.Select(Text))}." };
        var verb = new CurveVerb(
            terminal, "learning", "Show scores by the number of rows learned from: whether more rows, another model or other features would help.", "modelyard curve learning DecisionTreeClassifier churn.csv --target churn -o curve.html");
        return verb.Say([sizes], (parsed, _) =>
        {
            double[]? shares = parsed.GetValue(sizes) is { } text ? Shares(text) : null;
            return request => Outcome(request, LearningCurve.Compute(request.Pipeline, request.Data, request.Folds, request.Metric, request.Context, shares));
        });
    }

    private static CurveOutcome Outcome(CurveRequest request, LearningCurve curve) => new(
        "Learning curve",
        [curve.ToChart()],
        terminal =>
        {
            CurvePoints.Write(terminal, "rows", curve.Points, _ => "");
            terminal.Line($" the usual answer for every row scores {Figures.Score(curve.Guess)}");
            terminal.Line();
            CurvePoints.Write(terminal, curve.Reading);
            if (Next(request, curve.Reading) is { } next)
            {
                terminal.Line($" next     {next}");
            }
        },
        json =>
        {
            json.Number("usualAnswer", curve.Guess);
            CurvePoints.WriteJson(json, curve.Points, place => json.WriteNumber("rowsLearnedFrom", (long)curve.Points[place].Position));
            CurvePoints.WriteJson(json, curve.Reading);
        });

    /// <summary>Names the command that goes on: the curve of a hyperparameter that may mend the fit, or the fit; null where the curve speaks for neither.</summary>
    private static string? Next(CurveRequest request, CurveReading reading)
    {
        string? first = Hyperparameters.Of(request.Learner).FirstOrDefault(one => one.Search.Count == 2)?.Name;
        return reading.Verdict is FitVerdict.NotBetterThanGuessing or FitVerdict.Unclear ? null
            : reading.Verdict is FitVerdict.Overfits or FitVerdict.Underfits && first is not null
            ? $"modelyard curve validation {request.Command} --parameter {first}"
            : $"modelyard fit {request.Command}";
    }

    private static double[] Shares(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        double[] shares = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out shares[i]) || !(shares[i] is > 0 and <= 1))
            {
                throw new UsageException($"'--sizes' holds '{parts[i]}' and must hold shares of the rows, each above 0 and at most 1, as in '0.1,0.3,1'.");
            }
        }

        return shares.Length > 0 ? shares : throw new UsageException("'--sizes' holds no share of the rows; give one or more, as in '0.1,0.3,1'.");
    }

    private static string Text(double share) => share.ToString(CultureInfo.InvariantCulture);
}
