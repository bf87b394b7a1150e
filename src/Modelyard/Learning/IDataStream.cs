namespace Modelyard.Learning;

/// <summary>Defines data that is read chunk by chunk, because it is larger than memory or because it need not be held.</summary>
public interface IDataStream
{
    /// <summary>Gets what every chunk looks like.</summary>
    DataShape Shape { get; }

    /// <summary>Reads all rows from the first. Each call gives the same chunks in the same order; whoever asks again makes another pass.</summary>
    /// <param name="context">What surrounds the fit; cancellation ends the reading between chunks.</param>
    /// <returns>The chunks, none of them empty.</returns>
    IEnumerable<Dataset> Read(FitContext context);
}
