using Modelyard.Learning;

namespace Modelyard.Pipelines;

/// <summary>Represents a stream whose chunks pass through fitted transformers as they are read.</summary>
/// <param name="source">The stream.</param>
/// <param name="steps">The transformers, in order.</param>
internal sealed class TransformedStream(IDataStream source, IReadOnlyList<ITransformModel> steps) : IDataStream
{
    /// <inheritdoc/>
    public DataShape Shape { get; } = steps.Count == 0 ? source.Shape : source.Shape with { Schema = steps[^1].Outputs };

    /// <inheritdoc/>
    public IEnumerable<Dataset> Read(FitContext context) => source.Read(context).Select(chunk =>
    {
        foreach (ITransformModel step in steps)
        {
            Dataset before = chunk;
            chunk = context.WithinTime(() => step.Transform(before, context.Parallelism));
        }

        return chunk;
    });
}
