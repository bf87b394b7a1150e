using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Agent.Journals;

/// <summary>Keeps entries in files of a folder, in their order, until they are sent.</summary>
/// <remarks>
/// Each entry has its length (4 bytes) and the CRC-32C of its content (4 bytes) before it; all numbers are little-endian. A file that a dead process has left is read up to its last whole entry, and never added to. One thread appends and one reads.
/// </remarks>
internal sealed class Journal : IDisposable
{
    private const string Extension = ".journal";
    private const string PlaceName = "place";
    private const int FrameLength = 8;
    private const int MostEntryBytes = 64 << 20;
    private const long SegmentBytes = 8 << 20;

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly Lock _files = new();
    private readonly SortedDictionary<long, long> _lengths = [];
    private SafeFileHandle? _open;
    private long _openNumber;
    private (long Number, SafeFileHandle File)? _reading;
    private Place _place;

    /// <summary>Opens the journal of a folder, which is made if it is not there.</summary>
    /// <exception cref="IOException">Another agent uses the folder, or it cannot be written.</exception>
    internal Journal(string folder)
    {
        _folder = Path.GetFullPath(folder);
        DurableFolder.Create(_folder);
        try
        {
            _lock = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException($"The folder '{_folder}' is used by another agent, or cannot be written: {fault.Message} Give each agent a folder of its own.", fault);
        }

        foreach (string file in Directory.GetFiles(_folder, "*" + Extension))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                _lengths[number] = new FileInfo(file).Length;
            }
        }

        _place = ReadPlace();
        _openNumber = Math.Max(_place.Segment, _lengths.Count > 0 ? _lengths.Keys.Last() : 0);
        if (_lengths.ContainsKey(_openNumber))
        {
            _lengths[_openNumber] = WholeLength(_openNumber);
        }
    }

    /// <summary>Gets the number of bytes that are not sent yet.</summary>
    internal long WaitingBytes
    {
        get
        {
            lock (_files)
            {
                return _lengths.Where(file => file.Key >= _place.Segment).Sum(file => Math.Max(0, file.Value - (file.Key == _place.Segment ? _place.Offset : 0)));
            }
        }
    }

    /// <summary>Appends entries and brings them to the disk.</summary>
    /// <exception cref="IOException">They cannot be written; none of them is in the journal then.</exception>
    internal void Append(IReadOnlyList<Entry> entries)
    {
        byte[] bytes = new byte[entries.Sum(entry => FrameLength + 1 + entry.Json.Length)];
        int at = 0;
        foreach (Entry entry in entries)
        {
            Span<byte> content = bytes.AsSpan(at + FrameLength, 1 + entry.Json.Length);
            content[0] = (byte)entry.Kind;
            entry.Json.Span.CopyTo(content[1..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), content.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + sizeof(int)), Crc32C.Compute(content));
            at += FrameLength + content.Length;
        }

        (SafeFileHandle file, long length) = Open();
        try
        {
            RandomAccess.Write(file, bytes, length);
            RandomAccess.FlushToDisk(file);
        }
        catch (IOException)
        {
            // What is half written would hide all that follows it: the next entries go to another file.
            Close();
            throw;
        }

        lock (_files)
        {
            _lengths[_openNumber] = length + bytes.Length;
        }
    }

    /// <summary>Reads the next entries that are not sent yet, of one kind.</summary>
    /// <param name="most">The greatest number of entries.</param>
    /// <param name="mostBytes">The number of bytes after which no more are read.</param>
    /// <returns>Each entry with the place behind it; empty if all is sent.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal List<(Entry Entry, Place End)> Read(int most, int mostBytes)
    {
        List<(Entry, Place)> entries = [];
        Place place = _place;
        int bytes = 0;
        EntryKind? kind = null;
        while (entries.Count < most && bytes < mostBytes)
        {
            if (ReadAt(place) is not { } entry)
            {
                if (entries.Count > 0 || Next(place.Segment) is not { } next)
                {
                    break;
                }

                MoveTo(new Place(next, 0));
                place = _place;
                continue;
            }

            if (kind is not null && entry.Kind != kind)
            {
                break;
            }

            kind = entry.Kind;
            place = Behind(place, entry);
            bytes += entry.Json.Length;
            entries.Add((entry, place));
        }

        return entries;
    }

    /// <summary>Keeps that all before a place is sent, and removes the files that hold nothing else.</summary>
    /// <remarks>Should this be lost with the power, entries are sent again, and count once.</remarks>
    internal void MoveTo(Place place)
    {
        string path = Path.Combine(_folder, PlaceName), temporary = path + ".new";
        File.WriteAllText(temporary, string.Create(CultureInfo.InvariantCulture, $"{place.Segment} {place.Offset}\n"));
        File.Move(temporary, path, overwrite: true);
        long[] gone;
        lock (_files)
        {
            _place = place;
            gone = [.. _lengths.Keys.Where(number => number < place.Segment)];
            foreach (long number in gone)
            {
                _lengths.Remove(number);
            }
        }

        foreach (long number in gone)
        {
            CloseReading(number);
            File.Delete(PathOf(number));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _reading?.File.Dispose();
        _lock.Dispose();
    }

    /// <summary>Finds where the last whole entry of a file ends: what a dead process was writing is behind it.</summary>
    private long WholeLength(long number)
    {
        var place = new Place(number, 0);
        while (ReadAt(place) is { } entry)
        {
            place = Behind(place, entry);
        }

        return place.Offset;
    }

    private static Place Behind(Place place, Entry entry) => place with { Offset = place.Offset + FrameLength + 1 + entry.Json.Length };

    private (SafeFileHandle File, long Length) Open()
    {
        if (_open is not null && LengthOf(_openNumber) >= SegmentBytes)
        {
            Close();
        }

        if (_open is null)
        {
            _open = File.OpenHandle(PathOf(_openNumber + 1), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            lock (_files)
            {
                _openNumber++;
                _lengths[_openNumber] = 0;
            }

            DurableFolder.Flush(_folder);
        }

        return (_open, LengthOf(_openNumber));
    }

    private long LengthOf(long number)
    {
        lock (_files)
        {
            return _lengths.GetValueOrDefault(number);
        }
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private Entry? ReadAt(Place place)
    {
        long length = LengthOf(place.Segment);
        Span<byte> frame = stackalloc byte[FrameLength];
        if (length - place.Offset < FrameLength)
        {
            return null;
        }

        SafeFileHandle file = Reading(place.Segment);
        if (RandomAccess.Read(file, frame, place.Offset) < FrameLength)
        {
            return null;
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (size is < 1 or > MostEntryBytes || size > length - place.Offset - FrameLength)
        {
            return null;
        }

        byte[] content = new byte[size];
        return RandomAccess.Read(file, content, place.Offset + FrameLength) == size && Crc32C.Compute(content) == BinaryPrimitives.ReadUInt32LittleEndian(frame[sizeof(int)..])
            ? new Entry((EntryKind)content[0], content.AsMemory(1))
            : null;
    }

    /// <summary>Gets the file behind a segment; null if the segment is the last, which may still grow.</summary>
    private long? Next(long segment)
    {
        lock (_files)
        {
            return _lengths.Keys.Where(number => number > segment).Select(number => (long?)number).FirstOrDefault();
        }
    }

    private SafeFileHandle Reading(long number)
    {
        if (_reading is { } known && known.Number == number)
        {
            return known.File;
        }

        _reading?.File.Dispose();
        _reading = null;
        SafeFileHandle file = File.OpenHandle(PathOf(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _reading = (number, file);
        return file;
    }

    private void CloseReading(long number)
    {
        if (_reading is { } known && known.Number == number)
        {
            known.File.Dispose();
            _reading = null;
        }
    }

    private Place ReadPlace()
    {
        string path = Path.Combine(_folder, PlaceName);
        string[] parts = File.Exists(path) ? File.ReadAllText(path).Trim().Split(' ') : [];
        return parts is [var segment, var offset] && long.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? new Place(number, bytes)
            : new Place(0, 0);
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);
}
