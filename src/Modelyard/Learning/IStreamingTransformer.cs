namespace Modelyard.Learning;

/// <summary>Defines a transformer that can learn from data larger than memory, in one pass over it or few.</summary>
public interface IStreamingTransformer : ITransformer
{
    /// <summary>Learns a transformation from a stream.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe transformation.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the transformer.</exception>
    ITransformModel FitStream(IDataStream stream, FitContext context);
}
