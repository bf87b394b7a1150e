using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Represents a file that records are added to, each with its length and checksum, so that a torn end is told from a whole one.</summary>
/// <remarks>
/// What <see cref="Append"/> has returned from survives the death of the process; what <see cref="Sync"/> has returned from survives a power cut. While the file is open its lock says that its writer lives.
/// One thread at a time appends; any number may wait for the disk.
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    /// <summary>The number of bytes before each record: its length and its checksum.</summary>
    internal const int FrameLength = 8;

    /// <summary>The greatest length of a record.</summary>
    internal const int MostRecordBytes = 256 << 20;

    private readonly Lock _disk = new();
    private readonly SafeFileHandle _handle;
    private long _length;
    private long _durable;
    private bool _isBroken;

    /// <summary>Makes a journal.</summary>
    /// <param name="path">The path, of a file that is not there; its folder is.</param>
    /// <param name="header">The first record, which says what the others are.</param>
    internal JournalFile(string path, ReadOnlySpan<byte> header)
    {
        // Under its own name it is locked and has its header: between the making of a file and its lock, who seals would take it for one that a dead writer has left.
        Path = path;
        string unnamed = path + SegmentFolder.Unnamed;
        _handle = File.OpenHandle(unnamed, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(_handle, Mark, 0);
            _length = Mark.Length;
            byte[] record = new byte[FrameLength + header.Length];
            header.CopyTo(record.AsSpan(FrameLength));
            Append(record);
            Sync();
            File.Move(unnamed, path);
            DurableFolder.Flush(System.IO.Path.GetDirectoryName(path)!);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Gets the first bytes of a journal.</summary>
    internal static ReadOnlySpan<byte> Mark => "MYJRNL1\n"u8;

    /// <summary>Gets the path of the file.</summary>
    internal string Path { get; }

    /// <summary>Gets the number of bytes that were appended.</summary>
    internal long Length => Volatile.Read(ref _length);

    /// <summary>Gets a value indicating whether a write failed: nothing more can be appended, and what is there is whole.</summary>
    internal bool IsBroken => _isBroken;

    /// <summary>Appends a record.</summary>
    /// <param name="framed">The record behind <see cref="FrameLength"/> bytes, which are filled here.</param>
    /// <exception cref="IOException">The record cannot be written; it is not in the file then.</exception>
    internal void Append(Span<byte> framed)
    {
        ReadOnlySpan<byte> record = framed[FrameLength..];
        BinaryPrimitives.WriteInt32LittleEndian(framed, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed[sizeof(int)..], Crc32C.Compute(record));
        try
        {
            RandomAccess.Write(_handle, framed, _length);
        }
        catch
        {
            // A torn record in the middle would hide all that follow it: the next ones go to another file.
            _isBroken = true;
            RandomAccess.SetLength(_handle, _length);
            throw;
        }

        Volatile.Write(ref _length, _length + framed.Length);
    }

    /// <summary>Brings all that was appended to the disk; who waits for the same flush shares it.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    internal void Sync()
    {
        long needed = Length;
        lock (_disk)
        {
            // What was closed meanwhile was flushed then.
            if (_durable >= needed)
            {
                return;
            }

            long reached = Length;
            RandomAccess.FlushToDisk(_handle);
            _durable = reached;
        }
    }

    /// <summary>Brings all that was appended to the disk and closes the file.</summary>
    public void Dispose()
    {
        using (_handle)
        {
            Sync();
        }
    }
}
