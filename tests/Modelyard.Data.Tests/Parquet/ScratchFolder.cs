namespace Modelyard.Data.Tests.Parquet;

/// <summary>Represents a folder for the files of one test, removed with them.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("modelyard-data-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
