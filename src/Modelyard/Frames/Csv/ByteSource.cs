using Microsoft.Win32.SafeHandles;

namespace Modelyard.Frames.Csv;

/// <summary>Represents bytes that several threads may read at any place: a file, or memory.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly ReadOnlyMemory<byte> _memory;

    private ByteSource(string name, SafeFileHandle? file, ReadOnlyMemory<byte> memory)
    {
        Name = name;
        _file = file;
        _memory = memory;
        Length = file is null ? memory.Length : RandomAccess.GetLength(file);
    }

    /// <summary>Gets the path, or what else was read.</summary>
    public string Name { get; }

    /// <summary>Gets the number of bytes.</summary>
    public long Length { get; }

    /// <summary>Gets a value indicating whether the bytes lie in a file, and were not read from a pipe or given.</summary>
    public bool IsFile => _file is not null;

    public static ByteSource Of(ReadOnlyMemory<byte> memory, string name) => new(name, null, memory);

    /// <summary>Reads a stream to its end.</summary>
    public static ByteSource Of(Stream stream, string name)
    {
        using var copy = new MemoryStream();
        try
        {
            stream.CopyTo(copy);
        }
        catch (IOException exception) when (copy.Length > int.MaxValue / 2)
        {
            throw new FrameFormatException(name, "A stream of more than 2 GiB cannot be read. Write it to a file and read that.", exception);
        }

        return new ByteSource(name, null, copy.GetBuffer().AsMemory(0, (int)copy.Length));
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FrameFormatException">The file is not there, or cannot be read.</exception>
    public static ByteSource Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new FrameFormatException(path, "This is a folder. Give the path of a file in it.");
        }

        try
        {
            SafeFileHandle file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            try
            {
                if (CanSeek(file))
                {
                    return new ByteSource(path, file, default);
                }

                using var stream = new FileStream(file, FileAccess.Read);
                return Of(stream, path);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FrameFormatException(path, $"There is no such file. Paths are taken from '{Environment.CurrentDirectory}'.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new FrameFormatException(path, "There is no permission to read this file. Change its mode, or run as its owner.", exception);
        }
        catch (IOException exception)
        {
            throw new FrameFormatException(path, $"The file cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">The offset of the first.</param>
    /// <param name="destination">Receives them.</param>
    /// <returns>The number of bytes read: all that were asked for, or all there are.</returns>
    public int Read(long offset, Span<byte> destination)
    {
        if (_file is null)
        {
            int length = (int)Math.Clamp(_memory.Length - offset, 0, destination.Length);
            _memory.Span.Slice((int)Math.Min(offset, _memory.Length), length).CopyTo(destination);
            return length;
        }

        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(_file, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public void Dispose() => _file?.Dispose();

    private static bool CanSeek(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
