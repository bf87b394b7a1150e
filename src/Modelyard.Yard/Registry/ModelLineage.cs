namespace Modelyard.Lifecycle;

/// <summary>Represents where a version comes from.</summary>
/// <param name="Version">The version.</param>
/// <param name="Run">The run that made it, with data file, environment and command; null if it is not known.</param>
/// <param name="Parents">The runs of which that run was a part, the nearest first.</param>
public sealed record ModelLineage(ModelVersion Version, Run? Run, IReadOnlyList<Run> Parents)
{
    /// <summary>Gets the data file from which the version was learned; null if it is not known.</summary>
    public RunData? Data => Run?.Data ?? Parents.Select(parent => parent.Data).FirstOrDefault(data => data is not null);
}
