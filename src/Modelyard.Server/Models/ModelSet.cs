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

    /// <summary>Loads anew if the source changed. A model whose new version cannot be loaded stays as it is, and the next call tries again.</summary>
    public ModelPoll Poll()
    {
        long revision = _source.Revision;
        if (revision == _revision)
        {
            return new ModelPoll(false, []);
        }

        ModelPoll poll = Reload();
        if (poll.Faults.Count == 0)
        {
            _revision = revision;
        }

        return poll;
    }

    private ModelPoll Reload()
    {
        ModelSnapshot old = _current;
        var models = new ServedModel[_references.Count];
        List<string> faults = [];
        bool isNew = false;
        for (int i = 0; i < models.Length; i++)
        {
            models[i] = Reload(_references[i], old.Models[i], faults);
            isNew |= !ReferenceEquals(models[i].Version, old.Models[i].Version);
        }

        if (!models.SequenceEqual(old.Models))
        {
            _current = new ModelSnapshot(models);
        }

        return new ModelPoll(isNew, faults);
    }

    private ServedModel Reload(string reference, ServedModel old, List<string> faults)
    {
        try
        {
            ServedVersion version = _source.Load(reference);
            bool isSame = ReferenceEquals(version.Package, old.Version.Package) && version.Version == old.Version.Version;
            return !isSame ? new ServedModel(version) : old.IsBehind ? old.With(isBehind: false) : old;
        }
#pragma warning disable CA1031 // Whatever the fault of one model is, all are served on.
        catch (Exception fault) when (fault is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            faults.Add(fault.Message);
            return old.IsBehind ? old : old.With(isBehind: true);
        }
    }
}
