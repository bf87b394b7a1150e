using Modelyard.Explanation.Shapley;

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
        double[] nothing = explainer.Base.ToArray(), all = new double[nothing.Length * explainer.Columns.Count];
        explainer.Explain(row, all);
        double[] own = [.. nothing.Select((value, output) => value + all.Skip(output * explainer.Columns.Count).Take(explainer.Columns.Count).Sum())];
        return Math.Abs(ChanceOf(explainer.Scale, own, label) - chance) < Same ? ChanceOf(explainer.Scale, nothing, label) : null;
    }

    /// <summary>Makes a chance of outputs; of two classes there is one output, that of the second.</summary>
    private static double ChanceOf(ShapleyScale scale, double[] outputs, int label)
    {
        if (scale == ShapleyScale.Probability)
        {
            return outputs.Length > 1 ? outputs[label] : label == 1 ? outputs[0] : 1 - outputs[0];
        }

        double[] scores = outputs.Length > 1 ? outputs : [0, outputs[0]];
        double most = scores.Max();
        return Math.Exp(scores[label] - most) / scores.Sum(score => Math.Exp(score - most));
    }
}
