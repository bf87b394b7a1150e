using Modelyard.Explanation.Shapley;
using Modelyard.Numerics;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Says what chance a class has for a model that knows nothing of a row.</summary>
internal static class BaseChance
{
    private const double Same = 1e-6;

    /// <summary>Computes it.</summary>
    /// <param name="explainer">What explains the model.</param>
    /// <param name="row">The row.</param>
    /// <param name="label">The position of the class.</param>
    /// <param name="chance">The chance of the class for the row.</param>
    /// <returns>The chance; null where the model makes its chances of its scores in another way than by the softmax.</returns>
    internal static double? Of(PredictionExplainer explainer, ReadOnlySpan<double> row, int label, double chance)
    {
        double[] nothing = explainer.Base.ToArray();
        if (explainer.Scale == ShapleyScale.Probability)
        {
            return nothing.Length > 1 ? nothing[label] : label == 1 ? nothing[0] : 1 - nothing[0];
        }

        int columns = explainer.Columns.Count;
        double[] all = new double[nothing.Length * columns];
        explainer.Explain(row, all);
        double[] own = [.. nothing.Select((value, output) => value + VectorKernels.Sum(all.AsSpan(output * columns, columns)))];
        return Math.Abs(ChanceOf(own, label) - chance) < Same ? ChanceOf(nothing, label) : null;
    }

    /// <summary>Makes a chance of scores; of two classes there is one score, that of the second.</summary>
    private static double ChanceOf(double[] outputs, int label)
    {
        double[] scores = outputs.Length > 1 ? [.. outputs] : [0, outputs[0]];
        VectorKernels.SoftmaxInPlace(scores);
        return scores[label];
    }
}
