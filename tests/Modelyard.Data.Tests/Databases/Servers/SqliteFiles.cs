namespace Modelyard.Data.Tests.Databases;

/// <summary>Gives files of SQLite where the others give databases of a server.</summary>
internal sealed class SqliteFiles : IServer
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public string Fresh() => $"sqlite:{_folder.Of($"test {++_files}.db")}";

    public void Kill() => throw new NotSupportedException("SQLite has no server.");

    public void Start() => throw new NotSupportedException("SQLite has no server.");

    public void Dispose() => _folder.Dispose();
}
