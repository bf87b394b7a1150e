using Modelyard.Charts;
using Modelyard.Persistence;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says in plain words how often a model was right on the rows that it was tested on.</summary>
internal static class QualityWords
{
    /// <summary>Says it; empty if the model file does not tell.</summary>
    internal static string Of(ModelPackage package)
    {
        foreach (MetricScore score in package.Metrics)
        {
            string interval = double.IsFinite(score.Low) && double.IsFinite(score.High) ? $" (between {Value(score, score.Low)} and {Value(score, score.High)}, as far as those rows can tell)" : "";
            string? text = score.Name switch
            {
                "accuracy" => $"When it was tested on rows that it had not seen, it was right in {NumberText.Percent(score.Value, 0)} of cases{interval}.",
                "mae" => $"When it was tested on rows that it had not seen, it was off by {NumberText.Value(score.Value)} on average{interval}.",
                _ => null,
            };
            if (text is not null)
            {
                return text;
            }
        }

        return "";
    }

    private static string Value(MetricScore score, double value) => score.Name == "accuracy" ? NumberText.Percent(value, 0) : NumberText.Value(value);
}
