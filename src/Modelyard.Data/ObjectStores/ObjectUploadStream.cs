using Amazon.S3.Model;
using Modelyard.Data.ObjectStores;

namespace Modelyard.Data;

/// <summary>Represents an object that is written: part by part if it is large, to be seen when it is complete.</summary>
/// <remarks>An upload that is disposed of before <see cref="Complete"/> is given up, and nothing of it is to be seen. It serves one thread.</remarks>
public sealed class ObjectUploadStream : Stream
{
    private readonly ObjectStore _store;
    private readonly ObjectAddress _address;
    private readonly byte[] _part;
    private readonly List<PartETag> _parts = [];
    private string? _upload;
    private int _filled;
    private long _length;
    private bool _isComplete;
    private bool _isDisposed;

    internal ObjectUploadStream(ObjectStore store, ObjectAddress address)
    {
        _store = store;
        _address = address;
        _part = new byte[store.PartLength];
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the object visible.</summary>
    /// <exception cref="IOException">The store cannot be reached, or refuses it; nothing of the object is to be seen then.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_isComplete || _isDisposed, this);
        if (_upload is null)
        {
            _store.Put(_address, _part, _filled);
        }
        else
        {
            if (_filled > 0)
            {
                Send();
            }

            _store.End(_address, _upload, _parts);
        }

        _isComplete = true;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isComplete || _isDisposed, this);
        _length += buffer.Length;
        while (buffer.Length > 0)
        {
            if (_filled == _part.Length)
            {
                Send();
            }

            int taken = Math.Min(buffer.Length, _part.Length - _filled);
            buffer[..taken].CopyTo(_part.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed && !_isComplete && _upload is not null)
        {
            try
            {
                _store.Abort(_address, _upload);
            }
            catch (IOException)
            {
                // What failed before is told already. The parts are invisible, and go when the store clears away uploads that were never completed.
            }
        }

        _isDisposed = true;
        base.Dispose(disposing);
    }

    private void Send()
    {
        _upload ??= _store.Begin(_address);
        _parts.Add(_store.PutPart(_address, _upload, _parts.Count + 1, _part, _filled));
        _filled = 0;
    }
}
