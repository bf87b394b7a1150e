using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words between which numbers, or among which classes, the truth of a row is.</summary>
internal static class CoverageWords
{
    /// <summary>Says it with its chance; empty if the model gives neither intervals nor sets.</summary>
    internal static string Of(Predictor predictor, ReadOnlySpan<double> row)
    {
        switch (predictor.Model)
        {
            case IIntervalModel model:
                PredictedInterval interval = model.PredictInterval(row);
                return double.IsFinite(interval.Low) && double.IsFinite(interval.High)
                    ? $"The truth should lie between {NumberText.Value(interval.Low)} and {NumberText.Value(interval.High)}: such ranges are made to hold it in {Chance(model.Coverage)} of cases."
                    : $"Too few rows like it are known to give a range that holds the truth in {Chance(model.Coverage)} of cases.";
            case ISetModel model:
                bool[] set = new bool[model.Classes.Count];
                return model.PredictSet(row, set) == 0
                    ? $"The row looks like none of the classes, and so no set of answers holds its truth; for other rows such sets are made to hold it in {Chance(model.Coverage)} of all cases."
                    : $"The truth should be {Any([.. model.Classes.Where((_, label) => set[label]).Select(name => $"'{name}'")])}: such sets of answers are made to hold it in {Chance(model.Coverage)} of cases.";
            default:
                return "";
        }
    }

    private static string Any(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static string Chance(double coverage) => NumberText.Percent(coverage);
}
