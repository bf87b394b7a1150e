using System.IO.Compression;
using Modelyard.Data.ObjectStores;
using Modelyard.Frames;
using Modelyard.Frames.Csv;

namespace Modelyard.Data.Files;

/// <summary>Represents a file on this machine that holds a table as it is: the file itself, or a copy of what is packed, far away or a stream, which is removed in the end.</summary>
internal sealed class LocalFile : IDisposable
{
    private LocalFile(string path, bool isCopy)
    {
        Path = path;
        IsCopy = isCopy;
    }

    /// <summary>Gets the path.</summary>
    public string Path { get; }

    /// <summary>Gets a value indicating whether the file is a copy.</summary>
    public bool IsCopy { get; }

    /// <summary>Gets a file ready.</summary>
    /// <param name="path">The path or address.</param>
    /// <param name="isGzip">True if it is packed.</param>
    /// <param name="options">How far-away files are reached, and the greatest number of bytes of a copy.</param>
    /// <exception cref="FrameFormatException">It cannot be opened or unpacked.</exception>
    /// <exception cref="IOException">It cannot be fetched.</exception>
    public static LocalFile Of(string path, bool isGzip, TableReadOptions options)
    {
        if (ObjectAddress.Is(path))
        {
            using var store = new ObjectStore(options.Store);
            using Stream content = store.OpenRead(path);
            return Copy(content, isGzip, path, options.MaxBytes);
        }

        if (!isGzip)
        {
            return new LocalFile(path, isCopy: false);
        }

        // Says in the same words as for other files why one cannot be opened.
        ByteSource.Open(path).Dispose();
        using FileStream packed = File.OpenRead(path);
        return Copy(packed, isGzip, path, options.MaxBytes);
    }

    /// <summary>Copies a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="isGzip">True if it is packed.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="limit">The greatest number of bytes of the copy.</param>
    /// <exception cref="FrameFormatException">It cannot be unpacked, or is too long.</exception>
    public static LocalFile Copy(Stream stream, bool isGzip, string name, long limit)
    {
        var copy = new LocalFile(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"modelyard-{Guid.NewGuid():N}.tmp"), isCopy: true);
        try
        {
            var packed = new PackedStream(stream);
            using GZipStream? unpacked = isGzip ? new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true) : null;
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(copy.Path, how);
            Copy(unpacked ?? stream, file, name, limit);
            return !isGzip || packed.EndsWith(file) ? copy : throw new InvalidDataException("It ends before its content does, so it was cut off.");
        }
        catch (InvalidDataException exception)
        {
            copy.Dispose();
            throw new FrameFormatException(name, $"The file is not whole or not packed with gzip: {exception.Message}", exception);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsCopy && File.Exists(Path))
        {
            File.Delete(Path);
        }
    }

    private static void Copy(Stream from, Stream to, string name, long limit)
    {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            Numerics.ParallelLoop.Check();
            total += read;
            if (total > limit)
            {
                throw new FrameFormatException(name, $"The table has more than '{limit}' bytes once it is unpacked or fetched. If that is meant, raise MaxBytes.");
            }

            to.Write(buffer.AsSpan(0, read));
        }
    }
}
