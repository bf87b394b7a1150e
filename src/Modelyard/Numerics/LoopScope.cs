namespace Modelyard.Numerics;

/// <summary>Represents work that ends with a cancellation although it is not the body of a loop; begun by <see cref="ParallelLoop.Enter"/>.</summary>
/// <param name="before">The cancellation of the work around it.</param>
internal readonly struct LoopScope(CancellationToken before) : IDisposable
{
    /// <summary>Ends the work, on the thread that began it.</summary>
    public void Dispose() => ParallelLoop.Leave(before);
}
