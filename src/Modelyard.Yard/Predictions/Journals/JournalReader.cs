using System.Buffers.Binary;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Reads the records of a journal, up to a torn end that the death of its writer has left.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly FileStream _file;
    private long _position;
    private byte[] _buffer = new byte[1 << 16];

    /// <summary>Opens a journal, which may still be written to.</summary>
    /// <exception cref="YardException">The file is no journal.</exception>
    internal JournalReader(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        try
        {
            Span<byte> mark = stackalloc byte[JournalFile.Mark.Length];
            int read = _file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);

            // A writer that died as it made the file has left a part of the mark, and nothing that was acknowledged.
            if (!JournalFile.Mark.StartsWith(mark[..read]))
            {
                throw new YardException($"The file '{path}' is not a journal of predictions. Move it out of the folder.");
            }

            _position = read;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Gets the position behind the last whole record that was read.</summary>
    internal long Position => _position;

    /// <summary>Gets the number of bytes behind the last whole record that was read: those of a torn end, once there is no more to read.</summary>
    internal long Rest => _file.Length - _position;

    /// <summary>Goes on behind a record that was read before.</summary>
    /// <param name="position">What <see cref="Position"/> was then.</param>
    internal void Skip(long position)
    {
        _file.Position = position;
        _position = position;
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">Receives the record, which is valid until the next is read.</param>
    /// <returns>False at the end, or where what follows was not written whole.</returns>
    internal bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = [];
        Span<byte> frame = stackalloc byte[JournalFile.FrameLength];
        if (_file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length)
        {
            return false;
        }

        // A file that a power cut left longer than what was written to it ends in zeros.
        int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length is <= 0 or > JournalFile.MostRecordBytes || length > _file.Length - _file.Position)
        {
            return false;
        }

        if (length > _buffer.Length)
        {
            _buffer = new byte[Math.Max(length, 2 * _buffer.Length)];
        }

        Span<byte> bytes = _buffer.AsSpan(0, length);
        if (_file.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length || Crc32C.Compute(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(frame[sizeof(int)..]))
        {
            return false;
        }

        record = bytes;
        _position = _file.Position;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
