namespace Modelyard.Persistence;

/// <summary>Represents what a model file may hold at most; what exceeds it is refused before memory is given to it.</summary>
public sealed record ModelFileLimits
{
    /// <summary>Gets the limits that hold where none are given.</summary>
    public static ModelFileLimits Default { get; } = new();

    /// <summary>Gets the greatest size of the file, in bytes; at most that of one array.</summary>
    public long MaxFileBytes { get; init; } = Array.MaxLength;

    /// <summary>Gets the greatest size of the manifest, and of the tensors' header, in bytes.</summary>
    public int MaxManifestBytes { get; init; } = 256 << 20;

    /// <summary>Gets the greatest depth to which the manifest may nest.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Gets the greatest number of tensors.</summary>
    public int MaxTensors { get; init; } = 200_000;

    /// <summary>Gets the greatest number of parts of which the model may be made.</summary>
    public int MaxParts { get; init; } = 100_000;

    /// <summary>Gets the greatest length of one text, in characters.</summary>
    public int MaxTextLength { get; init; } = 1 << 20;

    /// <summary>Gets the greatest number of features and levels that all parts may name together.</summary>
    public long MaxSchemaEntries { get; init; } = 50_000_000;
}
