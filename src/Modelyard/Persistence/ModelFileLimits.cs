namespace Modelyard.Persistence;

/// <summary>Bounds what the reading of a model file may take.</summary>
public sealed record ModelFileLimits
{
    /// <summary>Gets the limits that suit any model one would serve.</summary>
    public static ModelFileLimits Default { get; } = new();

    /// <summary>Gets the greatest size of the file, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 4L << 30;

    /// <summary>Gets the greatest size of the manifest, in bytes.</summary>
    public int MaxManifestBytes { get; init; } = 256 << 20;

    /// <summary>Gets the greatest number of tensors.</summary>
    public int MaxTensors { get; init; } = 1_000_000;

    /// <summary>Gets the greatest depth of parts within parts.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Gets the greatest number of parts: steps, members, models.</summary>
    public int MaxParts { get; init; } = 100_000;
}
