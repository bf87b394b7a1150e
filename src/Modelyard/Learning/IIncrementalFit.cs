namespace Modelyard.Learning;

/// <summary>Defines a fit that takes in one chunk of data after another.</summary>
public interface IIncrementalFit
{
    /// <summary>Gets the number of rows that were taken in.</summary>
    long RowCount { get; }

    /// <summary>Takes in a chunk. A chunk that is refused leaves the fit as it was.</summary>
    /// <param name="chunk">The rows.</param>
    /// <exception cref="ModelyardException">The chunk is of another shape than the fit began with, or holds what the estimator does not support.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    void PartialFit(Dataset chunk);

    /// <summary>Creates the model of all rows so far. The fit can go on afterwards; the model stays as it is.</summary>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">No row was taken in yet.</exception>
    IPredictiveModel ToModel();
}
