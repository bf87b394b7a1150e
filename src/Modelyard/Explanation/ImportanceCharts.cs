using Modelyard.Charts;

namespace Modelyard.Explanation;

/// <summary>Draws what a model leans on.</summary>
public static class ImportanceCharts
{
    private const int MostShown = 15;

    /// <summary>Draws importances with their intervals, the greatest first.</summary>
    /// <param name="importances">The importances.</param>
    /// <param name="metric">The name of the score that suffers.</param>
    /// <returns>The chart, of the 15 greatest at most.</returns>
    public static BarChart Bars(IReadOnlyList<FeatureImportance> importances, string metric)
    {
        ArgumentNullException.ThrowIfNull(importances);
        return new BarChart
        {
            Title = "What the model leans on",
            Items = [.. importances.OrderByDescending(one => one.Mean).Take(MostShown).Select(one => new BarItem(one.Feature, one.Mean, one.Low, one.High))],
            ValueText = NumberText.Value,
            Axis = new Axis { Label = $"loss of {metric} when shuffled", RoundsEnds = false },
        };
    }
}
