namespace Modelyard.Learning;

/// <summary>Describes data without holding any: what a fit that sees one chunk after another must know before the first.</summary>
/// <param name="Schema">The features.</param>
/// <param name="TargetName">The name of the target.</param>
/// <param name="Classes">The labels of the classes in the order of their numbers; empty for regression.</param>
public sealed record DataShape(FeatureSchema Schema, string TargetName, IReadOnlyList<string> Classes)
{
    /// <summary>Gets what is predicted.</summary>
    public TaskKind Task => Classes.Count > 0 ? TaskKind.Classification : TaskKind.Regression;

    /// <summary>Describes a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>Its shape.</returns>
    public static DataShape Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataShape(data.Schema, data.TargetName, data.Classes);
    }

    /// <summary>Checks that a chunk is of this shape.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <exception cref="ModelyardException">It has other features, another target or other classes.</exception>
    public void Check(Dataset chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        if (chunk.FeatureCount != Schema.Count)
        {
            throw new ModelyardException($"The chunk has '{chunk.FeatureCount}' features and must have '{Schema.Count}', as the fit began with.");
        }

        if (!chunk.Classes.SequenceEqual(Classes, StringComparer.Ordinal))
        {
            throw new ModelyardException($"The chunk has the classes '{string.Join(", ", chunk.Classes)}' and must have '{string.Join(", ", Classes)}', all that there will be, as the fit began with.");
        }
    }
}
