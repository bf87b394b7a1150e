namespace Modelyard;

/// <summary>Represents a file that is being written under a temporary name and takes its own when it is whole.</summary>
/// <remarks>What is no file, as a device or a pipe, is written to as it is. A link stays a link, and what it leads to is replaced. One that is disposed of before <see cref="Complete"/> leaves nothing behind.</remarks>
internal sealed class PendingFile : IDisposable
{
    private const int BufferLength = 1 << 16;

    private readonly string _target;
    private FileStream? _stream;
    private readonly bool _isDirect;
    private bool _isComplete;

    /// <summary>Initializes a file.</summary>
    /// <param name="path">The path; a file that is there is replaced in the end.</param>
    /// <exception cref="IOException">The path is a folder, or no file can be made beside it.</exception>
    public PendingFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: This is a folder. Give the path of a file.");
        }

        _target = Path.GetFullPath(path);
        if (new FileInfo(_target).LinkTarget is not null)
        {
            _target = File.ResolveLinkTarget(_target, returnFinalTarget: true)?.FullName ?? _target;
        }

        if (!Directory.Exists(Path.GetDirectoryName(_target)))
        {
            throw new IOException($"{path}: There is no such folder. Create it first.");
        }

        TemporaryPath = $"{_target}.{Guid.NewGuid():N}.part";
        if (File.Exists(_target) && !OperatingSystem.IsWindows())
        {
            _stream = Permitted(() => OpenDirectly(path), path);
            _isDirect = _stream is not null;
        }
    }

    /// <summary>Gets a value indicating whether the path is a device or a pipe, which is written to as it is.</summary>
    public bool IsDirect => _isDirect;

    /// <summary>Gets the path under which the file is written.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gets the stream to write to; who writes the temporary file by other means does not ask for it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public Stream Stream => _stream ??= Open();

    /// <summary>Brings the file to the disk and gives it its name.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Complete()
    {
        if (_isDirect)
        {
            _stream!.Flush();
            _isComplete = true;
            return;
        }

        if (_stream is null)
        {
            using FileStream written = new(TemporaryPath, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }
        else
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
        }

        File.Move(TemporaryPath, _target, overwrite: true);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException) when (!_isComplete)
        {
            // A full disk refuses what is still buffered, which nobody wants any more: the file must go all the same.
        }

        if (!_isComplete && File.Exists(TemporaryPath))
        {
            File.Delete(TemporaryPath);
        }
    }

    /// <summary>Opens what is no file; null if it is one.</summary>
    private FileStream? OpenDirectly(string path)
    {
        var there = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, BufferLength);
        if (!there.CanSeek || WholeFile.IsSpecial(Path.GetFullPath(path)) || WholeFile.IsSpecial(_target))
        {
            return there;
        }

        there.Dispose();
        return null;
    }

    private FileStream Open() => Permitted(() => new FileStream(TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferLength), _target)!;

    private static FileStream? Permitted(Func<FileStream?> open, string path)
    {
        try
        {
            return open();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path}: There is no permission to write here. Choose another folder, or change its mode.", exception);
        }
    }
}
