using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Represents a stream whose chunks pass through fitted transformers as they are read.</summary>
/// <param name="source">The stream.</param>
/// <param name="steps">The transformers, in order; at least one.</param>
internal sealed class TransformedStream(IDataStream source, StepSequence steps) : IDataStream
{
    /// <inheritdoc/>
    public DataShape Shape { get; } = source.Shape with { Schema = steps.Outputs };

    /// <summary>Gets a stream as transformers leave it: the stream itself if there are none.</summary>
    internal static IDataStream Of(IDataStream source, IReadOnlyList<ITransformModel> steps) => steps.Count == 0 ? source : new TransformedStream(source, new StepSequence(steps));

    /// <inheritdoc/>
    public IEnumerable<Dataset> Read(FitContext context) => source.Read(context).Select(chunk => context.WithinTime(() => Transform(chunk, context.Parallelism)));

    private Dataset Transform(Dataset chunk, int degree)
    {
        if (chunk.IsSparse)
        {
            return steps.Steps.Aggregate(chunk, (data, step) => step.Transform(data, degree));
        }

        var result = new Matrix(chunk.RowCount, Shape.Schema.Count);
        steps.Transform(chunk.Features, result, degree);
        return chunk.WithFeatures(result, Shape.Schema);
    }
}
