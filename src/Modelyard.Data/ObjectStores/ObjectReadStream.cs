using Amazon.Runtime;
using Amazon.S3.Model;

namespace Modelyard.Data.ObjectStores;

/// <summary>Represents the bytes of an object, which are asked for again from where they broke off.</summary>
internal sealed class ObjectReadStream : Stream
{
    private readonly ObjectStore _store;
    private readonly ObjectAddress _address;
    private readonly string _version;
    private readonly long _length;
    private GetObjectResponse? _response;
    private long _position;
    private int _failures;

    /// <summary>Opens an object.</summary>
    /// <exception cref="IOException">It is not there, or the store cannot be reached.</exception>
    public ObjectReadStream(ObjectStore store, ObjectAddress address)
    {
        _store = store;
        _address = address;
        _response = store.Get(address, 0, null);
        _version = _response.ETag;
        _length = _response.ContentLength;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position >= _length || count == 0)
        {
            return 0;
        }

        while (true)
        {
            try
            {
                _response ??= _store.Get(_address, _position, _version);
                int read = Receive(_response.ResponseStream, buffer, offset, count);
                _position += read;
                if (read > 0)
                {
                    return read;
                }

                throw new IOException(FormattableString.Invariant($"It ended after {_position} of {_length} bytes."));
            }
            catch (Exception exception) when (_response is not null && exception is IOException or HttpRequestException or OperationCanceledException or AmazonClientException)
            {
                _response.Dispose();
                _response = null;
                if (++_failures > _store.Retries)
                {
                    throw _store.Fault(_address, "cannot be read to its end", exception);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _response?.Dispose();
        base.Dispose(disposing);
    }

    private int Receive(Stream from, byte[] buffer, int offset, int count)
    {
        using var limit = new CancellationTokenSource(_store.Timeout);
        return Task.Run(() => from.ReadAsync(buffer.AsMemory(offset, (int)Math.Min(count, _length - _position)), limit.Token).AsTask()).GetAwaiter().GetResult();
    }
}
