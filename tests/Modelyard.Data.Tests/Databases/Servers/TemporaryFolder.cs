namespace Modelyard.Data.Tests.Databases;

/// <summary>Represents a folder with a short path, as that of a socket may have about a hundred characters only. It is removed in the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"my-{Guid.NewGuid():N}"[..15]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A server that was killed may leave a process that still writes for a moment.
        }
    }
}
