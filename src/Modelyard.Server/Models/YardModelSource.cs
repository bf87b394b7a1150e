using System.Collections.Concurrent;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Models;

/// <summary>Represents the registry of a yard as a source of models: servers follow its aliases.</summary>
public sealed class YardModelSource : IModelSource, IDisposable
{
    private readonly Yard _yard;
    private readonly ConcurrentDictionary<string, (string Digest, ServedVersion Version)> _loaded = new(StringComparer.Ordinal);

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
        string number = version.Version.ToString();
        if (_loaded.TryGetValue(reference, out (string Digest, ServedVersion Version) known)
            && known.Digest == version.Digest && known.Version.Version == number)
        {
            return known.Version;
        }

        try
        {
            var loaded = new ServedVersion(version.Name, number, _yard.Models.Load(version));
            _loaded[reference] = (version.Digest, loaded);
            return loaded;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ModelyardException)
        {
            throw new ModelyardException($"The model '{version.Name}:{number}' cannot be loaded: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _yard.Dispose();
}
