namespace Modelyard.Server.Models;

/// <summary>Holds the served models and exchanges them, all at once, when their source changes.</summary>
internal sealed class ModelSet
{
    private readonly IModelSource _source;
    private readonly IReadOnlyList<string> _references;
    private long _revision;
    private volatile ModelSnapshot _current;

    public ModelSet(IModelSource source, IReadOnlyList<string> references)
    {
        _source = source;
        _references = references;
        _current = new ModelSnapshot([.. references.Select(reference => new ServedModel(source.Load(reference)))]);

        // The source may learn from a first load what to watch; a change between these lines shows as a difference at the first poll.
        _revision = source.Revision;
        Reload();
    }

    public ModelSnapshot Current => _current;

    /// <summary>Loads anew if the source changed. If that fails, the models stay, and the next call tries again.</summary>
    public bool Poll()
    {
        long revision = _source.Revision;
        if (revision == _revision)
        {
            return false;
        }

        bool isNew = Reload();
        _revision = revision;
        return isNew;
    }

    private bool Reload()
    {
        ModelSnapshot old = _current;
        var models = new ServedModel[_references.Count];
        bool isNew = false;
        for (int i = 0; i < models.Length; i++)
        {
            ServedVersion version = _source.Load(_references[i]);
            bool isSame = ReferenceEquals(version.Package, old.Models[i].Version.Package) && version.Version == old.Models[i].Version.Version;
            models[i] = isSame ? old.Models[i] : new ServedModel(version);
            isNew |= !isSame;
        }

        if (isNew)
        {
            _current = new ModelSnapshot(models);
        }

        return isNew;
    }
}
