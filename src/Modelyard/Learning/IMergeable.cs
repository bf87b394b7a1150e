namespace Modelyard.Learning;

/// <summary>Defines a statistic that can be learned from parts of the data and put together.</summary>
/// <typeparam name="TSelf">The statistic itself.</typeparam>
/// <remarks>The same type serves threads, chunks larger than memory, monitoring windows and the nodes of a cluster.</remarks>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Creates a statistic of the same shape that has seen nothing.</summary>
    /// <returns>A new statistic.</returns>
    TSelf Empty();

    /// <summary>Counts the rows that a part of the data must have at least, so that gathering it apart and merging it costs less than it saves.</summary>
    /// <param name="data">All rows.</param>
    /// <returns>The number of rows, greater than 0; it depends on nothing but the size of the data and of the statistic.</returns>
    int LeastPart(Dataset data) => FitContext.LeastPart;

    /// <summary>Takes in some rows.</summary>
    /// <param name="block">The rows.</param>
    void Add(DataBlock block);

    /// <summary>Takes in what another one has seen. Its rows count as coming after those of this one.</summary>
    /// <param name="other">The other statistic, which stays as it is.</param>
    void Merge(TSelf other);
}
