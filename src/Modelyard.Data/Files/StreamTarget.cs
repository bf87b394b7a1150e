namespace Modelyard.Data.Files;

/// <summary>Represents a stream of the caller's, which stays open.</summary>
internal sealed class StreamTarget(Stream stream) : TableTarget
{
    /// <inheritdoc/>
    public override Stream Stream => stream;

    /// <inheritdoc/>
    public override void Complete() => stream.Flush();

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
