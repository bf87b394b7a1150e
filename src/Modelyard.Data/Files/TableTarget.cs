namespace Modelyard.Data.Files;

/// <summary>Represents a place that bytes are written to, and that shows them when they are complete.</summary>
internal abstract class TableTarget : IDisposable
{
    /// <summary>Gets the stream to write to.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Makes visible what was written.</summary>
    public abstract void Complete();

    /// <inheritdoc/>
    public abstract void Dispose();
}
