using Modelyard.Charts;
using Modelyard.Learning;

namespace Modelyard.Explanation.Shapley;

/// <summary>Draws Shapley values: of one row as a waterfall, of many as bars, beeswarm and dependence.</summary>
public static class ShapleyCharts
{
    private const int MostShown = 15;

    /// <summary>Draws how the columns lead from the base to the prediction; those that weigh least come together in one step.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <returns>The chart.</returns>
    public static WaterfallChart Waterfall(PredictionExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        IReadOnlyList<ColumnContribution> ranked = explanation.Ranked();
        int shown = ranked.Count <= MostShown ? ranked.Count : MostShown - 1;
        var items = ranked.Take(shown).Select(Item).ToList();
        if (shown < ranked.Count)
        {
            items.Add(new WaterfallItem($"{ranked.Count - shown} other columns", ranked.Skip(shown).Sum(one => one.Contribution)));
        }

        return new WaterfallChart
        {
            Title = "What led to the prediction",
            Start = explanation.Base,
            StartLabel = "base",
            EndLabel = "prediction",
            Items = items,
            ValueText = NumberText.Value,
            Axis = new Axis { Label = UnitOf(explanation.Scale, explanation.Output), RoundsEnds = false },
        };
    }

    /// <summary>Draws the columns that raise the prediction and those that lower it, as they push against each other.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <returns>The chart.</returns>
    public static ForceChart Force(PredictionExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return new ForceChart
        {
            Title = "What pushes the prediction up and down",
            Start = explanation.Base,
            StartLabel = "base",
            Items = [.. explanation.Contributions.Select(Item)],
            ValueText = NumberText.Value,
            Axis = new Axis { Label = UnitOf(explanation.Scale, explanation.Output) },
        };
    }

    /// <summary>Draws the mean size of each column's contributions.</summary>
    /// <param name="summary">The contributions.</param>
    /// <returns>The chart.</returns>
    public static BarChart Bars(ShapleySummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new BarChart
        {
            Title = "How much each column moves a prediction",
            Items = [.. summary.Ranking.Take(MostShown).Select(column => new BarItem(summary.Columns[column].Name, summary.MeanSizes[column]) { Text = NumberText.WithError(summary.MeanSizes[column], summary.MeanErrors[column]) })],
            ValueText = NumberText.Value,
            Axis = new Axis { Label = "mean size of the contribution", RoundsEnds = false },
        };
    }

    /// <summary>Draws the contributions of each column to every row, shaded by the cell.</summary>
    /// <param name="summary">The contributions.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The chart.</returns>
    public static BeeswarmChart Beeswarm(ShapleySummary summary, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new BeeswarmChart
        {
            Title = "Which cells raise a prediction and which lower it",
            Items = [.. summary.Ranking.Take(MostShown).Select(column => new BeeswarmItem(summary.Columns[column].Name, summary.Contributions(column, output), Shades(summary, column)))],
            Axis = new Axis { Label = "contribution to the " + UnitOf(summary.Scale, summary.Outputs[output]) },
            LowLabel = "low cell",
            HighLabel = "high cell",
            UnshadedLabel = "category, text or missing",
        };
    }

    /// <summary>Draws the contributions of a column over its cells.</summary>
    /// <param name="summary">The contributions.</param>
    /// <param name="column">The position of the column.</param>
    /// <param name="output">The position of the output.</param>
    /// <returns>The chart; the levels of a category stand at their codes.</returns>
    public static ScatterChart Dependence(ShapleySummary summary, int column, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new ScatterChart
        {
            Title = $"What {summary.Columns[column].Name} contributes",
            X = summary.Cells(column),
            Y = summary.Contributions(column, output),
            XAxis = summary.Columns[column].Kind == FeatureKind.Timestamp ? new Axis { Label = summary.Columns[column].Name, Format = AxisFormat.Time } : new Axis { Label = summary.Columns[column].Name },
            YAxis = new Axis { Label = "contribution to the " + UnitOf(summary.Scale, summary.Outputs[output]) },
            References = [ReferenceLine.Level(0)],
        };
    }

    /// <summary>Names the unit of an output.</summary>
    internal static string UnitOf(ShapleyScale scale, string output) => (scale, output.Length > 0) switch
    {
        (ShapleyScale.Probability, true) => $"probability of {output}",
        (ShapleyScale.Probability, false) => "probability",
        (ShapleyScale.Lead, _) => $"score of {output} above the mean of the others",
        (ShapleyScale.Raw, true) => $"score of {output}",
        (ShapleyScale.Raw, false) => "score before the link",
        (_, true) => output,
        _ => "prediction",
    };

    private static WaterfallItem Item(ColumnContribution one) =>
        new(one.Label(), one.Contribution) { Text = NumberText.WithError(one.Contribution, one.StandardError) };

    /// <summary>Shades cells by their rank among those of their column; categories and texts have none.</summary>
    private static double[] Shades(ShapleySummary summary, int column)
    {
        double[] cells = summary.Cells(column);
        if (summary.Columns[column].Kind is FeatureKind.Categorical or FeatureKind.Text)
        {
            return Array.ConvertAll(cells, _ => double.NaN);
        }

        double[] sorted = [.. cells.Where(cell => !double.IsNaN(cell)).Order()];
        return Array.ConvertAll(cells, cell => double.IsNaN(cell) || sorted.Length < 2 || sorted[0] == sorted[^1] ? double.NaN : (double)Below(sorted, cell) / (sorted.Length - 1));
    }

    private static int Below(double[] sorted, double cell)
    {
        int at = Array.BinarySearch(sorted, cell);
        while (at > 0 && sorted[at - 1] == cell)
        {
            at--;
        }

        return at;
    }
}
