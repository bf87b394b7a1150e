using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Represents the columns of a table as a method ranks them.</summary>
/// <param name="Order">The columns, the best first.</param>
/// <param name="Scores">The score of each column; 0 where the method has none.</param>
/// <param name="Chosen">How many of the first the method chooses.</param>
internal sealed record RankedColumns(int[] Order, double[] Scores, int Chosen)
{
    /// <summary>Ranks as a selection does; what it selects stands before what it does not.</summary>
    internal static RankedColumns Of(FeatureSchema schema, FeatureChoice choice) => Of(
        schema,
        [.. choice.Features.OrderBy(verdict => verdict.Decision == FeatureDecision.Selected ? 0 : 1).Select(verdict => (verdict.Name, verdict.Score))],
        choice.Selected.Count);

    /// <summary>Ranks each feature on its own; what chance alone does not explain is chosen.</summary>
    internal static RankedColumns Of(FeatureSchema schema, FeatureRanking ranking) => ranking.Measure == FeatureMeasure.MutualInformation
        ? Of(schema, [.. ranking.Features.Select(feature => (feature.Name, feature.Score))], ranking.Significant().Count)
        : Of(schema, [.. ranking.Features.Select(feature => (feature.Name, feature.Effect))], ranking.Significant().Count);

    private static RankedColumns Of(FeatureSchema schema, (string Name, double Score)[] ranked, int chosen)
    {
        int[] order = Array.ConvertAll(ranked, one => schema.IndexOf(one.Name));
        double[] scores = new double[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            scores[order[i]] = double.IsNaN(ranked[i].Score) ? 0 : ranked[i].Score;
        }

        return new RankedColumns(order, scores, chosen);
    }
}
