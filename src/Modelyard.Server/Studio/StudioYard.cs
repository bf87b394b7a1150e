using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Persistence;
using Modelyard.Server.Models;

namespace Modelyard.Server.Studio;

/// <summary>Holds the yard that the pages show, and what is read of its model files, which never change, for as long as it is likely to be asked for again.</summary>
internal sealed class StudioYard : IDisposable
{
    private const int MostManifests = 500, MostRuns = 500, MostModels = 8;
    private readonly Shelf<Run> _runs = new(MostRuns);
    private readonly Shelf<ModelManifest> _manifests = new(MostManifests);
    private readonly Shelf<ServedModel> _models = new(MostModels);

    /// <summary>Opens a yard.</summary>
    /// <param name="folder">The folder of the yard.</param>
    /// <exception cref="ModelyardException">The folder is not a yard.</exception>
    public StudioYard(string folder) => Yard = Yard.Open(new YardOptions { Folder = folder, Create = false });

    public Yard Yard { get; }

    /// <summary>Reads what the file of a version says of its model.</summary>
    /// <exception cref="ModelyardException">The file is damaged or gone.</exception>
    public ModelManifest Manifest(ModelVersion version) => _manifests.Get(version.Digest, () => Yard.Models.ReadManifest(version));

    /// <summary>Reads what the file of a version says of its model; null if it cannot be read.</summary>
    public ModelManifest? TryManifest(ModelVersion version)
    {
        try
        {
            return Manifest(version);
        }
        catch (ModelyardException)
        {
            return null;
        }
    }

    /// <summary>Gets a run that has ended, as one that made a model has; null if it is gone.</summary>
    public Run? TryRun(string id)
    {
        try
        {
            return _runs.Get(id, () => Yard.Runs.Get(id));
        }
        catch (YardException)
        {
            return null;
        }
    }

    /// <summary>Loads a version to predict with.</summary>
    /// <exception cref="ModelyardException">The file is damaged or gone.</exception>
    public ServedModel Load(ModelVersion version) =>
        _models.Get(version.Reference + version.Digest, () => new ServedModel(new ServedVersion(version.Name, version.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), Yard.Models.Load(version))));

    /// <summary>Loads the version that a reference means; null if there is none.</summary>
    /// <exception cref="ModelyardException">The file is damaged or gone.</exception>
    public ServedModel? TryLoad(string reference)
    {
        ModelVersion version;
        try
        {
            version = Yard.Models.Resolve(reference);
        }
        catch (YardException)
        {
            return null;
        }

        return Load(version);
    }

    /// <summary>Counts the alarms that nobody has acknowledged.</summary>
    public int OpenAlarms() => Yard.Alarms.List().Count(alarm => alarm.State == AlarmState.Open && !alarm.IsSilenced);

    public void Dispose() => Yard.Dispose();
}
