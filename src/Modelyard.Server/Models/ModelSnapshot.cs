using System.Collections.Frozen;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Models;

/// <summary>Represents the models that are served at one moment. Immutable: a request works with the one it began with.</summary>
internal sealed class ModelSnapshot
{
    private readonly FrozenDictionary<string, ServedModel> _byName;
    private readonly FrozenDictionary<string, ServedModel>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public ModelSnapshot(IReadOnlyList<ServedModel> models)
    {
        Models = models;
        string? twice = models.GroupBy(model => model.Version.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            throw new ModelyardException($"Two of the models are named '{twice}'; a server's models must have different names.");
        }

        _byName = models.ToFrozenDictionary(model => model.Version.Name, StringComparer.Ordinal);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<ServedModel> Models { get; }

    public ServedModel First => Models.Count > 0 ? Models[0] : throw RequestFaultException.At("query model", "missing_model", null, "The request names no model and must: this server has no first one. Ask as in '/invocations?model=NAME'.");

    public ServedModel? Find(string name) => _byName.GetValueOrDefault(name);

    public ServedModel? Find(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out ServedModel? model) ? model : null;
}
