using System.Collections;
using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents the rows of a stream, read chunk by chunk each time they are enumerated.</summary>
/// <param name="stream">The stream.</param>
/// <param name="layout">How the parameters lie.</param>
/// <param name="survey">What was gathered from all rows.</param>
/// <param name="factors">What the weight of a row of each class is multiplied by; nothing where classes weigh alike.</param>
/// <param name="context">What surrounds the fit.</param>
internal sealed class LogisticStream(IDataStream stream, LogisticLayout layout, LogisticSurvey survey, double[] factors, FitContext context) : IEnumerable<LogisticRows>
{
    /// <inheritdoc/>
    public IEnumerator<LogisticRows> GetEnumerator()
    {
        foreach (Dataset chunk in stream.Read(context))
        {
            // A pass may take long, and what comes of half a pass is worth nothing.
            context.Checkpoint();
            stream.Shape.Check(chunk);
            double[] weights = Weights(chunk);
            int[] labels = Array.ConvertAll(chunk.Labels.ToArray(), label => survey.Positions[label]);
            yield return chunk.IsSparse
                ? new SparseLogisticRows(chunk.SparseFeatures, chunk.SparseFeatures.Transpose(context.Checkpoint), layout, labels, weights, context)
                : new DenseLogisticRows(chunk.Features, layout, labels, weights, context);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private double[] Weights(Dataset chunk)
    {
        if (factors.Length == 0)
        {
            return chunk.Weights.ToArray();
        }

        double[] weights = new double[chunk.RowCount];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = (chunk.HasWeights ? chunk.Weights[row] : 1) * factors[chunk.Labels[row]];
        }

        return weights;
    }
}
