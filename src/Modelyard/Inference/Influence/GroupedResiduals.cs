using Modelyard.Charts;

namespace Modelyard.Inference;

/// <summary>Draws the residuals of answers yes or no as means of groups of like fitted probability, which scatter about 0 if the model holds.</summary>
/// <remarks>Source: Gelman and Hill (2007), Data Analysis Using Regression and Multilevel/Hierarchical Models, section 5.6.</remarks>
internal static class GroupedResiduals
{
    private const int LeastGroups = 10;
    private const double Quantile = 1.96;

    /// <summary>Makes the chart.</summary>
    /// <param name="fit">The regression of a target that is 0 or 1 in every row.</param>
    internal static ScatterChart Chart(GeneralizedFit fit)
    {
        (double Fitted, double Residual, double Error)[] groups = [.. Of(fit)];
        double[] fitted = Array.ConvertAll(groups, group => group.Fitted);
        string answer = fit.Data.TargetLevels.Count == 2 ? $"{fit.Data.TargetName} = {fit.Data.TargetLevels[1]}" : fit.Data.TargetName;

        // Lines do not widen axes, and the limits must be seen where all groups keep within them.
        double limit = 1.05 * groups.Max(group => Math.Max(Math.Abs(group.Residual), Quantile * group.Error));
        return new ScatterChart
        {
            Title = "Residuals over fitted values",
            Description = "Each point is the mean of a group of rows of like fitted probability: about 95 % lie between the lines if the model holds, and their run shows no shape.",
            X = fitted,
            Y = Array.ConvertAll(groups, group => group.Residual),
            XAxis = new Axis { Label = $"fitted probability of {answer}" },
            YAxis = new Axis { Label = "mean residual: share less probability", Minimum = -limit, Maximum = limit },
            References = [ReferenceLine.Level(0)],
            Lines =
            [
                new LineSeries { Name = "95 % of groups, if the model holds", X = fitted, Y = Array.ConvertAll(groups, group => Quantile * group.Error) },
                new LineSeries { Name = "", X = fitted, Y = Array.ConvertAll(groups, group => -Quantile * group.Error) },
            ],
        };
    }

    /// <summary>Computes the mean fitted value, the mean residual and its standard error under the model, of groups of about equal size; weights count as so many rows.</summary>
    private static IEnumerable<(double Fitted, double Residual, double Error)> Of(GeneralizedFit fit)
    {
        double[] keys = fit.Fitted.ToArray();
        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows);
        int count = rows.Length >= LeastGroups * LeastGroups ? (int)Math.Sqrt(rows.Length) : Math.Min(LeastGroups, Math.Max(1, rows.Length / 2));
        for (int group = 0; group < count; group++)
        {
            double weights = 0, sum = 0, residuals = 0, variance = 0;
            foreach (int row in rows[(int)((long)rows.Length * group / count)..(int)((long)rows.Length * (group + 1) / count)])
            {
                double weight = fit.Scoring.Rows.Weight(row), mean = fit.Fitted[row];
                weights += weight;
                sum += weight * mean;
                residuals += weight * (fit.Data.Target[row] - mean);
                variance += weight * mean * fit.Scoring.Rows.Rests[row];
            }

            yield return (sum / weights, residuals / weights, Math.Sqrt(variance) / weights);
        }
    }
}
