using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents the model from which a fit goes on.</summary>
/// <param name="Tables">Its trees.</param>
/// <param name="TrainingLoss">Its loss on the training rows before the first iteration and after each.</param>
/// <param name="ValidationLoss">Likewise on the rows that were held out; empty if none were.</param>
internal sealed record BoostingStart(EnsembleTables Tables, double[] TrainingLoss, double[] ValidationLoss)
{
    /// <summary>Gets the number of iterations that are done.</summary>
    internal int Iterations => Tables.Roots.Length / Tables.Baseline.Length;

    /// <summary>Joins the losses of both fits, the second of which begins with the last of the first.</summary>
    internal static double[] Join(double[] before, List<double> after, int iterations) =>
        before.Length >= iterations && after.Count > 0 ? [.. before.AsSpan(0, iterations), .. after] : [.. after];

    /// <summary>Checks that data suits the model from which a fit is to go on.</summary>
    /// <exception cref="ModelyardException">It has other features or classes.</exception>
    internal static void Check(FeatureSchema features, IReadOnlyList<string> classes, Dataset data)
    {
        if (!features.SequenceEqual(data.Schema))
        {
            throw new ModelyardException($"The data has the features '{string.Join(", ", data.Schema.Select(feature => feature.Name))}' and the model to go on from reads '{string.Join(", ", features.Select(feature => feature.Name))}'; names, kinds, levels and order must be the same.");
        }

        if (!classes.SequenceEqual(data.Classes, StringComparer.Ordinal))
        {
            throw new ModelyardException($"The data has the classes '{string.Join(", ", data.Classes)}' and the model to go on from has '{string.Join(", ", classes)}'; they must be the same in the same order.");
        }
    }
}
