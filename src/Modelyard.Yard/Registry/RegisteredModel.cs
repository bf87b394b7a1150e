namespace Modelyard.Lifecycle;

/// <summary>Represents a registered model.</summary>
/// <param name="Name">The name.</param>
/// <param name="Created">The moment at which its first version was registered, in UTC.</param>
/// <param name="Versions">The versions, the newest first.</param>
/// <param name="Aliases">The version to which each alias points.</param>
public sealed record RegisteredModel(string Name, DateTimeOffset Created, IReadOnlyList<ModelVersion> Versions, IReadOnlyDictionary<string, int> Aliases)
{
    /// <summary>Gets the newest version.</summary>
    public ModelVersion Latest => Versions[0];
}
