using Modelyard.Lifecycle;

namespace Modelyard.Server.Models;

/// <summary>Represents the registry of a yard as a source of models: servers follow its aliases.</summary>
public sealed class YardModelSource : IModelSource, IDisposable
{
    private readonly Yard _yard;

    /// <summary>Opens a yard.</summary>
    /// <param name="folder">The folder of the yard.</param>
    /// <exception cref="ModelyardException">The folder is not a yard.</exception>
    public YardModelSource(string folder) => _yard = Yard.Open(new YardOptions { Folder = folder, Create = false });

    /// <inheritdoc/>
    public long Revision => _yard.Models.Revision;

    /// <inheritdoc/>
    public ServedVersion Load(string reference)
    {
        ModelVersion version = _yard.Models.Resolve(reference);
        return new ServedVersion(version.Name, version.Version.ToString(), _yard.Models.Load(version));
    }

    /// <inheritdoc/>
    public void Dispose() => _yard.Dispose();
}
