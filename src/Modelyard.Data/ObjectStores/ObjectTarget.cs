using Modelyard.Data.Files;

namespace Modelyard.Data.ObjectStores;

/// <summary>Represents an object that is to be seen when it is complete.</summary>
internal sealed class ObjectTarget : TableTarget
{
    private readonly ObjectStore _store;
    private readonly ObjectUploadStream _upload;

    public ObjectTarget(string address, ObjectStoreOptions options)
    {
        _store = new ObjectStore(options);
        try
        {
            _upload = _store.OpenWrite(address);
        }
        catch
        {
            _store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Stream Stream => _upload;

    /// <inheritdoc/>
    public override void Complete() => _upload.Complete();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _upload.Dispose();
        _store.Dispose();
    }
}
