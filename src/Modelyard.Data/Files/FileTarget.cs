namespace Modelyard.Data.Files;

/// <summary>Represents a file that takes its name when it is complete.</summary>
internal sealed class FileTarget(string path) : TableTarget
{
    private readonly PendingFile _file = new(path);

    /// <inheritdoc/>
    public override Stream Stream => _file.Stream;

    /// <inheritdoc/>
    public override void Complete() => _file.Complete();

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
