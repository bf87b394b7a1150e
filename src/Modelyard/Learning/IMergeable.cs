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

    /// <summary>Takes in some rows.</summary>
    /// <param name="block">The rows.</param>
    void Add(DataBlock block);

    /// <summary>Takes in what another one has seen. Its rows count as coming after those of this one.</summary>
    /// <param name="other">The other statistic, which stays as it is.</param>
    void Merge(TSelf other);
}
