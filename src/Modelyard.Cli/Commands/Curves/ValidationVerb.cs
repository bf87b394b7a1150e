using System.CommandLine;
using Modelyard.Learning;
using Modelyard.Selection;

namespace Modelyard.Cli.Commands.Curves;

/// <summary>Shows scores by the value of one hyperparameter.</summary>
internal static class ValidationVerb
{
    private const int Steps = 9;

    internal static Command Create(Terminal terminal)
    {
        var parameter = new Option<string>("--parameter") { Description = "The hyperparameter.", Required = true };
        var values = new Option<string?>("--values") { Description = $"Its values: a list such as '1,2,4,none', or a range such as '0.01..100', over which {Steps} are spread on its scale; by default those over the range that is searched." };
        var verb = new CurveVerb(
            terminal, "validation", "Show scores by the value of one hyperparameter: where it makes the fit too simple, where too loose, where it is best.", "modelyard curve validation DecisionTreeClassifier churn.csv --target churn --parameter MaxDepth --values 1,2,4,8,16");
        return verb.Say([parameter, values], (parsed, learner) =>
        {
            Hyperparameter hyperparameter = Hyperparameters.Find(learner, parsed.GetRequiredValue(parameter));
            IReadOnlyList<object?>? tried = parsed.GetValue(values) is { } text ? CurveValues.Parse(hyperparameter, text, Steps) : null;
            return request => Outcome(request, ValidationCurve.Compute(request.Pipeline, hyperparameter.Name, tried, request.Data, request.Folds, request.Metric, request.Context));
        });
    }

    private static CurveOutcome Outcome(CurveRequest request, ValidationCurve curve) => new(
        $"Validation curve of {curve.Hyperparameter.Name}",
        [curve.ToChart()],
        terminal =>
        {
            CurvePoints.Write(terminal, curve.Hyperparameter.Name, curve.Points, place => place == curve.Best ? "<- best" : curve.Verdicts[place] == FitVerdict.Balanced ? "" : Word(curve.Verdicts[place]));
            CurvePoints.Write(terminal, curve.Reading);
            terminal.Line($" next     modelyard fit {request.Command} --set {curve.Hyperparameter.Name}={curve.Points[curve.Best].Label}");
        },
        json =>
        {
            json.WriteString("parameter", curve.Hyperparameter.Name);
            json.WriteString("best", curve.Points[curve.Best].Label);
            CurvePoints.WriteJson(json, curve.Points, place =>
            {
                json.WriteString("value", curve.Points[place].Label);
                json.WriteString("verdict", curve.Verdicts[place].ToString());
            });
            CurvePoints.WriteJson(json, curve.Reading);
        });

    private static string Word(FitVerdict verdict) => verdict == FitVerdict.Overfits ? "overfits" : "underfits";
}
