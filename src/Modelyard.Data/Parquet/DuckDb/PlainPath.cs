using System.Buffers;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a path in which DuckDB finds no pattern: the full path of a file, or that of a link to it if the path itself could be taken for more.</summary>
internal sealed class PlainPath : IDisposable
{
    private static readonly SearchValues<char> Pattern = SearchValues.Create("*?[]{}");

    private readonly string? _folder;

    /// <summary>Initializes a path.</summary>
    public PlainPath(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (Path.AsSpan().IndexOfAny(Pattern) >= 0)
        {
            _folder = Directory.CreateTempSubdirectory("modelyard-parquet-").FullName;
            string link = System.IO.Path.Combine(_folder, "table.parquet");
            File.CreateSymbolicLink(link, Path);
            Path = link;
        }
    }

    /// <summary>Gets the path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
