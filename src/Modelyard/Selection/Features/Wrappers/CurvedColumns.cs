using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Warns of columns that a linear model left out because their dependence is no line.</summary>
internal static class CurvedColumns
{
    private const double Level = 0.05;

    // A line that tells less than this share of what the column tells in all is no line.
    private const double ShareOfLine = 0.25;

    /// <summary>Names the columns that were rejected and say more than chance of the target, little of it along a line.</summary>
    internal static void Warn(FeatureChoice choice, IEstimator estimator, Dataset data, FitContext context)
    {
        string[] rejected = [.. choice.Features.Where(one => one.Decision == FeatureDecision.Rejected).Select(one => one.Name)];
        if (rejected.Length == 0 || !DefaultEstimators.IsLinear(estimator))
        {
            return;
        }

        string[] curved = Curved(data, rejected, context with { Progress = null, Warning = null });
        if (curved.Length > 0)
        {
            context.Warn($"{string.Join(", ", curved)} {(curved.Length == 1 ? "says" : "say")} more than chance of '{data.TargetName}', but not along a line, and '{estimator.GetType().Name}' sees lines only. Choose an estimator that sees curves, such as boosting, or keep {(curved.Length == 1 ? "it" : "them")}.");
        }
    }

    private static string[] Curved(Dataset data, string[] rejected, FitContext context)
    {
        try
        {
            Dictionary<string, RankedFeature> lines = FeatureRanking.Compute(data, FeatureMeasure.F, context).Features.ToDictionary(one => one.Name);
            return [.. FeatureRanking.Compute(data, FeatureMeasure.MutualInformation, context).Features
                .Where(one => one.AdjustedPValue <= Level && rejected.Contains(one.Name, StringComparer.Ordinal) && IsCurved(one, lines[one.Name]))
                .Select(one => $"'{one.Name}'")];
        }
        catch (FitBudgetException)
        {
            // What was chosen stands; there was no time to look at the rest.
            return [];
        }
    }

    /// <summary>Compares the share of the variance along a line with the one that normal columns of this mutual information have in common.</summary>
    private static bool IsCurved(RankedFeature information, RankedFeature line) => line.Test is "regression F" or "ANOVA F" && !(line.Effect >= ShareOfLine * (1 - Math.Exp(-2 * information.Score)));
}
