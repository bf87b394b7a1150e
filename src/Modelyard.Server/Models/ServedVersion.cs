using Modelyard.Persistence;

namespace Modelyard.Server.Models;

/// <summary>Represents one version of a model, ready to be served.</summary>
/// <param name="Name">The name under which it is served.</param>
/// <param name="Version">The version, as clients see it.</param>
/// <param name="Package">The model.</param>
public sealed record ServedVersion(string Name, string Version, ModelPackage Package);
