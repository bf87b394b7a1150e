using Modelyard.Charts;

namespace Modelyard.Explanation.Lime;

/// <summary>Draws local explanations.</summary>
public static class LimeCharts
{
    /// <summary>Draws the weights of an explanation, those that weigh most first.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <returns>The chart.</returns>
    public static BarChart Weights(LimeExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return new BarChart
        {
            Title = "What moves predictions near this row",
            Items = [.. explanation.Weights.Select(one => new BarItem(one.Condition, one.Weight))],
            ValueText = NumberText.Value,
            Axis = new Axis { Label = explanation.Output.Length > 0 ? $"change of the probability of {explanation.Output}" : "change of the prediction", RoundsEnds = false },
        };
    }
}
